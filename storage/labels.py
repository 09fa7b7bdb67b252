"""Chinese names of codes: of a case as sheets show them, of meanings as staff choose them."""

KINDS = {
    "inquiry": "咨询", "request": "求助", "complaint": "投诉", "report": "举报", "suggestion": "建议",
    "praise": "表扬",
}  # fmt: skip
CATEGORIES = {
    "activity": "文化活动", "facility": "设施建设", "service": "服务改进", "heritage": "文化遗产",
    "market": "文化市场与旅游", "other": "其他",
}  # fmt: skip
AUDIENCES = {
    "elderly": "老年人", "children": "少年儿童", "disabled": "残障人士", "migrant": "务工人员", "women": "妇女",
}  # fmt: skip
URGENCIES = {"normal": "一般", "pressing": "较急", "urgent": "紧急"}
NEED_LABELS: dict[str, dict[str, str]] = {"kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES}
"""Label of a need -> code -> name."""
LABEL_NAMES = {"kind": "类型", "category": "类别", "urgency": "程度"}
SOURCES = {
    "chat": "网上聊天", "hotline": "服务热线", "visit": "走访", "meeting": "座谈会/议事会",
    "box": "意见箱/意见簿", "survey": "满意度调查", "inspection": "暗访督查", "letter": "来信来访",
}  # fmt: skip
SCORES = {
    "very_satisfied": "很满意", "satisfied": "满意", "basic": "基本满意", "unsatisfied": "不满意",
    "very_unsatisfied": "很不满意",
}  # fmt: skip
INTENTS = {
    "submit_need": "反映事情", "ask_faq": "常见问题", "check_status": "查进度", "cosign": "附议",
    "supplement": "补充", "urge": "催办", "withdraw": "撤回", "evaluate": "评价", "check_points": "查积分",
    "redeem_points": "兑积分", "unsubscribe": "退订", "delete_data": "个人信息删改", "human": "要找人",
    "affirm": "说是", "deny": "说不是", "skip": "不想答", "cancel": "不报了", "help": "问怎么用",
    "greet": "问好", "thanks": "道谢", "bye": "告别", "abuse": "骂人或广告", "out_of_scope": "不归文化管",
}  # fmt: skip
FAQS = {
    "opening_hours": "开放时间", "book_venue": "订场地", "event_calendar": "活动预告", "library_card": "办借书证",
    "borrow_renew": "借书续借", "class_signup": "上课报名", "points_rules": "积分规则", "how_to_submit": "怎么反映",
    "handling_time": "多久办好", "contact_phone": "联系电话", "privacy": "信息保密", "anonymous": "匿名",
    "fees": "收费", "barrier_free": "无障碍", "children_area": "少儿区", "volunteer": "志愿者",
    "team_support": "扶持队伍", "heritage_apply": "申报非遗", "digital_resources": "数字资源",
    "lost_found": "失物招领", "parking_transport": "停车交通", "survey_purpose": "问卷用途",
    "meeting_join": "参加议事会", "where_published": "在哪公布",
}  # fmt: skip

"""Chinese names of the codes in a case, as sheets show them."""

KINDS = {
    "inquiry": "咨询", "request": "求助", "complaint": "投诉", "report": "举报", "suggestion": "建议",
    "praise": "表扬",
}  # fmt: skip
CATEGORIES = {
    "activity": "文化活动", "facility": "设施建设", "service": "服务改进", "heritage": "文化遗产",
    "market": "文化市场与旅游", "other": "其他",
}  # fmt: skip
URGENCIES = {"normal": "一般", "pressing": "较急", "urgent": "紧急"}
SOURCES = {
    "chat": "网上聊天", "hotline": "服务热线", "visit": "走访", "meeting": "座谈会/议事会",
    "box": "意见箱/意见簿", "survey": "满意度调查", "inspection": "暗访督查", "letter": "来信来访",
}  # fmt: skip
SCORES = {
    "very_satisfied": "很满意", "satisfied": "满意", "basic": "基本满意", "unsatisfied": "不满意",
    "very_unsatisfied": "很不满意",
}  # fmt: skip

"""Closed lists that profiles may draw from: FAQ ids and the statuses of a case."""

FAQ_IDS = (
    "opening_hours", "book_venue", "event_calendar", "library_card", "borrow_renew", "class_signup",
    "points_rules", "how_to_submit", "handling_time", "contact_phone", "privacy", "anonymous", "fees",
    "barrier_free", "children_area", "volunteer", "team_support", "heritage_apply", "digital_resources",
    "lost_found", "parking_transport", "survey_purpose", "meeting_join", "where_published",
)  # fmt: skip

STATUSES = (
    "received", "verifying", "need_info", "answered", "not_accepted", "referred", "emergency", "triaged",
    "assigned", "assessing", "deliberating", "planned", "in_progress", "in_review", "resolved",
    "public_review", "rectifying", "closed", "archived", "withdrawn", "merged", "terminated", "parked",
    "quarantined",
)  # fmt: skip

# What staff must not write to residents (plain-language rules): official terms with plain counterparts.
OFFICIAL_TERMS = (
    "诉求", "承办", "销号", "受理", "办结", "立案", "转办", "督办", "工单", "台账", "予以", "贵单位",
    "核查", "研判", "调度", "举措", "赋能", "闭环", "抓手", "落实到位", "依法依规", "责任主体", "知悉",
)  # fmt: skip

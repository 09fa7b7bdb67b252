"""What whoever set up the application can do about a refusal."""

OFF = "企业微信应用还没有配置：先填 SHILIU_WECOM_CORP_ID、_AGENT_ID、_TOKEN、_AES_KEY、_SECRET，见 docs/channels/wecom.md"
NO_GROUP = "群机器人还没有配置：先填 SHILIU_WECOMGROUP_KEY，见 docs/channels/wecom.md"
HINTS: dict[int, str] = {
    40001: "Secret 不对，到应用详情里重新看一次",
    40013: "企业 ID 不对",
    40056: "AgentId 不对，它和 Secret 要是同一个应用的",
    60020: "这台服务器的 IP 不在应用的“企业可信IP”里，请先加上",
    48002: "这个应用没有这项权限，用自建应用的 Secret",
    81013: "这个人不在应用的可见范围里",
    301002: "Secret 和 AgentId 不是同一个应用的",
    93000: "群机器人的 key 不对，或者机器人已经从群里移走了",
}
"""errcode -> what can be done."""

"""What whoever set up the Official Account can do about a refusal."""

OFF = "微信公众号还没有配置：先填 SHILIU_WECHAT_APP_ID、_TOKEN、_AES_KEY、_SECRET，见 docs/channels/wechat.md"
HINTS: dict[int, str] = {
    40164: "这台服务器的 IP 不在公众号后台的白名单里，请先加上",
    40013: "AppID 不对",
    40125: "AppSecret 不对",
    48001: "这个公众号没有这项接口的权限（一般要已认证的服务号）",
}
"""errcode -> what can be done."""

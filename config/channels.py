"""What each channel needs to be on, as settings; ``config.settings`` reads them from the environment."""

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")


class Channel(BaseModel):
    """Settings of one channel: strict about unknown names, silent about secrets in logs."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _forty_three(value: SecretStr) -> SecretStr:
    if not _AES_KEY.fullmatch(value.get_secret_value()):
        raise ValueError("应写后台给的 43 位 EncodingAESKey（字母和数字）")
    return value


AesKey = Annotated[SecretStr, AfterValidator(_forty_three)]
"""The key of encrypted callbacks, as the platform shows it."""


class Encrypted(Channel):
    """Settings of encrypted callbacks; the previous key still opens what comes while the key is changed."""

    token: SecretStr
    aes_key: AesKey
    aes_key_previous: AesKey | None = None

    @property
    def aes_keys(self) -> tuple[str, ...]:
        """The current key, then the previous."""
        keys = (self.aes_key, self.aes_key_previous)
        return tuple(key.get_secret_value() for key in keys if key is not None)


class Telegram(Channel):
    """A Telegram bot; ``api`` is the address of the Bot API server.

    ``mode`` says how messages come: the platform brings them to the webhook, and ``secret`` shows that it
    is the platform; or the bot asks for them (``polling``), which needs no address of its own. ``url`` is the public
    address of the bot (https); without it, whoever runs the bot tells the platform the webhook.
    """

    mode: Literal["webhook", "polling"] = "webhook"
    token: SecretStr
    secret: Annotated[SecretStr | None, Field(validate_default=True)] = None
    api: str = "https://api.telegram.org"
    url: str = ""

    @field_validator("token")
    @classmethod
    def _whole(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value()):
            raise ValueError("应写 BotFather 给的整串，像 123456:ABC-def")
        return value

    @field_validator("secret")
    @classmethod
    def _needed_for_webhook(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("mode") == "webhook":
            raise ValueError("缺这一项，请补上")
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("只能用英文字母、数字、- 和 _，最多 256 个")
        return value

    @field_validator("api")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("应写 http:// 或 https:// 开头的地址")
        return value.rstrip("/")

    @field_validator("url")
    @classmethod
    def _public(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("应写 https:// 开头的公网地址，像 https://wh.example.cn")
        return value.rstrip("/")


class Wechat(Encrypted):
    """A WeChat Official Account.

    ``template`` is the subscription notice that goes where a notice may not be sent otherwise ("": none).
    """

    app_id: str
    secret: SecretStr
    template: str = ""
    api: str = "https://api.weixin.qq.com"


class Wecom(Encrypted):
    """A WeCom application for staff; ``agent_id`` is its number."""

    corp_id: str
    agent_id: Annotated[int, Field(ge=1)]
    secret: SecretStr
    api: str = "https://qyapi.weixin.qq.com"


class Kf(Encrypted):
    """WeChat customer service (微信客服), one to one with residents."""

    corp_id: str
    secret: SecretStr
    api: str = "https://qyapi.weixin.qq.com"


class Smartbot(Encrypted):
    """A WeCom smart bot (智能机器人) in internal groups; it answers at the address in each message."""


class Wecomgroup(Channel):
    """The robot of a group of staff (群机器人), which only speaks; ``key`` stands in its webhook address."""

    key: SecretStr
    api: str = "https://qyapi.weixin.qq.com"

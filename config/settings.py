"""What the machine needs to run, from variables ``SHILIU_*`` or a ``.env`` file; never from code.

A channel is on when its variables are set: ``SHILIU_WECHAT_APP_ID`` is ``settings.wechat.app_id``,
and a channel without any variable is None.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.errors import ConfigError, Mistake
from config.explain import expectation

PREFIX = "SHILIU_"
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


class Wechat(Channel):
    """A WeChat Official Account; ``aes_key_previous`` still opens what comes while the key is changed.

    ``template`` is the subscription notice that goes where a notice may not be sent otherwise ("": none).
    """

    app_id: str
    token: SecretStr
    aes_key: SecretStr
    aes_key_previous: SecretStr | None = None
    secret: SecretStr
    template: str = ""
    api: str = "https://api.weixin.qq.com"

    @field_validator("aes_key", "aes_key_previous")
    @classmethod
    def _forty_three(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _AES_KEY.fullmatch(value.get_secret_value()):
            raise ValueError("应写公众平台给的 43 位 EncodingAESKey（字母和数字）")
        return value


class Wecom(Channel):
    """A WeCom application for staff; ``agent_id`` is its number, ``aes_key_previous`` as above."""

    corp_id: str
    agent_id: Annotated[int, Field(ge=1)]
    token: SecretStr
    aes_key: AesKey
    aes_key_previous: AesKey | None = None
    secret: SecretStr
    api: str = "https://qyapi.weixin.qq.com"


class Kf(Channel):
    """WeChat customer service (微信客服), one to one with residents."""

    corp_id: str
    token: SecretStr
    aes_key: SecretStr
    secret: SecretStr
    api: str = "https://qyapi.weixin.qq.com"


class Smartbot(Channel):
    """A WeCom smart bot (智能机器人) in internal groups; it answers at the address in each message."""

    token: SecretStr
    aes_key: AesKey
    aes_key_previous: AesKey | None = None


class Wecomgroup(Channel):
    """The robot of a group of staff (群机器人), which only speaks; ``key`` stands in its webhook address."""

    key: SecretStr
    api: str = "https://qyapi.weixin.qq.com"


class Settings(BaseSettings):
    """All settings with their defaults; ``load_settings`` reports mistakes in plain Chinese.

    ``public_url`` is where residents and platforms reach this bot; ``host`` and ``port`` where it listens.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", env_nested_delimiter="_",
        env_nested_max_split=1, env_ignore_empty=True, extra="ignore", frozen=True,
    )  # fmt: skip

    var: Path = Path("var")
    database: str = ""
    profile: str = "yiyuan"
    secret_file: Path = Path()
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    nlu: Literal["embedded", "rasa"] = "embedded"
    rasa_url: str = "http://127.0.0.1:5005"
    rate_per_minute: int = Field(default=30, ge=1)
    rate_burst: int = Field(default=15, ge=1)
    rest_per_minute: int = Field(default=600, ge=1)
    log: Literal["debug", "info", "warning", "error"] = "warning"
    rest_token: SecretStr | None = None
    max_body_bytes: int = Field(default=1_000_000, ge=1_000)
    max_text_chars: int = Field(default=4_000, ge=100)
    max_photo_bytes: int = Field(default=10_000_000, ge=10_000)
    telegram: Telegram | None = None
    wechat: Wechat | None = None
    wecom: Wecom | None = None
    kf: Kf | None = None
    smartbot: Smartbot | None = None
    wecomgroup: Wecomgroup | None = None

    @property
    def address(self) -> str:
        """Where links to this bot lead: the public address, else the one where it listens."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @field_validator("database")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql")):
            raise ValueError("应写 sqlite:///文件 或 postgresql://用户@主机/库名")
        return value

    @field_validator("rasa_url", "public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("应写 http:// 或 https:// 开头的地址")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _under_var(self) -> Self:
        """The ledger and the secret lie in ``var`` unless told otherwise."""
        filled = vars(self)
        if not self.database:
            filled["database"] = f"sqlite:///{self.var / 'shiliu.db'}"
        if self.secret_file == Path():
            filled["secret_file"] = self.var / "secret.key"
        return self


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings; raises ConfigError that names each variable and what was expected."""
    # The generated signature lists the fields only and hides this argument of pydantic-settings.
    build: Callable[..., Settings] = Settings
    try:
        return build(_env_file=env_file)
    except ValidationError as error:
        found = error.errors(include_url=False)
        mistakes = [Mistake(_variable(item["loc"]), 0, "", expectation(item, Settings)) for item in found]
        raise ConfigError(mistakes) from None


def variable_names() -> list[str]:
    """Return every variable that is understood, sorted."""
    names = []
    for name, field in Settings.model_fields.items():
        channel = next((kind for kind in get_args(field.annotation) if _is_channel(kind)), None)
        parts = [(name, part) for part in channel.model_fields] if channel else [(name,)]
        names += [_variable(part) for part in parts]
    return sorted(names)


def _is_channel(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Channel)


def _variable(location: tuple[int | str, ...]) -> str:
    return PREFIX + "_".join(map(str, location)).upper()

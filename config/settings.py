"""What the machine needs to run, from variables ``SHILIU_*`` or a ``.env`` file; never from code.

A channel is on when its variables are set: ``SHILIU_WECHAT_APP_ID`` is ``settings.wechat.app_id``,
and a channel without any variable is None.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.channels import Channel, Kf, Smartbot, Telegram, Wechat, Wecom, Wecomgroup
from config.errors import ConfigError, Mistake
from config.explain import expectation

PREFIX = "SHILIU_"


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

"""The Official Account before WeChat's API: how its token is asked for, what its errcodes mean."""

from config.channels import Wechat as Settings
from connectors.errors import Away, Gone, Quota, SendFailed, TooLong
from connectors.tencent import errors
from connectors.tencent.api import Account, Question

NO_MENUS = 40200
FAILURES: errors.Failures = {
    40003: Gone, 43004: Gone, 48002: Gone,
    45015: Away,
    45047: Quota,
    45002: TooLong,
}  # fmt: skip
"""WeChat's errcode -> what it means for the message; any other one is a refusal."""


def account(settings: Settings) -> Account:
    """Return the account of the settings."""

    def stable_token(force: bool) -> Question:
        content = {
            "grant_type": "client_credential",
            "appid": settings.app_id,
            "secret": settings.secret.get_secret_value(),
            "force_refresh": force,
        }
        return Question("POST", "/cgi-bin/stable_token", content=content)

    return Account(f"wechat:{settings.app_id}", settings.api, stable_token)


def failure(code: int) -> SendFailed:
    """Return the failure that an errcode stands for."""
    return errors.failure(code, FAILURES)

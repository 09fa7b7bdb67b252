"""The application before the corp's API: how its token is asked for, paths, what its errcodes mean."""

from config.channels import Wecom as Settings
from connectors.errors import SendFailed, TooLong
from connectors.tencent import corp, errors
from connectors.tencent.api import Account

SEND = "/cgi-bin/message/send"
MENU = "/cgi-bin/menu/create"
FAILURES: errors.Failures = {40058: TooLong}
"""errcode -> what it means for the message, beside those of the corp: a field is longer than it may be."""


def account(settings: Settings) -> Account:
    """Return the account of the settings."""
    name = f"wecom:{settings.agent_id}"
    return corp.corp_account(name, settings.api, settings.corp_id, settings.secret.get_secret_value())


def failure(code: int) -> SendFailed:
    """Return the failure that an errcode stands for."""
    return corp.failure(code, FAILURES)

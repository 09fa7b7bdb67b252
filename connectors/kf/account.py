"""The service accounts before the corp's API: paths, and what the errcodes of this service mean."""

from config.channels import Kf as Settings
from connectors.errors import Away, Gone, Misconfigured, Quota, SendFailed
from connectors.kf.events import NAME
from connectors.tencent import corp, errors
from connectors.tencent.api import Account

SYNC = "/cgi-bin/kf/sync_msg"
SEND = "/cgi-bin/kf/send_msg"
SEND_ON_EVENT = "/cgi-bin/kf/send_msg_on_event"
STATE = "/cgi-bin/kf/service_state/get"
LINK = "/cgi-bin/kf/add_contact_way"
ACCOUNTS = "/cgi-bin/kf/account/list"

OLD_TICKET = 95007
NOT_OURS = 95018
"""The session is with a person, waits for one, or has ended."""
FAILURES: errors.Failures = {
    40096: Gone,
    95001: Quota,
    95002: Away,
    95013: Away,
    NOT_OURS: Away,
    95000: Misconfigured, 95004: Misconfigured, 95011: Misconfigured, 95012: Misconfigured,
    95017: Misconfigured,
}  # fmt: skip
"""errcode -> what it means for the message; those of the corp come on top, any other one is a refusal."""


def account(settings: Settings) -> Account:
    """Return the account of the settings."""
    return corp.corp_account(NAME, settings.api, settings.corp_id, settings.secret.get_secret_value())


def failure(code: int) -> SendFailed:
    """Return the failure that an errcode stands for."""
    return corp.failure(code, FAILURES)

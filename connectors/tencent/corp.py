"""A corp (企业微信) before its API: how a token is asked for, what the errcodes mean that all its services share.

Each application has a secret and a token of its own. Tokens cannot be forced: asked twice, the platform
gives the same one as long as it is good. Source: developer.work.weixin.qq.com/document/path/90313.
"""

from connectors.errors import Gone, Misconfigured, RetryAfter, SendFailed, TooLong
from connectors.tencent import errors
from connectors.tencent.api import Account, Question

FAILURES: errors.Failures = {
    40056: Misconfigured, 41001: Misconfigured, 41002: Misconfigured, 41004: Misconfigured,
    41011: Misconfigured, 48002: Misconfigured, 50001: Misconfigured, 50003: Misconfigured,
    60011: Misconfigured, 60020: Misconfigured, 301002: Misconfigured,
    40003: Gone, 46004: Gone, 60111: Gone, 81013: Gone, 82001: Gone,
    45002: TooLong,
}  # fmt: skip
"""errcode -> what it means for the message: settings, permissions and the IP whitelist (60020) come first,
then members who are not there or whom the application may not see."""
WAIT_FOR = {45009: 60.0, 45033: 10.0}
"""errcode -> seconds to wait: called too often a minute, too many calls at once."""


def corp_account(name: str, base: str, corp_id: str, secret: str) -> Account:
    """Return the account of one application of a corp; ``name`` tells its token from those of the others."""

    def gettoken(_force: bool) -> Question:
        return Question("GET", "/cgi-bin/gettoken", {"corpid": corp_id, "corpsecret": secret})

    return Account(f"{name}:{corp_id}", base, gettoken)


def failure(code: int, own: errors.Failures | None = None) -> SendFailed:
    """Return the failure that an errcode stands for; ``own`` are those that one service adds."""
    if code in WAIT_FOR:
        return RetryAfter(WAIT_FOR[code], f"errcode {code}")
    return errors.failure(code, {**FAILURES, **(own or {})})

"""errcodes: what an answer inside HTTP 200 says went wrong, and what that means for a message."""

from collections.abc import Mapping

from connectors.errors import Misconfigured, Refused, RetryAfter, SendFailed

Failures = Mapping[int, type[SendFailed]]

DEAD_TOKEN = frozenset((40001, 40014, 42001))
WRONG: dict[int, type[SendFailed]] = dict.fromkeys(
    (40001, 40013, 40014, 40125, 40164, 42001, 48001, 48004, 50002, 50005), Misconfigured
)
"""What somebody has to mend in the settings."""
WAIT_FOR: dict[int, float | None] = {-1: None, 45009: 3600.0, 45011: 60.0}
"""errcode -> seconds to wait, None leaves it to the back-off."""


class Unreached(RetryAfter):
    """没有连上微信，稍后再发"""


class Rejected(Exception):  # noqa: N818 - carried no further than the channel
    """The platform answered with an errcode; ``code`` tells which, ``said`` its words (for people who mend)."""

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.said = said


def failure(code: int, own: Failures) -> SendFailed:
    """Return the failure that an errcode stands for; ``own`` are those that one platform adds."""
    detail = f"errcode {code}"
    if code in WAIT_FOR:
        return RetryAfter(WAIT_FOR[code], detail)
    kinds: Failures = {**WRONG, **own}
    return kinds.get(code, Refused)(detail)

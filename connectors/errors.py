"""Why a message was not taken by a platform: a closed list, each with what is to be done about it.

The docstring of each kind is its text for the record; ``detail`` adds the platform's own code. Neither
ever holds a text, a telephone number or an account.
"""

from enum import Enum


class Then(Enum):
    """What becomes of a message that was not taken."""

    RETRY = "retry"
    HOLD = "hold"
    GIVE_UP = "refuse"


class SendFailed(Exception):  # noqa: N818 - says what happened, as its kinds do
    """没有送达"""

    then = Then.GIVE_UP

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(self.record)

    @property
    def retryable(self) -> bool:
        """Whether the same message may get through later."""
        return self.then is not Then.GIVE_UP

    @property
    def record(self) -> str:
        """The text for the outbox row."""
        kind = type(self).__doc__ or ""
        return f"{kind}：{self.detail}" if self.detail else kind


class RetryAfter(SendFailed):
    """平台暂时不收，稍后再发"""

    then = Then.RETRY

    def __init__(self, seconds: float | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.seconds = seconds
        """Wait that the platform asked for; None leaves it to the back-off."""


class Misconfigured(SendFailed):
    """渠道设置有误（密钥、权限或白名单），改好后会自动再发"""

    then = Then.RETRY


class Away(SendFailed):
    """对方现在不在线，等下次联系时再发"""

    then = Then.HOLD


class Quota(SendFailed):
    """平台限制的条数已用完，等对方下次来信再发"""

    then = Then.HOLD


class Refused(SendFailed):
    """平台拒收"""


class Gone(SendFailed):
    """对方已取消关注、拉黑或注销"""


class TooLong(SendFailed):
    """内容超过平台允许的长度"""

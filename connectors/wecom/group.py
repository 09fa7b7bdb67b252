"""The robot of a group of staff (群机器人): it speaks, and nobody can speak to it.

Its address is its only permission. What stands here is read by everybody in the group, so no message to
it ever holds a name, a telephone number or somebody's words.
"""

from dataclasses import dataclass, field

from aiohttp import web

from config.channels import Wecomgroup as Settings
from connectors.channel import Desk
from connectors.degrade import fit
from connectors.errors import Misconfigured, TooLong
from connectors.limits import LIMITS
from connectors.tencent import corp, errors
from connectors.tencent.envelope import clean
from connectors.tencent.errors import Rejected
from connectors.tencent.plain import Plain
from storage.messages import Outbound

NAME = "wecom-group"
ROOM = "staff"
"""The only chat of this channel: the group that the robot stands in."""
SEND = "/cgi-bin/webhook/send"
FAILURES: errors.Failures = {
    93000: Misconfigured, 93004: Misconfigured, 93008: Misconfigured,
    40058: TooLong,
}  # fmt: skip
"""errcode -> what it means for the message: the robot was taken out of the group, stopped, or its key is wrong."""


@dataclass(slots=True)
class WecomGroup:
    """The channel, which only sends."""

    settings: Settings
    name: str = NAME
    _plain: Plain = field(default_factory=Plain)

    def routes(self, desk: Desk) -> list[web.AbstractRouteDef]:  # noqa: ARG002 - nobody knocks here
        """Declare no route."""
        return []

    async def send(self, out: Outbound) -> None:
        """Say one message; raises a SendFailed."""
        address = f"{self.settings.api.rstrip('/')}{SEND}?key={self.settings.key.get_secret_value()}"
        try:
            for part in fit(out, LIMITS[NAME]):
                await self._plain.post(address, {"msgtype": "text", "text": {"content": clean(part.text)}})
        except Rejected as rejected:
            raise corp.failure(rejected.code, FAILURES) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._plain.close()

"""The webhook: the platform brings its updates here and shows with a secret that it is the platform."""

from dataclasses import dataclass, field

import msgspec
from aiohttp import web

from connectors.problem import Problem, read_body, same_secret
from connectors.telegram import salvage
from connectors.telegram.intake import Intake
from connectors.telegram.order import Order

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1_000_000
"""Bytes of one update; contents of files do not come this way."""


@dataclass(slots=True)
class Door:
    """Serves ``/telegram``."""

    intake: Intake
    secret: str
    order: Order = field(default_factory=Order)

    async def take(self, request: web.Request) -> web.Response:
        """Commit one update, then acknowledge it; one that nobody can read is not asked for again."""
        if not same_secret(request.headers.get(HEADER, ""), self.secret):
            raise Problem(401, "bad_secret", "暗号不对", "missing or wrong secret")
        body = await read_body(request, LARGEST)
        try:
            update = salvage.read(msgspec.json.decode(body))
        except RecursionError:
            return web.Response()
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Problem(400, "bad_json", "不是 JSON", "the body is not JSON") from None
        if update is None:
            return web.Response()
        async with self.order.turn(update.update_id):
            await self.intake.take(update)
        return web.Response()

"""One-time links to photos of cases, as staff get them by chat.

Messengers fetch whatever address they see, to look at it or to make a preview. So an address by itself
only shows a page with a button; the button uses the link up.
"""

from aiohttp import web

from bot.copies import UnreadableError
from bot.files import LinkOverError
from connectors.channel import Desk
from connectors.problem import Problem, foreign
from connectors.web.page import STATIC
from connectors.web.photos import served
from connectors.web.session import Sessions

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OVER = Problem(
    410, "link_over",
    "这张照片打不开了：链接用过了、过了时间，或者您现在看不了这件。要看，请再跟机器人说「看照片」和编号。",
    "this link does not open any more; ask the bot for a new one",
)  # fmt: skip
"""One answer to all of these, so that nobody learns from it which it was."""
BROKEN = Problem(
    404, "no_photo", "这张照片坏了，打不开。原件还在，请找管机器的人。",
    "the photo is damaged and cannot be shown",
)  # fmt: skip


class LinkDoor:
    """Serves ``/photo/{secret}``."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._page = (STATIC / "photo.html").read_bytes()

    async def page(self, _request: web.Request) -> web.Response:
        """Show the button; the same page whatever the link, which stays good."""
        response = web.Response(body=self._page, content_type="text/html", charset="utf-8")
        response.headers["Content-Security-Policy"] = POLICY
        return response

    async def open(self, request: web.Request) -> web.Response:
        """Use the link up and answer with the photo as a copy."""
        if foreign(request):
            raise Problem(403, "foreign_page", "只有本页面可以打开", "only our own page may open this")
        visitor = self._sessions.visitor(request)
        try:
            picture = await self._desk.open_link(
                request.match_info["secret"], f"web:{visitor}" if visitor else None
            )
        except LinkOverError:
            raise OVER from None
        except UnreadableError:
            raise BROKEN from None
        return served(picture.content, picture.name)

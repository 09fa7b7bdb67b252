"""A platform of our own on loopback; each channel's tests say what it answers."""

from aiohttp import web
from aiohttp.test_utils import TestServer


class StandIn:
    """``app`` has the routes of one platform."""

    server: TestServer | None = None

    def app(self) -> web.Application:
        raise NotImplementedError

    @property
    def url(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("")).rstrip("/")

    async def start(self) -> None:
        self.server = TestServer(self.app())
        await self.server.start_server()

    async def stop(self) -> None:
        assert self.server is not None
        await self.server.close()

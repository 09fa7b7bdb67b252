"""The HTTP server: mounts what the channels declare, and what no channel should have to think of."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from config.settings import Settings
from connectors import metrics
from connectors.channel import Channel, Closing, Desk, Running
from connectors.problem import Problem
from connectors.sender import SENDER, Sender

CHANNELS: web.AppKey[tuple[str, ...]] = web.AppKey("channels", tuple)
# With "no-referrer" browsers send "Origin: null" even from our own forms.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}
SWITCHED = 101
"""Status of an open chat page; how long it stayed open is no time to answer."""
NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'"

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(desk: Desk, channels: Sequence[Channel], settings: Settings, sender: Sender) -> web.Application:
    """Return the application: routes of the channels, ``/healthz``, ``/metrics`` and the outbox task.

    Run it with ``access_log=None``; it keeps its own log, without texts and accounts.
    """
    # Doors read their bodies with limits of their own; this one is the outermost.
    outermost = settings.max_photo_bytes + settings.max_body_bytes
    app = web.Application(middlewares=[_around], client_max_size=outermost)
    app[CHANNELS] = tuple(channel.name for channel in channels)
    app[SENDER] = sender
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/metrics", _metrics)
    for channel in channels:
        app.router.add_routes(channel.routes(desk))
    app.on_response_prepare.append(_secure)
    tasks: list[asyncio.Task[None]] = []

    async def start(_app: web.Application) -> None:
        running = [_run(channel, desk) for channel in channels if isinstance(channel, Running)]
        tasks.extend(asyncio.create_task(work) for work in (*running, sender.run()))

    async def stop(_app: web.Application) -> None:
        # Whoever sends or asks stops first: on connections that are closed it would open new ones.
        for task in reversed(tasks):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        for channel in channels:
            if isinstance(channel, Closing):
                await channel.close()

    app.on_startup.append(start)
    app.on_shutdown.append(stop)
    return app


async def _run(channel: Running, desk: Desk) -> None:
    try:
        await channel.run(desk)
    except Exception:  # the other doors stay open
        log.exception("channel stopped", channel=type(channel).__name__)


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok", "channels": request.app[CHANNELS]})


async def _metrics(_request: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _secure(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", NOTHING_ELSE)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def _around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer problems in words, count and log; the log names the route, never the path as asked for."""
    resource = request.match_info.route.resource
    route = resource.canonical if resource else "-"
    begun, status = time.perf_counter(), 499
    try:
        response = await _answer(request, handler)
        status = response.status
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        seconds = time.perf_counter() - begun
        metrics.REQUESTS.labels(route, str(status)).inc()
        if status != SWITCHED:
            metrics.SECONDS.labels(route).observe(seconds)
        log.info("request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1))
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except (web.HTTPException, ConnectionError):
        raise
    except Exception:  # the last door: the caller gets words, the operator the stack
        log.exception("request failed", method=request.method)
        sorry = "系统出了点问题，请过一会儿再试"
        return Problem(500, "internal", sorry, "internal error, please try again later", again=5).response()

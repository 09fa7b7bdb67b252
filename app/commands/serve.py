"""``shiliu serve`` and ``shiliu chat``: the running bot with its doors."""

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Annotated

import typer
from aiohttp import web

from app.commands.options import Database, ProfileName, settings_of
from app.compose import running
from app.doors import doors
from app.logs import configure_logs
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from connectors.terminal import Terminal

Host = Annotated[str | None, typer.Option("--host")]
Port = Annotated[int | None, typer.Option("--port")]
PHOTOS = {True: "已装", False: "没装（要用就 make setup-ocr）"}


def add(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve", help="开门：网页聊天、REST 和已配置的渠道。")(serve)
    app.command("chat", help="在终端里聊。")(chat)


def serve(
    host: Host = None, port: Port = None, profile: ProfileName = None, database: Database = None
) -> None:
    """Serve until interrupted."""
    settings = settings_of(database, profile, host=host, port=port)
    configure_logs(logging.getLevelNamesMapping()[settings.log.upper()])
    asyncio.run(_serve(settings))


def chat(profile: ProfileName = None, database: Database = None) -> None:
    """Chat on the terminal with the same bot and ledger."""
    configure_logs(logging.ERROR)
    asyncio.run(_chat(settings_of(database, profile)))


async def _serve(settings: Settings) -> None:
    async with running(settings) as parts:
        channels = doors(parts)
        sender = Sender(parts.store, channels)
        parts.service.wake_sender = sender.wake
        await parts.service.recover()
        runner = web.AppRunner(build_app(parts.service, channels, settings, sender), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        _greet(settings, [channel.name for channel in channels], reads=parts.service.pictures is not None)
        await _until_stopped()
        await runner.cleanup()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()


def _greet(settings: Settings, names: list[str], *, reads: bool) -> None:
    address = f"http://{settings.host}:{settings.port}"
    typer.echo(
        f"文化小石榴开门了：{address}\n"
        f"已开的渠道：{'、'.join(names)}；台账：{settings.database}；县模板：{settings.profile}；照片认字：{PHOTOS[reads]}\n"
        "试试看：\n"
        f"  居民：打开 {address} 直接说，比如「我们村书屋老锁着门」\n"
        "  工作人员：另开一个终端 .venv/bin/shiliu staff invite supervisor，把邀请码发到网页里（「邀请码 ……」）\n"
        "  话务员：.venv/bin/shiliu staff invite operator\n"
        "  终端里聊：.venv/bin/shiliu chat\n"
        "按 Ctrl+C 关门。"
    )


async def _chat(settings: Settings) -> None:
    async with running(settings) as parts:
        with suppress(EOFError, KeyboardInterrupt):
            await Terminal().run(parts.service)

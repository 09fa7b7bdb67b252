"""Opening the ledger for one command, and telling what it came to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import typer
from sqlalchemy.exc import ArgumentError

from app.compose import utc_now
from config.errors import ConfigError, Mistake
from config.secrets import load_secrets
from config.settings import Settings
from storage.store import Store
from storage.tx import Tx

T = TypeVar("T")


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the ledger that the settings name, brought up to date, and close it again."""
    store = await _opened(settings)
    try:
        yield store
    finally:
        await store.close()


async def _opened(settings: Settings) -> Store:
    key = load_secrets(settings.secret_file).encryption
    try:
        return await Store.open(settings.database, key, utc_now)
    except (ValueError, ArgumentError):
        raise _unusable("应写 sqlite:///文件 或 postgresql://用户@主机/库名") from None
    except OSError:
        raise _unusable("连不上数据库，请看看它开着没有、地址对不对") from None


def _unusable(expected: str) -> ConfigError:
    return ConfigError([Mistake("--database 或 SHILIU_DATABASE", 0, "", expected)])


def with_store(settings: Settings, work: Callable[[Store], Coroutine[Any, Any, T]]) -> T:
    """Run work on the open ledger and return what it returns."""

    async def run() -> T:
        async with open_store(settings) as store:
            return await work(store)

    return asyncio.run(run())


def write(settings: Settings, work: Callable[[Tx], T]) -> T:
    """Run work in one transaction of the ledger."""
    return with_store(settings, lambda store: store.run(work))


def read(settings: Settings, work: Callable[[Tx], T]) -> T:
    """Run work that writes nothing."""
    return with_store(settings, lambda store: store.read(work))


def tell(data: Any, as_json: bool, lines: Callable[[], list[str]]) -> None:
    """Print data for machines, or lines for people."""
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, default=str))
    else:
        typer.echo("\n".join(lines()))


def fail(reason: str) -> NoReturn:
    """Say why it does not hold and end with code 1."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)

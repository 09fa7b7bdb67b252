"""Opening the ledger for one command, and telling what it came to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn, TypeVar

import typer

from app.compose import utc_now
from config.secrets import load_secrets
from config.settings import Settings
from storage.store import Store
from storage.tx import Tx

T = TypeVar("T")


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the ledger that the settings name, brought up to date, and close it again."""
    key = load_secrets(settings.secret_file).encryption
    store = await Store.open(settings.database, key, utc_now)
    try:
        yield store
    finally:
        await store.close()


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

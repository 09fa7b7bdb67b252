"""A fresh ledger in a database that somebody named: never one that holds anything already."""

import typer
from sqlalchemy.engine import make_url

from app.compose import utc_now
from app.rehearsal.stage import KEY
from storage.migrate import downgrade
from storage.people import CaseFilter
from storage.store import Store, connect


async def fresh(url: str, *, emptied: bool) -> None:
    """Refuse a database with cases in it; ``emptied`` takes away what this very run put there."""
    if emptied:
        database = connect(make_url(url))
        await database.run(lambda connection: downgrade(connection, "base"))
        await database.close()
    store = await Store.open(url, KEY, utc_now)
    held = await store.read(lambda tx: tx.ledger.count(CaseFilter()))
    await store.close()
    if held:
        raise typer.BadParameter(f"{url} 里已经有 {held} 件，排练要用空的库")

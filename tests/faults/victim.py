"""A bot that kills itself with SIGKILL at the n-th commit: ``victim.py DATABASE N before|after SCRIPT``.

The script is JSON: a list of [external id, text]. Every message is delivered as a platform would that
got no acknowledgement: a restarted victim is given the whole script again from the first line that was
not acknowledged. Acknowledged ids are printed line by line.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime

import sqlalchemy as sa

from app.compose import report_config
from app.rehearsal.stage import KEY
from bot.service import Service
from config.form import Forms
from config.live import LiveProfile
from nlu.backend import local
from storage.messages import Inbound
from storage.store import Store

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


async def main(url: str, fatal: int, moment: str, script: list[list[str]]) -> None:
    live = LiveProfile("yiyuan", report_config)
    store = await Store.open(url, KEY, lambda: NOW)
    _arm(store, fatal, moment)
    service = Service(store, local(live.current().profile), live, Forms.load())
    await service.recover()
    await service.idle()
    for external_id, text in script:
        await service.accept(Inbound("web", external_id, "r1", "r1", text, NOW))
        print(external_id, flush=True)  # noqa: T201 - the acknowledgement that the platform sees
        await service.idle()
    await store.close()


def _arm(store: Store, fatal: int, moment: str) -> None:
    """Kill this process just before or just after its n-th commit."""
    count = 0

    def die(*_: object) -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    if fatal:
        sa.event.listen(store.engine, "commit", die) if moment == "before" else _after(store, die)


def _after(store: Store, die: object) -> None:
    """SQLAlchemy has no event after a commit; the next begin is the first thing that follows it."""
    sa.event.listen(store.engine, "begin", die)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])))

"""``shiliu serve`` before a database that becomes slow: after SIGUSR1 every commit takes SHILIU_TEST_COMMIT_SECONDS.

The next SIGUSR1 mends it. To read is as fast as ever: a disk that syncs slowly reads no slower. Where
SHILIU_TEST_PATIENCE says so (seconds), doors wait longer or shorter than they do in life.
"""

import os
import signal
import time

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from app.cli import main
from app.commands import serve
from app.compose import Parts
from app.doors import doors
from connectors.channel import Channel

_wait = [0.0, float(os.environ.get("SHILIU_TEST_COMMIT_SECONDS", "0"))]
"""Seconds of a commit now, and after the next signal."""


@sa.event.listens_for(Engine, "commit")
def _slowly(connection: Connection) -> None:
    if not connection.exec_driver_sql("PRAGMA query_only").scalar():
        time.sleep(_wait[0])


def _timed(parts: Parts) -> list[Channel]:
    opened = doors(parts)
    for door in opened:
        if hasattr(door, "patience"):
            door.patience = float(os.environ.get("SHILIU_TEST_PATIENCE", door.patience))
    return opened


if __name__ == "__main__":
    serve.doors = _timed
    signal.signal(signal.SIGUSR1, lambda *_: _wait.reverse())
    main()

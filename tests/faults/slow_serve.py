"""``shiliu serve`` before a database that becomes slow: after SIGUSR1 every commit takes SHILIU_TEST_COMMIT_SECONDS.

The next SIGUSR1 mends it. To read is as fast as ever: a disk that syncs slowly reads no slower.
"""

import os
import signal
import time

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from app.cli import main

_wait = [0.0, float(os.environ.get("SHILIU_TEST_COMMIT_SECONDS", "0"))]
"""Seconds of a commit now, and after the next signal."""


@sa.event.listens_for(Engine, "commit")
def _slowly(connection: Connection) -> None:
    if not connection.exec_driver_sql("PRAGMA query_only").scalar():
        time.sleep(_wait[0])


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, lambda *_: _wait.reverse())
    main()

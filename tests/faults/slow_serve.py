"""``shiliu serve`` before a database whose every commit takes a while: SHILIU_TEST_COMMIT_SECONDS."""

import os
import time

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from app.cli import main

SECONDS = float(os.environ.get("SHILIU_TEST_COMMIT_SECONDS", "0"))


@sa.event.listens_for(Engine, "commit")
def _slowly(_: Connection) -> None:
    time.sleep(SECONDS)


if __name__ == "__main__":
    main()

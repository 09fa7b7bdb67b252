"""Long polling: an update is asked for again until it is committed."""

import asyncio
from typing import Any

import structlog

from connectors.errors import SendFailed
from connectors.telegram import salvage
from connectors.telegram.api import Api
from connectors.telegram.errors import MigratedError
from connectors.telegram.intake import Intake
from connectors.telegram.payload import KINDS
from connectors.telegram.updates import NAME

WAIT = 25
"""Seconds that the platform keeps a question open where nothing is there."""
WAITS = (1, 2, 5, 10, 30)
"""Seconds to wait after the first, second … failure in a row."""

log = structlog.get_logger(__name__)


async def poll(api: Api, intake: Intake, wait: int = WAIT) -> None:
    """Ask for updates until cancelled. Asking from a number on is what acknowledges those before it."""
    offset, failures = None, 0
    while True:
        try:
            raws = await api.updates(offset, wait, KINDS)
            for raw in sorted(raws, key=_number):
                await _take(intake, raw)
                offset = _number(raw) + 1
        except (SendFailed, MigratedError) as error:
            log.warning("no updates", channel=NAME, reason=str(error))
        except Exception:  # the store may be away: nothing was acknowledged, so nothing is lost
            log.exception("update not taken", channel=NAME)
        else:
            failures = 0
            continue
        await asyncio.sleep(WAITS[min(failures, len(WAITS) - 1)])
        failures += 1


async def _take(intake: Intake, raw: Any) -> None:
    update = salvage.read(raw)
    if update is not None:
        await intake.take(update)


def _number(raw: Any) -> int:
    return int(raw["update_id"])

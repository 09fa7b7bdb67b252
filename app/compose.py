"""Puts the parts together: settings, profile, understanding, store and service."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.service import Service
from config.errors import ConfigError
from config.form import Forms
from config.live import LiveProfile
from config.secrets import Secrets, load_secrets
from config.settings import Settings
from nlu.backend import Local, local, understander
from nlu.pictures import Pictures, installed
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """A running bot without its doors."""

    settings: Settings
    secrets: Secrets
    store: Store
    service: Service
    reader: Local


def utc_now() -> datetime:
    """Return the time; the only clock of the running bot."""
    return datetime.now(UTC)


def report_config(error: ConfigError) -> None:
    """Say that a changed profile is broken; the bot goes on with the last good one."""
    log.error("profile not reloaded", reason=str(error))


@asynccontextmanager
async def running(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Parts]:
    """Open everything and close it again; raises ConfigError before anything is opened."""
    live = LiveProfile(settings.profile, report_config, pause=1.0)
    secrets = load_secrets(settings.secret_file)
    store = await Store.open(settings.database, secrets.encryption, now)
    try:
        near = local(live.current().profile)
        reads = understander(settings, near)
        pictures = Pictures() if installed() else None
        service = Service(
            store, reads, live, Forms.load(), pictures,
            address=settings.address, largest_file=settings.max_photo_bytes,
        )  # fmt: skip
        yield Parts(settings, secrets, store, service, near)
        await service.idle()
        await reads.close()
        if pictures is not None:
            pictures.close()
    finally:
        await store.close()

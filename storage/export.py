"""The ledger as rows with the field names of the data dictionary, for JSON and CSV."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from storage.calendar import SHANGHAI
from storage.case import Case
from storage.masking import mask_name, mask_phone, redact
from storage.store import Store

PAGE = 1000
SAME = (
    "source", "channel", "kind", "category", "urgency", "subject", "place", "town", "village", "venue",
    "topic", "when", "summary", "headcount", "anonymous", "confidential", "status", "unit", "due", "result",
    "resolved_at", "closed_at", "score", "urge_count", "rectifications", "outside_no", "parent", "version",
)  # fmt: skip
"""Fields that go out as they are; times become local time with its offset."""


async def all_cases(store: Store) -> AsyncIterator[Case]:
    """Yield every case in order of number, read in pages."""
    page = await _page(store, "")
    while page:
        for case in page:
            yield case
        page = await _page(store, page[-1].no)


async def _page(store: Store, after: str) -> list[Case]:
    return await store.read(lambda tx: tx.ledger.page(after, PAGE))


async def export_rows(store: Store, *, full: bool = False) -> AsyncIterator[dict[str, Any]]:
    """Yield one row a case; contacts and numbers within words are masked unless ``full``."""
    async for case in all_cases(store):
        yield export_row(case, full=full)


def export_row(case: Case, *, full: bool = False) -> dict[str, Any]:
    """Return the row of a case."""
    row = {"case_no": case.no, "received_at": _plain(case.received_at)}
    row |= {name: _plain(getattr(case, name)) for name in SAME}
    row |= {name: list(getattr(case, name)) for name in ("audience", "helpers", "evaluations")}
    row |= {
        "words": case.words if full else redact(case.words),
        "supplements": [said.words if full else redact(said.words) for said in case.supplements],
        "contact_name": case.contact_name if full else contact_name(case),
        "contact_phone": case.contact_phone if full else contact_phone(case),
        "score_reason": case.score_reason if full else redact(case.score_reason),
        "cosigners": len(case.cosigners),
        "attachments": len(case.attachments),
    }
    return row


def contact_name(case: Case) -> str:
    """Return how the reporter of a case is called on paper."""
    return "保密" if case.confidential else mask_name(None if case.anonymous else case.contact_name)


def contact_phone(case: Case) -> str:
    """Return the masked telephone of a case, empty if it is not to be shown."""
    return "" if case.confidential or case.anonymous else mask_phone(case.contact_phone)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value

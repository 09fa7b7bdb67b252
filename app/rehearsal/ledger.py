"""A picture of the whole ledger after a rehearsal, as plain data."""

from typing import Any

import msgspec

from app.rehearsal.stage import Stage
from storage.case import Case
from storage.people import CaseFilter
from storage.review_items import Review
from storage.tx import Tx

KEPT = 1000
STATUSES = ("pending", "held", "refused", "dead")


async def picture(stage: Stage) -> dict[str, Any]:
    """Return cases with all fields and entries, people, tasks, surveys and what could not be sent.

    ``points`` stays empty: there is no account of points yet.
    """
    data = await stage.store.read(_picture)
    data["people"] = [await _person(stage, actor) for actor in sorted(stage.actors)]
    if any(given.no for given in stage.scenario.cases):
        # Numbers that a script brings along leave gaps which a real ledger must not have.
        data["findings"] = [line for line in data["findings"] if not line.startswith("serials")]
    return data


def _picture(tx: Tx) -> dict[str, Any]:
    cases = sorted(tx.ledger.cases(CaseFilter(limit=KEPT)), key=lambda case: case.no)
    return {
        "cases": [{**case_row(case), "entries": entries(tx, f"case:{case.no}")} for case in cases],
        "tasks": [msgspec.to_builtins(task) for task in tx.tasks.list(limit=KEPT)],
        "surveys": [
            {**msgspec.to_builtins(wave), **tx.campaigns.results(wave.id)._asdict()}
            for wave in tx.campaigns.all()
        ],
        "outbox": [
            {"status": status, "text": row.message.text}
            for status in STATUSES
            for row in tx.outbox.rows(status, KEPT)
        ],
        "points": [],
        "reviews": [_review(item) for item in (*tx.reviews.open(limit=KEPT), *tx.reviews.labelled())],
        "findings": tx.ledger.verify(),
    }


def _review(item: Review) -> dict[str, Any]:
    """Return a message kept to learn from as a flat row: words, why, what people said it means."""
    meant = item.label or item.finding.proposal
    labels = msgspec.to_builtins(meant) if meant else {}
    finding = item.finding
    return {"text": finding.text, "reason": finding.reason, "state": item.state, "by": item.by, **labels}


async def _person(stage: Stage, actor: str) -> dict[str, Any]:
    """Return what is kept about an actor; their accounts go without saying."""
    person: dict[str, Any] = msgspec.to_builtins(await stage.person(actor))
    del person["accounts"]
    return {"actor": actor, **person}


def case_row(case: Case) -> dict[str, Any]:
    """Return a case as a flat row with the field names of the ledger."""
    row: dict[str, Any] = msgspec.to_builtins(case)
    return {"case_no": row.pop("no"), "place": case.place, **row}


def entries(tx: Tx, stream: str) -> list[dict[str, Any]]:
    """Return the entries of a stream: when, who, what."""
    return [
        {"version": x.version, "at": x.at.isoformat(), "actor": x.actor, **msgspec.to_builtins(x.body)}
        for x in tx.ledger.entries(stream)
    ]

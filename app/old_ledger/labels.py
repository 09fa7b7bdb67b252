"""The labels of the ledger, which old ledgers write by name or by code, beside their own ways."""

from dataclasses import replace
from pathlib import Path

from config.old_ledger import FILE, OldLedger, folded, load_old_ledger
from storage.labels import CATEGORIES, KINDS, SCORES, SOURCES, URGENCIES

STATES = {
    "closed": "已办结", "resolved": "已办理", "working": "办理中", "waiting": "未办结", "refused": "不予受理",
    "withdrawn": "已撤回",
}  # fmt: skip
CODES: dict[str, dict[str, str]] = {
    "kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES, "source": SOURCES, "score": SCORES,
    "state": STATES,
}  # fmt: skip
"""Field -> code -> how people write it."""


def load_table(path: Path = FILE) -> OldLedger:
    """Return the table of old ledgers with the ledger's own labels in it; the table wins."""
    table = load_old_ledger(path)
    labels = {field: {**_own(codes), **table.labels.get(field, {})} for field, codes in CODES.items()}
    return replace(table, labels=labels)


def _own(codes: dict[str, str]) -> dict[str, str]:
    return {folded(word): code for code, name in codes.items() for word in (code, name)}

"""One list of statuses for ledger, profiles and staff."""

from config.vocabulary import STATUSES
from storage.status import AFTER, FINISHED, NAMES


def test_every_status_has_a_name_and_every_entry_leads_to_one() -> None:
    assert list(NAMES) == list(STATUSES)
    assert set(AFTER.values()) <= set(NAMES)
    assert set(NAMES) >= FINISHED

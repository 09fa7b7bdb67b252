"""Whatever is appended, the row is the fold of the entries; also after erasing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import entries as e
from storage.bodies import BODIES, decode, encode, personal_fields
from storage.case import CHANGEABLE, fold
from storage.entries import ERASED, AnyBody
from storage.sealing import Vault
from storage.store import Store
from storage.tx import Tx
from tests.storage.samples import need

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
texts = sorted(CHANGEABLE - {"audience", "headcount", "confidential", "proxy", "minor"})
changes = st.builds(
    e.Changed, st.dictionaries(st.sampled_from(texts), words, max_size=3), words, st.none() | days
)
bodies = st.one_of(
    changes,
    st.lists(words, max_size=2).map(lambda groups: e.Changed({"audience": groups})),
    st.builds(e.ContactChanged, words, words, st.booleans()),
    st.builds(e.Supplemented, words),
    st.builds(e.Cosigned, st.sampled_from(["p1", "p2", "p3"]), words),
    st.builds(e.Urged, words, overdue=st.booleans()),
    st.builds(e.Assigned, words, days),
    st.builds(e.HelperAdded, words, words),
    st.builds(e.Extended, days, words),
    st.builds(e.Resolved, words),
    st.builds(e.Evaluated, st.sampled_from(["satisfied", "unsatisfied"]), words),
    st.builds(e.Rectified, words, days),
    st.builds(e.Visited, reached=st.booleans()),
    st.builds(e.Noted, words),
    st.builds(e.VoteOpened, words, st.tuples(words, words)),
    st.builds(e.VoteCast, st.integers(0, 3), st.sampled_from(["p1", "p2"]), st.none() | st.integers(0, 3)),
    st.builds(e.VoteClosed, st.integers(0, 3), st.tuples(st.integers(0, 9), st.integers(0, 9))),
    st.sampled_from(
        [e.Started(), e.Closed(), e.Reopened(), e.Withdrawn("算了"), e.Merged("WH20261120-0001")]
    ),
)


def lives(history: list[e.Body], *, erase: bool) -> Callable[[Tx], None]:
    """Return work that lets one case live through ``history`` and checks it at every step."""

    def work(tx: Tx) -> None:
        person = tx.people.identify("web", "u", "u")
        no = tx.ledger.open(need(), actor="bot", person=person.id).no
        for body in history:
            after = tx.ledger.append(no, body, actor="bot")
            assert fold(tx.ledger.entries(f"case:{no}")) == after == tx.ledger.case(no)
        if erase:
            tx.people.erase(person.id)
            assert tx.ledger.case(no) == fold(tx.ledger.entries(f"case:{no}"))
        assert tx.ledger.verify() == []

    return work


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(bodies, max_size=12), st.booleans())
def test_the_row_is_the_fold_of_the_entries(history: list[e.Body], erase: bool) -> None:
    async def check() -> None:
        store = await Store.open("sqlite://", b"k" * 32, lambda: datetime(2026, 11, 20, tzinfo=UTC))
        try:
            await store.run(lives(history, erase=erase))
        finally:
            await store.close()

    asyncio.run(check())


@given(bodies)
def test_a_stored_body_reads_back_or_reads_erased(body: AnyBody) -> None:
    _, key = Vault(b"k" * 32).new_key("p1")
    stored = encode(body, key, "p1")
    assert decode(stored, key, "p1") == body
    erased = decode(stored, None, "p1")
    for name in personal_fields(type(body)):
        assert getattr(erased, name) in (ERASED, (), None, "")


def test_every_body_is_listed_and_knows_its_personal_fields() -> None:
    assert set(BODIES.values()) == set(AnyBody.__args__)
    assert {name for name, kind in BODIES.items() if personal_fields(kind)} == {
        "opened", "contactchanged", "supplemented", "cosigned", "urged", "withdrawn", "evaluated",
        "callkept", "taskopened", "surveyanswered",
    }  # fmt: skip
    assert personal_fields(e.Opened) == {
        "words": ERASED, "contact_name": ERASED, "contact_phone": ERASED, "attachments": [],
    }  # fmt: skip
    assert msgspec.json.decode(encode(e.Started("x"), None, "")) == {"entry": "started", "text": "x"}

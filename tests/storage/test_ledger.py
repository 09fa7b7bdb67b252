"""Cases and entries: the contract on both engines."""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from storage import entries as e
from storage.calendar import SHANGHAI
from storage.case import Case
from storage.errors import AlreadyFiledError, UnknownCaseError
from storage.people import CaseFilter
from storage.store import Store
from storage.tx import Tx
from tests.storage.conftest import START, Clock, Opener
from tests.storage.samples import PHONE, WORDS, need, open_case


async def test_numbers_count_within_the_day_of_shanghai(store: Store, clock: Clock) -> None:
    numbers = [(await store.run(open_case)).no for _ in range(2)]
    clock.forward(hours=15)  # midnight in Shanghai, still the 20th in UTC
    numbers.append((await store.run(open_case)).no)
    assert numbers == ["WH20261120-0001", "WH20261120-0002", "WH20261121-0001"]
    late = await store.run(
        lambda tx: tx.ledger.open(need(), actor="bot", person=None, at=START - timedelta(days=9))
    )
    assert late.no == "WH20261111-0001"
    assert late.received_at == START - timedelta(days=9)


async def test_200_concurrent_opens_from_two_stores_never_double_a_number(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    cases = await asyncio.gather(*(s.run(open_case) for s in stores * 100))
    assert sorted(case.no for case in cases) == [f"WH20261120-{n:04d}" for n in range(1, 201)]
    assert await stores[0].read(lambda tx: tx.ledger.verify()) == []


async def test_a_case_reads_back_as_it_was_opened(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    opened = await store.run(lambda tx: open_case(tx, person.id, contact_phone=PHONE, query_code="480217",
                                                  audience=("elderly",)))  # fmt: skip
    assert opened.words == WORDS
    assert opened.reporter == person.id
    assert await store.read(lambda tx: tx.ledger.case(opened.no)) == opened
    assert await store.read(lambda tx: tx.ledger.by_code("480217")) == opened
    assert await store.read(lambda tx: tx.ledger.by_short("0001")) == [opened]
    assert await store.read(lambda tx: tx.ledger.case("WH20261120-9999")) is None
    assert await store.read(lambda tx: tx.ledger.by_code("000000")) is None


async def test_short_numbers_list_the_newest_first(store: Store, clock: Clock) -> None:
    for _ in range(3):
        await store.run(open_case)
        clock.forward(days=1)
    found = await store.read(lambda tx: tx.ledger.by_short("0001", limit=2))
    assert [case.no for case in found] == ["WH20261122-0001", "WH20261121-0001"]


async def test_a_life_of_a_case(store: Store, clock: Clock) -> None:
    no = (await store.run(open_case)).no
    life: list[e.Body] = [
        e.Changed({"town": "东里镇", "audience": ["children", "elderly"]}),
        e.Supplemented("是二楼的灯"),
        e.Cosigned("p2", "我也想要"),
        e.Assigned("town_culture", date(2026, 11, 27)),
        e.Started(),
        e.HelperAdded(unit="library"),
        e.Urged("怎么还没修", overdue=False),
        e.Resolved("更换功放一台"),
        e.Evaluated("satisfied", "挺好"),
        e.Closed(),
    ]
    for body in life:
        clock.forward(hours=1)
        await store.run(lambda tx, body=body: tx.ledger.append(no, body, actor="staff"))
    case = await store.read(lambda tx: tx.ledger.case(no))
    assert case is not None
    assert (case.version, case.status, case.town, case.audience) == (
        11,
        "closed",
        "东里镇",
        ("children", "elderly"),
    )
    assert (case.headcount, case.score, case.supplements[0].words) == (2, "satisfied", "是二楼的灯")
    history = await store.read(lambda tx: tx.ledger.entries(f"case:{no}"))
    assert [entry.body for entry in history] == [need(), *life]
    assert [entry.version for entry in history] == list(range(1, 12))
    assert history[1].at == START + timedelta(hours=1)
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_appending_to_no_case_is_an_error(store: Store) -> None:
    with pytest.raises(UnknownCaseError):
        await store.run(lambda tx: tx.ledger.append("WH20261120-0001", e.Started(), actor="x"))
    with pytest.raises(ValueError, match="appended to the case"):
        await store.run(lambda tx: tx.ledger.record("case:WH20261120-0001", e.Started(), actor="x"))


async def test_a_wrong_change_changes_nothing(store: Store) -> None:
    case = await store.run(open_case)
    with pytest.raises(ValueError, match="not to be changed"):
        await store.run(lambda tx: tx.ledger.append(case.no, e.Changed({"words": "anders"}), actor="x"))
    assert await store.read(lambda tx: tx.ledger.case(case.no)) == case
    assert len(await store.read(lambda tx: tx.ledger.entries(f"case:{case.no}"))) == 1


async def test_concurrent_appends_all_count(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    no = (await stores[0].run(open_case)).no
    work = lambda tx: tx.ledger.append(no, e.Urged("快点", overdue=False), actor="x")  # noqa: E731
    streams = lambda tx: tx.ledger.record("person:p1", e.OptedOut("survey"), actor="x")  # noqa: E731
    await asyncio.gather(*(s.run(work) for s in stores * 15), *(s.run(streams) for s in stores * 5))
    case = await stores[1].read(lambda tx: tx.ledger.case(no))
    assert case is not None
    assert case.urge_count == 30
    assert len(await stores[0].read(lambda tx: tx.ledger.entries("person:p1"))) == 10
    assert await stores[0].read(lambda tx: tx.ledger.verify()) == []


@pytest.fixture
async def filled(store: Store, clock: Clock) -> Store:
    """Four cases on three days; the second assigned and late, the third closed."""

    def assign(tx: Tx) -> None:
        tx.ledger.append("WH20261121-0001", e.Assigned("library", date(2026, 11, 25)), actor="x")
        tx.ledger.append("WH20261121-0001", e.HelperAdded(unit="culture_centre"), actor="x")
        tx.ledger.append("WH20261122-0001", e.Assigned("library", date(2026, 11, 24)), actor="x")
        tx.ledger.append("WH20261122-0001", e.Closed(), actor="x")

    plan = [
        {"town": "燕崖镇"}, {"town": "东里镇", "kind": "request", "topic": "广场舞", "summary": "想跳Dance"},
        {"town": "燕崖镇", "category": "activity", "urgency": "pressing"}, {"town": None, "village": None},
    ]  # fmt: skip
    for fields in plan:
        await store.run(lambda tx, fields=fields: open_case(tx, "p9", **fields))
        clock.forward(days=1)
    await store.run(assign)
    return store


FILTERS = [
    (CaseFilter(), "23 22 21 20"),
    (CaseFilter(order="due"), "22 21 20 23"),
    (CaseFilter(limit=2, offset=1), "22 21"),
    (CaseFilter(unit="library"), "22 21"),
    (CaseFilter(unit="library", open_only=True), "21"),
    (CaseFilter(town="燕崖镇"), "22 20"),
    (CaseFilter(village="碾砣村"), "22 21 20"),
    (CaseFilter(statuses=("closed", "assigned")), "22 21"),
    (CaseFilter(overdue_on="2026-11-26"), "21"),
    (CaseFilter(overdue_on="2026-11-25"), ""),
    (CaseFilter(due_before="2026-11-25", order="due"), "22"),
    (CaseFilter(month="2026-11"), "23 22 21 20"),
    (CaseFilter(month="2026-12"), ""),
    (CaseFilter(day="2026-11-22"), "22"),
    (CaseFilter(category="activity"), "22"),
    (CaseFilter(kind="request"), "21"),
    (CaseFilter(urgency="pressing"), "22"),
    (CaseFilter(words="广场舞"), "21"),
    (CaseFilter(words="燕崖 音响"), "22 20"),
    (CaseFilter(words="dance"), "21"),
    (CaseFilter(words="WH20261123"), "23"),
    (CaseFilter(words="100%"), ""),
    (CaseFilter(words=PHONE), ""),
    (CaseFilter(reporter="p9", unassigned=True), "23 20"),
    (CaseFilter(reporter="p1"), ""),
    (CaseFilter(helper="culture_centre"), "21"),
    (CaseFilter(helper="culture"), ""),
]


@pytest.mark.usefixtures("filled")
async def test_filters(store: Store) -> None:
    for wanted, days in FILTERS:
        found = await store.read(lambda tx, wanted=wanted: tx.ledger.cases(wanted))
        assert [case.no[8:10] for case in found] == days.split(), wanted
        if not wanted.offset:
            assert await store.read(lambda tx, w=wanted: tx.ledger.count(w)) == max(
                len(found), 4 if wanted.limit == 2 else 0
            )


async def test_serials_leave_no_gap_when_an_opening_fails(store: Store) -> None:
    def fails(tx: Tx) -> None:
        open_case(tx)
        raise RuntimeError("after the number was drawn")

    outcomes = await asyncio.gather(
        *(store.run(fails if n % 3 == 0 else open_case) for n in range(30)), return_exceptions=True
    )
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Case": 20, "RuntimeError": 10}
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_words_are_found_after_a_correction_and_only_then(store: Store) -> None:
    no = (await store.run(lambda tx: open_case(tx, topic="露天电影", summary="放电影"))).no
    assert await store.read(lambda tx: tx.ledger.count(CaseFilter(words="露天电影"))) == 1
    change = e.Changed({"topic": "广场舞", "summary": "跳舞 要场地"})
    await store.run(lambda tx: tx.ledger.append(no, change, actor="x"))
    found = {
        words: await store.read(lambda tx, w=words: tx.ledger.count(CaseFilter(words=w)))
        for words in ("露天电影", "广场舞", "场舞", "舞", "场广", "要场地 广场", "0001")
    }
    assert found == {"露天电影": 0, "广场舞": 1, "场舞": 1, "舞": 1, "场广": 0, "要场地 广场": 1, "0001": 1}


async def test_common_words_are_found_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.COMMON", 2)
    for _ in range(3):
        await store.run(open_case)
    assert await store.read(lambda tx: tx.ledger.count(CaseFilter(words="音响"))) == 3


async def test_a_case_is_found_by_its_number_elsewhere(store: Store) -> None:
    first = await store.run(lambda tx: open_case(tx, outside_no="2506120087"))
    second = await store.run(lambda tx: open_case(tx, outside_no="2506120087", outside_part=2))
    await store.run(open_case)
    assert await store.read(lambda tx: tx.ledger.by_outside("2506120087")) == [first, second]
    assert await store.read(lambda tx: tx.ledger.by_outside("2506120088")) == []
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_the_same_need_of_an_order_is_filed_once(store: Store) -> None:
    first = await store.run(lambda tx: open_case(tx, outside_no="2506120087"))
    with pytest.raises(AlreadyFiledError) as refused:
        await store.run(lambda tx: open_case(tx, outside_no="2506120087", words="另一句话"))
    assert refused.value.no == first.no
    other = await store.run(lambda tx: open_case(tx, outside_no="2506120088"))
    assert other.no == "WH20261120-0002"  # the refused one has drawn no number
    taken = e.Changed({"outside_no": "2506120087"})
    with pytest.raises(AlreadyFiledError):
        await store.run(lambda tx: tx.ledger.append(other.no, taken, actor="x"))
    free = e.Changed({"outside_no": "2506120089"})
    await store.run(lambda tx: tx.ledger.append(other.no, free, actor="x"))
    assert [case.no for case in await store.read(lambda tx: tx.ledger.by_outside("2506120089"))] == [other.no]
    assert len(await store.read(lambda tx: tx.ledger.entries(f"case:{other.no}"))) == 2
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_of_many_who_file_one_order_at_once_one_succeeds(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    outcomes = await asyncio.gather(
        *(s.run(lambda tx: open_case(tx, outside_no="2506120087")) for s in stores * 10),
        return_exceptions=True,
    )
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Case": 1, "AlreadyFiledError": 19}
    assert await stores[0].read(lambda tx: tx.ledger.verify()) == []


async def test_a_row_without_a_number_is_known_by_its_fingerprint(store: Store) -> None:
    def file(tx: Tx, *values: str) -> Case:
        return open_case(tx, fingerprint=tx.ledger.fingerprint(*values))

    case = await store.run(lambda tx: file(tx, "2024-03-05", "想看戏"))
    known = await store.read(lambda tx: tx.ledger.by_fingerprint(case.fingerprint or ""))
    assert known == case
    with pytest.raises(AlreadyFiledError):
        await store.run(lambda tx: file(tx, "2024-03-05", "想看戏"))
    assert (await store.run(lambda tx: file(tx, "2024-03-05想", "看戏"))).no != case.no


async def test_what_happened_earlier_keeps_its_time(store: Store) -> None:
    begun, done = datetime(2024, 3, 5, 0, 30, tzinfo=SHANGHAI), datetime(2024, 3, 9, 17, tzinfo=SHANGHAI)

    def file(tx: Tx) -> Case:
        no = tx.ledger.open(need(), actor="import", person=None, at=begun).no
        return tx.ledger.append(no, e.Resolved("修好了"), actor="import", at=done)

    case = await store.run(file)
    assert (case.no, case.received_at, case.resolved_at) == ("WH20240305-0001", begun, done)
    assert await store.read(lambda tx: tx.ledger.case(case.no)) == case
    assert await store.read(lambda tx: tx.ledger.verify()) == []

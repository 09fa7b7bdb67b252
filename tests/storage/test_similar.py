"""Open cases about the same thing at the same place: the contract on both engines."""

from datetime import timedelta

from storage import entries as e
from storage.store import Store
from tests.storage.conftest import START, Clock
from tests.storage.samples import open_case


async def test_similar_finds_open_cases_about_the_same_thing(store: Store, clock: Clock) -> None:
    plan = [
        {}, {"topic": "露天电影", "venue": None}, {"village": "姚南峪村"}, {"village": None, "topic": "广场音响"},
        {"town": "东里镇"}, {"category": "activity"}, {"topic": None},
    ]  # fmt: skip
    for fields in plan:
        await store.run(lambda tx, fields=fields: open_case(tx, **fields))
        clock.forward(minutes=1)

    async def numbers(**about: object) -> list[int]:
        asked = {"town": "燕崖镇", "village": "碾砣村", "category": "facility", "topic": "音响",
                 "venue": "文化广场", "since": START, "limit": 5} | about  # fmt: skip
        found = await store.read(lambda tx: tx.ledger.similar(**asked))  # type: ignore[arg-type]
        return [int(case.short) for case in found]

    assert await numbers() == [1, 4, 7]
    assert await numbers(limit=1) == [1]
    assert await numbers(topic="电影", venue=None) == [2]
    assert await numbers(village=None) == [3, 1, 4, 7]
    assert await numbers(since=START + timedelta(minutes=2)) == [4, 7]
    assert await numbers(town=None) == []
    assert await numbers(category=None) == [6, 1, 4, 7]
    assert await numbers(topic=None, venue=None) == []
    await store.run(lambda tx: tx.ledger.append("WH20261120-0001", e.Closed(), actor="x"))
    assert await numbers() == [4, 7]


async def test_the_same_house_is_found_without_a_town(store: Store, clock: Clock) -> None:
    plan = [
        {"town": None, "village": None, "venue": "县图书馆", "topic": "电梯"},
        {"town": "燕崖镇", "venue": "县图书馆", "topic": "电梯"},
        {"town": None, "village": None, "venue": "文化馆", "topic": "电梯"},
    ]
    for fields in plan:
        await store.run(lambda tx, fields=fields: open_case(tx, **fields))
        clock.forward(minutes=1)

    async def numbers(town: str | None, venue: str | None) -> list[int]:
        asked = {
            "town": town,
            "village": None,
            "category": "facility",
            "topic": "电梯",
            "venue": venue,
            "since": START,
        }
        found = await store.read(lambda tx: tx.ledger.similar(**asked))  # type: ignore[arg-type]
        return [int(case.short) for case in found]

    assert await numbers(None, "县图书馆") == [1]
    assert await numbers("燕崖镇", "县图书馆") == [2, 1]
    assert await numbers("东里镇", "县图书馆") == [1]
    assert await numbers(None, "图书馆") == []
    assert await numbers(None, None) == []

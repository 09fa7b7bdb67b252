"""Votes that are going on: where they are, and which poll of a platform stands for them; nothing readable is kept."""

from storage.messages import Outbound, Poll, Room
from storage.store import Store
from storage.votes import VoteCast, VoteClosed, VoteOpened
from tests.storage.conftest import Opener
from tests.storage.samples import everything, open_case

VOTE = "WH20261120-0001/1"
ROOM = Room(VOTE, "telegram", "-500", group=True)
POLL = "5346000000000000001"


async def test_a_vote_is_found_by_its_poll_until_it_is_over(opener: Opener) -> None:
    first = await opener()
    await first.run(lambda tx: tx.polls.open(ROOM))
    assert await first.read(lambda tx: tx.polls.behind("telegram", POLL)) is None
    await first.run(lambda tx: tx.polls.posted("telegram", VOTE, POLL, "17"))
    later = await opener()
    known = Room(VOTE, "telegram", "-500", group=True, message="17")
    assert await later.read(lambda tx: tx.polls.behind("telegram", POLL)) == known
    assert await later.read(lambda tx: tx.polls.behind("wechat", POLL)) is None
    assert await later.read(lambda tx: tx.polls.room(VOTE)) == known
    assert await later.run(lambda tx: tx.polls.close(VOTE)) == known
    assert await later.run(lambda tx: tx.polls.close(VOTE)) is None
    assert await later.read(lambda tx: tx.polls.behind("telegram", POLL)) is None


async def test_a_poll_sent_after_the_end_stands_for_nothing(store: Store) -> None:
    await store.run(lambda tx: tx.polls.open(ROOM))
    await store.run(lambda tx: tx.polls.close(VOTE))
    await store.run(lambda tx: tx.polls.posted("telegram", VOTE, POLL, "17"))
    assert await store.read(lambda tx: tx.polls.behind("telegram", POLL)) is None


async def test_a_room_that_moves_takes_its_vote_along_but_no_messages(store: Store) -> None:
    other = Room("WH20261120-0002/1", "telegram", "-7", group=True)
    for room in (ROOM, other):
        await store.run(lambda tx, r=room: tx.polls.open(r))
    await store.run(lambda tx: tx.polls.posted("telegram", VOTE, POLL, "17"))
    await store.run(lambda tx: tx.polls.move("telegram", "-500", "-100500"))
    moved = Room(VOTE, "telegram", "-100500", group=True)
    assert await store.read(lambda tx: tx.polls.behind("telegram", POLL)) == moved
    assert await store.read(lambda tx: tx.polls.room(other.vote)) == other


async def test_neither_poll_nor_room_can_be_read_from_the_table(store: Store) -> None:
    await store.run(lambda tx: tx.polls.open(ROOM))
    await store.run(lambda tx: tx.polls.posted("telegram", VOTE, POLL, "17"))
    stored = await everything(store)
    assert VOTE in stored
    assert POLL not in stored
    assert "-500" not in stored


async def test_a_message_with_a_poll_comes_out_of_the_outbox_as_it_went_in(store: Store) -> None:
    out = Outbound(
        "telegram", "-500", "…", group=True, poll=Poll(VOTE, "先修哪个？", ("戏台", "音响")), ends="17"
    )
    await store.run(lambda tx: tx.outbox.add(out, conversation="telegram:-500"))
    [queued] = await store.run(lambda tx: tx.outbox.due(5, ["telegram"]))
    assert queued.message == out


async def test_one_vote_a_person_counts_the_last_one_until_the_end(store: Store) -> None:
    no = (await store.run(open_case)).no
    history = [
        VoteOpened("先修哪个？", ("戏台", "音响")),
        VoteCast(1, "p1", 1),
        VoteCast(1, "p2", 1),
        VoteCast(1, "p1", 2),
        VoteCast(1, "p2", None),
        VoteCast(1, "p3", 3),
        VoteCast(2, "p3", 1),
        VoteClosed(1, (0, 1)),
        VoteCast(1, "p3", 1),
    ]
    tallies = []
    for body in history:
        case = await store.run(lambda tx, b=body: tx.ledger.append(no, b, actor="bot"))
        tallies.append(case.votes[0].tally)
    assert tallies == [(0, 0), (1, 0), (2, 0), (1, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1)]
    assert (case.votes[0].open, case.votes[0].cast, case.status) == (False, (), "received")
    assert await store.read(lambda tx: tx.ledger.verify()) == []


async def test_a_resident_who_reads_their_data_sees_no_vote_of_others(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("web", "u", "u"))
    no = (await store.run(lambda tx: open_case(tx, person.id))).no
    for body in (
        VoteOpened("先修哪个？", ("戏台", "音响")),
        VoteCast(1, "p-other", 1),
        VoteCast(1, person.id, 2),
    ):
        await store.run(lambda tx, b=body: tx.ledger.append(no, b, actor="bot"))
    kept = await store.read(lambda tx: tx.people.export(person.id))
    assert list(kept["cases"][0]["votes"][0]["cast"]) == [(person.id, 2)]
    assert "p-other" not in str(kept)

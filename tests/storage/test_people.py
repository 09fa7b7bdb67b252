"""People, posts, tasks, campaigns, files, erasure: the contract on both engines."""

import asyncio
from datetime import timedelta

import pytest

from storage.entries import ERASED, CampaignStarted, RoleBound, SurveyAnswered, TaskDone, TaskOpened
from storage.errors import UnknownCampaignError, UnknownPersonError, UnknownTaskError
from storage.people import CaseFilter, Post
from storage.store import Store
from tests.storage.conftest import Clock, Opener
from tests.storage.samples import NAME, PHONE, everything, open_case

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def test_an_account_is_a_person(store: Store) -> None:
    first = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    again = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    other = await store.run(lambda tx: tx.people.identify("telegram", "u1", "u1"))
    assert first == again
    assert first.accounts == (("web", "u1"),)
    assert other.id != first.id
    assert await store.read(lambda tx: tx.people.get(first.id)) == first
    assert await store.read(lambda tx: tx.people.get("p0")) is None


async def test_a_private_chat_takes_the_place_of_a_group(store: Store) -> None:
    met = await store.run(lambda tx: tx.people.identify("telegram", "u1", "g7"))
    private = await store.run(lambda tx: tx.people.identify("telegram", "u1", "u1"))
    group = await store.run(lambda tx: tx.people.identify("telegram", "u1", "g8"))
    assert met.accounts == (("telegram", "g7"),)
    assert private.accounts == group.accounts == (("telegram", "u1"),)
    assert met.id == private.id == group.id


async def test_the_same_new_account_at_once_is_one_person(opener: Opener) -> None:
    stores = [await opener(), await opener()]
    found = await asyncio.gather(
        *(s.run(lambda tx: tx.people.identify("web", "u1", "u1")) for s in stores * 8)
    )
    assert len({person.id for person in found}) == 1


async def test_update_changes_what_is_given(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    await store.run(lambda tx: tx.people.update(person.id, name=NAME, phone="138 1234-0123"))
    await store.run(lambda tx: tx.people.update(person.id, minor=True))
    changed = await store.read(lambda tx: tx.people.get(person.id))
    assert changed is not None
    assert (changed.name, changed.phone, changed.minor) == (NAME, "138 1234-0123", True)
    assert await store.read(lambda tx: tx.people.by_phone(PHONE)) == [changed]
    assert await store.read(lambda tx: tx.people.by_phone("13912340123")) == []
    with pytest.raises(UnknownPersonError):
        await store.run(lambda tx: tx.people.update("p0", name="x"))


async def test_a_caller_is_known_by_telephone(store: Store) -> None:
    resident = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    await store.run(lambda tx: tx.people.update(resident.id, phone=PHONE))
    known = await store.run(lambda tx: tx.people.caller("王大爷", PHONE))
    new = await store.run(lambda tx: tx.people.caller("王大爷", "13900000000"))
    again = await store.run(lambda tx: tx.people.caller(None, "13900000000"))
    nobody = [await store.run(lambda tx: tx.people.caller(None, None)) for _ in range(2)]
    assert known.id == resident.id
    assert (new.name, new.accounts) == ("王大爷", ())
    assert again == new
    assert nobody[0].id != nobody[1].id


async def test_notice_and_opting_out(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    await store.run(lambda tx: tx.people.notice(person.id, "v3"))
    for what, out in (("survey", True), ("notice", True), ("notice", False)):
        await store.run(lambda tx, w=what, o=out: tx.people.opt(person.id, w, o))
    after = await store.read(lambda tx: tx.people.get(person.id))
    assert after is not None
    assert (after.notice, after.opted_out) == ("v3", {"survey"})
    kinds = [type(entry.body).__name__ for entry in await store.read(
        lambda tx: tx.ledger.entries(f"person:{person.id}"))]  # fmt: skip
    assert kinds == ["ConsentGiven", "OptedOut", "OptedOut", "OptedIn"]


async def test_an_invitation_binds_one_post_once(store: Store) -> None:
    staff = [await store.run(lambda tx, n=n: tx.people.identify("wecom", n, n)) for n in ("s1", "s2")]
    code = await store.run(
        lambda tx: tx.posts.invite(role="unit", unit="library", town=None, by="person:admin")
    )
    assert code.replace("-", "") not in await everything(store)
    assert await store.run(lambda tx: tx.posts.redeem("AAAAA-AAAAA", staff[0].id)) is None
    typed = code.lower().replace("-", " ")
    assert await store.run(lambda tx: tx.posts.redeem(typed, staff[0].id)) == Post("unit", "library")
    assert await store.run(lambda tx: tx.posts.redeem(code, staff[1].id)) is None
    bound = (await store.read(lambda tx: tx.ledger.entries(f"person:{staff[0].id}")))[0]
    assert isinstance(bound.body, RoleBound)
    assert [p.id for p in await store.read(lambda tx: tx.posts.holders(unit="library"))] == [staff[0].id]
    assert await store.read(lambda tx: tx.posts.holders(unit="library", role="grid")) == []
    assert [post for _, post in await store.read(lambda tx: tx.posts.all())] == [Post("unit", "library")]
    await store.run(lambda tx: tx.posts.revoke(staff[0].id))
    await store.run(lambda tx: tx.posts.revoke(staff[1].id))
    assert await store.read(lambda tx: tx.posts.all()) == []


async def test_an_invitation_expires(store: Store, clock: Clock) -> None:
    code = await store.run(lambda tx: tx.posts.invite(role="grid", unit=None, town="燕崖镇", by="x", days=2))
    person = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    clock.forward(days=2, seconds=1)
    assert await store.run(lambda tx: tx.posts.redeem(code, person.id)) is None


async def test_tasks(store: Store, clock: Clock) -> None:
    body = TaskOpened("call_back", "请给我打电话", PHONE, "WH20261120-0001")
    first = await store.run(lambda tx: tx.tasks.open(body, person="p1", actor="bot"))
    clock.forward(hours=1)
    second = await store.run(lambda tx: tx.tasks.open(body, person="p2", actor="bot"))
    assert (first.words, first.phone, first.case_no, first.done) == (
        "请给我打电话",
        PHONE,
        "WH20261120-0001",
        False,
    )
    assert await store.read(lambda tx: tx.tasks.list()) == [first, second]
    await store.run(lambda tx: tx.tasks.done(first.id, "打过了", actor="s1"))
    assert await store.read(lambda tx: tx.tasks.list()) == [second]
    assert [t.id for t in await store.read(lambda tx: tx.tasks.list(done=True))] == [first.id]
    assert (await store.read(lambda tx: tx.ledger.entries(f"task:{first.id}")))[1].body == TaskDone("打过了")
    with pytest.raises(UnknownTaskError):
        await store.run(lambda tx: tx.tasks.done("T9999", "", actor="x"))


async def test_campaigns(store: Store) -> None:
    people = [await store.run(lambda tx, n=n: tx.people.identify("web", n, n)) for n in ("a", "b", "c", "s")]
    code = await store.run(lambda tx: tx.posts.invite(role="grid", unit=None, town=None, by="x"))
    await store.run(lambda tx: tx.posts.redeem(code, people[3].id))
    await store.run(lambda tx: tx.people.opt(people[1].id, "survey", True))
    await store.run(lambda tx: open_case(tx, people[0].id))
    everyone, local = [await store.read(lambda tx, t=t: tx.campaigns.recipients(t)) for t in (None, "燕崖镇")]
    assert {p.id for p in everyone} == {people[0].id, people[2].id}
    assert [p.id for p in local] == [people[0].id]
    body = CampaignStarted("satisfaction", "2", "文化满意度", None, 2)
    wave = await store.run(lambda tx: tx.campaigns.start(body, actor="admin"))
    assert await store.read(lambda tx: tx.campaigns.get(wave.id)) == wave
    said = [
        ("a", "q1", "bad", ""),
        ("a", "q1", "good", ""),
        ("c", "q1", "good", ""),
        ("a", "q2", "text", "多放电影"),
    ]
    ids = {"a": people[0].id, "c": people[2].id}
    for who, item, code, words in said:
        answer = SurveyAnswered(ids[who], item, code, words)
        await store.run(lambda tx, a=answer: tx.campaigns.answer(wave.id, a, actor="bot"))
    await store.run(lambda tx: tx.campaigns.finish(wave.id, ids["a"], completed=True))
    counts, words = await store.read(lambda tx: tx.campaigns.results(wave.id))
    assert counts == {"q1": {"good": 2}, "q2": {"text": 1}}
    assert words == ["多放电影"]
    await store.run(lambda tx: tx.people.erase(ids["a"]))
    counts, words = await store.read(lambda tx: tx.campaigns.results(wave.id))
    assert (counts["q1"], words) == ({"good": 2}, [ERASED])
    assert await store.read(lambda tx: tx.ledger.verify()) == []
    with pytest.raises(UnknownCampaignError):
        await store.run(lambda tx: tx.campaigns.finish("S999", "p1", completed=False))


async def test_files(store: Store) -> None:
    person = await store.run(lambda tx: tx.people.identify("web", "u1", "u1"))
    digests = {await store.run(lambda tx, p=p: tx.files.put(PNG, person=p))
               for p in (person.id, person.id, None)}  # fmt: skip
    (digest,) = digests
    assert await store.read(lambda tx: tx.files.get(digest)) == (PNG, "image/png")
    assert await store.read(lambda tx: tx.files.get("0" * 64)) is None
    own = await store.run(lambda tx: tx.files.put(b"<script>", person=person.id))
    assert await store.read(lambda tx: tx.files.get(own)) == (b"<script>", "application/octet-stream")
    await store.run(lambda tx: tx.people.erase(person.id))
    assert await store.read(lambda tx: tx.files.get(own)) is None
    assert await store.read(lambda tx: tx.files.get(digest)) == (PNG, "image/png")


async def test_a_case_without_person_has_a_key_of_its_own(store: Store) -> None:
    case = await store.run(open_case)
    assert case.reporter is None
    assert PHONE not in await everything(store)
    assert await store.read(lambda tx: tx.ledger.count(CaseFilter())) == 1


async def test_lists_of_tasks_are_limited(store: Store, clock: Clock) -> None:
    for _ in range(3):
        await store.run(lambda tx: tx.tasks.open(TaskOpened("look", "x"), person="p1", actor="bot"))
        clock.at += timedelta(minutes=1)
    assert [t.id for t in await store.read(lambda tx: tx.tasks.list(limit=2))] == ["T0001", "T0002"]

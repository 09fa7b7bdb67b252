"""Photos of cases on both engines: who gets to see them through a link, once, and what erasing leaves of them."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.files import LinkOverError
from bot.service import Service
from config.form import Forms
from config.live import LiveProfile
from nlu.backend import Local
from storage.case import Case
from storage.entries import Assigned, Changed, Noted, PhotoViewed
from storage.messages import Inbound
from storage.store import Store
from tests.photos import exif_of, taken_by_phone
from tests.storage.conftest import START, Clock
from tests.storage.samples import need

LINK = re.compile(r"https://bot\.example\.cn/photo/([0-9a-f]{40})")
PHOTO = taken_by_phone()


class Desk:
    """Residents and staff at the real agent."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.store = service.store
        self.said = 0

    async def says(self, who: str, text: str, channel: str = "web", *, group: bool = False) -> str:
        self.said += 1
        chat = "room" if group else who
        message = Inbound(channel, f"{who}-{self.said}", chat, who, text, START, group=group, to_bot=group)
        return "\n".join(out.text for out in await self.service.answer(message))

    async def binds(self, who: str, role: str, channel: str = "web", **of: str) -> str:
        """Give an account a post; returns the person."""
        person = await self.store.run(lambda tx: tx.people.identify(channel, who, who).id)
        where = {"unit": None, "town": None, **of}
        code = await self.store.run(lambda tx: tx.posts.invite(role=role, by="test", **where))
        await self.store.run(lambda tx: tx.posts.redeem(code, person))
        return person

    async def opens(self, **more: object) -> tuple[Case, str]:
        """Open a case with a photo; returns it and its reporter."""
        person = await self.store.run(lambda tx: tx.people.identify("web", "resident", "resident").id)
        photo = await self.service.keep_file("photo", PHOTO, "web:resident")
        body = need(attachments=(photo,), **more)
        return await self.store.run(lambda tx: tx.ledger.open(body, actor="bot", person=person)), person

    async def links(self, who: str, case: Case, channel: str = "web") -> list[str]:
        return LINK.findall(await self.says(who, f"看照片 {case.no}", channel))

    async def viewings(self, case: Case) -> list[tuple[str, PhotoViewed]]:
        entries = await self.store.read(lambda tx: tx.ledger.entries(f"case:{case.no}"))
        return [(entry.actor, entry.body) for entry in entries if isinstance(entry.body, PhotoViewed)]


@pytest.fixture
def desk(store: Store, localities: Callable[[str], tuple[LiveProfile, Local]]) -> Desk:
    live, reader = localities("yiyuan")
    return Desk(Service(store, reader, live, Forms.load(), address="https://bot.example.cn"))


async def test_a_link_shows_the_copy_once_and_the_viewing_is_in_the_ledger(desk: Desk) -> None:
    boss = await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case)
    assert await desk.viewings(case) == []
    picture = await desk.service.open_link(link, "web:sup")
    assert exif_of(picture.content) == {}
    assert picture.name == f"{case.no}-1.jpg"
    assert await desk.viewings(case) == [(f"person:{boss}", PhotoViewed("督查", 1))]
    with pytest.raises(LinkOverError):
        await desk.service.open_link(link, "web:sup")
    assert "看第1张照片" in await desk.says("sup", f"谁看过{case.no}的照片")
    assert await desk.store.read(lambda tx: tx.ledger.verify()) == []


async def test_pressed_twice_at_the_same_time_it_opens_once(desk: Desk) -> None:
    await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case)
    opened = await asyncio.gather(
        *(desk.service.open_link(link, "web:sup") for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in opened) == ["LinkOverError"] * 4 + ["Picture"]
    assert len(await desk.viewings(case)) == 1


async def test_a_link_ends_after_ten_minutes(desk: Desk, clock: Clock) -> None:
    await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    first, late = *(await desk.links("sup", case)), *(await desk.links("sup", case))
    clock.forward(minutes=9, seconds=59)
    await desk.service.open_link(first, "web:sup")
    clock.forward(seconds=1)
    with pytest.raises(LinkOverError):
        await desk.service.open_link(late, "web:sup")


@pytest.mark.parametrize("who", ["web:other", "web:resident", "telegram:sup", None])
async def test_a_link_of_the_page_opens_for_its_own_visitor_alone(desk: Desk, who: str | None) -> None:
    await desk.binds("sup", "supervisor")
    await desk.binds("other", "supervisor")
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case)
    with pytest.raises(LinkOverError):
        await desk.service.open_link(link, who)
    assert (await desk.service.open_link(link, "web:sup")).content


@pytest.mark.parametrize("channel", ["telegram", "wechat"])
async def test_a_link_said_in_a_messenger_opens_in_any_browser(desk: Desk, channel: str) -> None:
    person = await desk.binds("sup", "supervisor", channel)
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case, channel)
    assert (await desk.service.open_link(link, None)).content
    assert [actor for actor, _ in await desk.viewings(case)] == [f"person:{person}"]


@pytest.mark.parametrize("forged", ["", "0" * 40, "../../etc/passwd", "é" * 40])
async def test_a_forged_link_opens_nothing(desk: Desk, forged: str) -> None:
    await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case)
    for wrong in (forged, link[:-1], link.upper() if link.upper() != link else link[::-1]):
        with pytest.raises(LinkOverError):
            await desk.service.open_link(wrong, "web:sup")


async def test_who_lost_the_post_meanwhile_sees_nothing(desk: Desk) -> None:
    person = await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    [link] = await desk.links("sup", case)
    await desk.store.run(lambda tx: tx.posts.revoke(person))
    with pytest.raises(LinkOverError):
        await desk.service.open_link(link, "web:sup")
    assert await desk.viewings(case) == []


async def test_a_case_that_became_a_complaint_about_the_unit_closes_its_links(desk: Desk) -> None:
    await desk.binds("unit", "unit", unit="culture")
    case, _ = await desk.opens(words="县文化馆的音响坏了", kind="request")
    await desk.store.run(lambda tx: tx.ledger.append(case.no, _assigned("culture"), actor="test"))
    [link] = await desk.links("unit", case)
    await desk.store.run(lambda tx: tx.ledger.append(case.no, _changed(), actor="bot"))
    with pytest.raises(LinkOverError):
        await desk.service.open_link(link, "web:unit")
    assert "不能给您看" in await desk.says("unit", f"看照片 {case.no}")


POSTS = {
    "operator": {"role": "operator"},
    "triage": {"role": "unit", "unit": "public_service"},
    "supervisor": {"role": "supervisor"},
    "handler": {"role": "unit", "unit": "culture"},
    "grid": {"role": "grid", "town": "燕崖镇"},
    "admin": {"role": "admin"},
    "other_unit": {"role": "unit", "unit": "library"},
    "other_grid": {"role": "grid", "town": "石桥镇"},
}
SEE = {"operator", "triage", "supervisor", "handler", "grid"}


@pytest.mark.parametrize("who", [*POSTS, "resident", "stranger"])
async def test_those_see_the_photos_of_a_case_who_may(desk: Desk, who: str) -> None:
    if who in POSTS:
        await desk.binds(who, **POSTS[who])
    case, _ = await desk.opens()
    await desk.store.run(lambda tx: tx.ledger.append(case.no, _assigned("culture"), actor="test"))
    assert bool(await desk.links(who, case)) is (who in SEE)


async def test_photos_of_staff_are_among_them_and_the_case_says_how_many(desk: Desk) -> None:
    await desk.binds("sup", "supervisor")
    case, _ = await desk.opens()
    proof = await desk.service.keep_file("photo", taken_by_phone(size=(90, 30)), "web:sup")
    await desk.store.run(
        lambda tx: tx.ledger.append(case.no, Noted("看过了", attachments=(proof,)), actor="x")
    )
    assert "照片：2张" in await desk.says("sup", f"打开{case.no}")
    assert len(await desk.links("sup", case)) == 2


async def test_in_a_group_there_are_no_links(desk: Desk) -> None:
    await desk.binds("sup", "supervisor", "telegram")
    case, _ = await desk.opens()
    said = await desk.says("sup", f"@文化小石榴 看照片 {case.no}", "telegram", group=True)
    assert "私聊" in said
    assert LINK.findall(said) == []


async def test_erasing_the_sender_takes_original_copy_and_links_along(desk: Desk) -> None:
    await desk.binds("sup", "supervisor")
    case, person = await desk.opens()
    [link] = await desk.links("sup", case)
    digest = case.attachments[0].digest or ""
    await desk.store.run(lambda tx: tx.people.erase(person))
    with pytest.raises(LinkOverError):
        await desk.service.open_link(link, "web:sup")
    assert await desk.store.read(lambda tx: tx.files.get(digest)) is None
    assert "没有照片" in await desk.says("sup", f"看照片 {case.no}")
    assert await desk.store.read(lambda tx: tx.photo_links.look(link)) is None
    assert await desk.store.read(lambda tx: tx.ledger.verify()) == []


async def test_ended_links_are_swept_away(store: Store, clock: Clock) -> None:
    link = {"person": "p", "channel": "web", "case_no": "n", "digest": "d", "span": timedelta(minutes=1)}
    old = await store.run(lambda tx: tx.photo_links.make(number=1, **link))
    clock.forward(minutes=2)
    new = await store.run(lambda tx: tx.photo_links.make(number=2, **link))
    clock.forward(minutes=-2)
    assert await store.read(lambda tx: tx.photo_links.look(old)) is None
    found = await store.read(lambda tx: tx.photo_links.look(new))
    assert found is not None
    assert found.number == 2


def _assigned(unit: str) -> Assigned:
    return Assigned(unit, date(2026, 12, 1))


def _changed() -> Changed:
    return Changed({"kind": "complaint", "summary": "县文化馆的馆长骂人"})

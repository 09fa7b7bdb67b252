"""Photographed slips: what a reader makes of the photo is shown, put right by words and filed with the photo.

The reader is given to the service as any other part; the words on the photos are inputs of these tests.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.rehearsal.stage import KEY
from bot.service import Service
from config.form import Forms
from storage.case import Case
from storage.messages import Inbound
from storage.people import CaseFilter
from storage.store import Store
from tests.photos import picture

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
SLIP = "燕崖镇碾砣村的农家书星周末老锁着门\n希望周六开半天"
OTHER = "石桥镇石桥村的戏台顶棚漏雨，请修一修"


@dataclass
class Read:
    """Reads a photo as the words that the test says stand on it; keeps what it was given."""

    words: dict[bytes, str]
    given: list[bytes] = field(default_factory=list)

    async def read(self, content: bytes) -> str:
        self.given.append(content)
        return self.words.get(content, "")


@dataclass
class Desk:
    """One account at the bot."""

    service: Service
    who: str
    said: int = 0

    async def say(self, text: str = "", *photos: bytes) -> str:
        """Send a message with photos and return all that is answered."""
        self.said += 1
        found = [await self.service.keep_file("photo", content, f"web:{self.who}") for content in photos]
        message = Inbound("web", f"{self.who}-{self.said}", self.who, self.who, text, NOW, tuple(found))
        return "\n".join(out.text for out in await self.service.answer(message))

    async def staffed(self, role: str, town: str | None = None) -> "Desk":
        def bind(tx) -> None:
            person = tx.people.identify("web", self.who, self.who)
            tx.posts.redeem(tx.posts.invite(role=role, unit=None, town=town, by="test"), person.id)

        await self.service.store.run(bind)
        return self

    async def cases(self) -> list[Case]:
        found = await self.service.store.read(lambda tx: tx.ledger.cases(CaseFilter()))
        return sorted(found, key=lambda case: case.no)


def png(number: int) -> bytes:
    return picture("PNG", (20 + number, 20))


@pytest.fixture
def open_desk(tmp_path: Path, localities) -> Callable[..., object]:
    live, reader = localities("yiyuan")

    @asynccontextmanager
    async def opened(pictures: Read | None, role: str | None = "operator") -> AsyncIterator[Desk]:
        store = await Store.open(f"sqlite:///{tmp_path / 'slips.db'}", KEY, lambda: NOW)
        service = Service(store, reader, live, Forms.load(), pictures)
        desk = Desk(service, "p1")
        yield await desk.staffed(role) if role else desk
        await service.idle()
        await store.close()

    return opened


async def test_a_slip_is_read_shown_put_right_and_filed_with_its_photo(open_desk) -> None:
    pictures = Read({png(1): SLIP})
    async with open_desk(pictures) as desk:
        shown = await desk.say("", png(1))
        assert "照片上的字我认成这样" in shown
        assert SLIP in shown
        assert "还没入账" in shown
        corrected = await desk.say("书星改成书屋")
        assert "农家书屋" in corrected
        assert "书星" not in corrected
        assert "已入账1件" in await desk.say("入账")
        (case,) = await desk.cases()
        assert case.source == "box"
        assert case.place == "燕崖镇碾砣村"
        assert case.words == "【意见箱照片】\n" + SLIP.replace("书星", "书屋")
        (photo,) = case.attachments
        kept = await desk.service.get_file(photo.digest or "", "web:p1")
        assert kept == (png(1), "image/png")
        assert pictures.given == [png(1)]


async def test_labels_set_before_a_word_was_put_right_stay(open_desk) -> None:
    async with open_desk(Read({png(1): SLIP})) as desk:
        await desk.say("", png(1))
        assert "投诉" in await desk.say("类型改投诉")
        assert "投诉" in await desk.say("不是书星，是书屋")
        await desk.say("入账")
        (case,) = await desk.cases()
        assert (case.kind, "书屋" in case.summary) == ("complaint", True)


async def test_a_place_put_right_moves_the_draft(open_desk) -> None:
    async with open_desk(Read({png(1): "燕崖镇碾驼村的广场没有灯，晚上没法跳舞"})) as desk:
        await desk.say("", png(1))
        assert "燕崖镇碾砣村" in await desk.say("碾驼应该是碾砣")


async def test_typed_anew_the_slip_keeps_its_photo(open_desk) -> None:
    async with open_desk(Read({png(1): "然石年石石文石台心"})) as desk:
        await desk.say("", png(1))
        shown = await desk.say(f"照片上的字是：{OTHER}")
        assert "草稿1件" in shown
        assert "戏台" in shown
        await desk.say("入账")
        (case,) = await desk.cases()
        assert case.words == f"【意见箱照片】\n{OTHER}"
        assert case.place == "石桥镇石桥村"
        assert len(case.attachments) == 1


async def test_slips_one_after_the_other_become_cases_of_their_own(open_desk) -> None:
    async with open_desk(Read({png(1): SLIP, png(2): OTHER})) as desk:
        await desk.say("开箱")
        await desk.say("", png(1))
        await desk.say("", png(2))
        while "还没入账" in await desk.say("入账"):
            pass
        cases = await desk.cases()
        assert [case.source for case in cases] == ["box", "box"]
        assert {case.place for case in cases} == {"燕崖镇碾砣村", "石桥镇石桥村"}
        assert len({case.attachments for case in cases}) == 2


async def test_a_letter_that_was_announced_is_filed_as_one(open_desk) -> None:
    async with open_desk(Read({png(1): OTHER})) as desk:
        await desk.say("来信登记")
        assert "戏台" in await desk.say("", png(1))
        await desk.say("入账")
        (case,) = await desk.cases()
        assert (case.source, case.words) == ("letter", f"【来信照片】\n{OTHER}")


async def test_pages_sent_together_are_read_in_their_order(open_desk) -> None:
    first, second = SLIP.split("\n")
    async with open_desk(Read({png(1): first, png(2): second})) as desk:
        assert SLIP in await desk.say("", png(1), png(2))
        await desk.say("入账")
        (case, *_) = await desk.cases()
        assert len(case.attachments) == 2


@pytest.mark.parametrize(
    "pictures", [None, Read({}), Read({png(1): "办公室 2026"})], ids=["off", "blank", "stamp"]
)
@pytest.mark.parametrize("opening", [(), ("开箱",)], ids=["unannounced", "announced"])
async def test_what_cannot_be_read_waits_for_its_words(open_desk, pictures, opening) -> None:
    async with open_desk(pictures) as desk:
        for words in opening:
            await desk.say(words)
        asked = await desk.say("", png(1))
        assert "照片留下了" in asked
        assert "什么事" in asked
        assert await desk.cases() == []
        assert "戏台" in await desk.say(OTHER)
        await desk.say("入账")
        (case,) = await desk.cases()
        assert (case.source, case.words) == ("box", OTHER)
        assert len(case.attachments) == 1


async def test_the_words_of_a_kept_photo_may_say_that_it_is_a_letter(open_desk) -> None:
    async with open_desk(None) as desk:
        await desk.say("", png(1))
        await desk.say(f"来信：{OTHER}")
        await desk.say("入账")
        (case,) = await desk.cases()
        assert (case.source, len(case.attachments)) == ("letter", 1)


async def test_the_photo_of_a_slip_that_was_typed_goes_with_it(open_desk) -> None:
    async with open_desk(Read({png(1): OTHER})) as desk:
        await desk.say(f"意见箱：{OTHER}")
        assert "草稿1件" in await desk.say("", png(1))
        await desk.say("入账")
        (case,) = await desk.cases()
        assert len(case.attachments) == 1


async def test_a_photo_amid_a_call_is_not_read(open_desk) -> None:
    pictures = Read({png(1): SLIP})
    async with open_desk(pictures) as desk:
        await desk.say("来电登记：张女士，13900001234，石桥镇石桥村，戏台顶棚漏雨")
        assert "书星" not in await desk.say("", png(1))
        await desk.say("入账")
        (case,) = await desk.cases()
        assert len(case.attachments) == 1
        assert pictures.given == []


@pytest.mark.parametrize("role", [None, "supervisor", "unit"])
async def test_photos_of_residents_and_of_other_posts_are_not_read(open_desk, role) -> None:
    pictures = Read({png(1): SLIP})
    async with open_desk(pictures, role) as desk:
        assert "照片上的字" not in await desk.say("", png(1))
        assert pictures.given == []


async def test_a_photo_with_words_is_not_read(open_desk) -> None:
    pictures = Read({png(1): SLIP})
    async with open_desk(pictures) as desk:
        assert "戏台" in await desk.say(f"意见箱：{OTHER}", png(1))
        assert pictures.given == []


async def test_a_word_of_a_long_letter_is_put_right_where_it_stands(open_desk) -> None:
    letter = (
        "尊敬的领导：我是石桥镇石桥村村民，姓王，我们村的戏台建了二十年了，顶棚漏雨，台板也烂了，去年来唱戏的剧团差点摔着人。"
        "\n另外农家书屋一年到头锁着门，钥匙在会计手里，孩子们暑假没地方看书。希望领导过问。\n王长顺 13900002222"
    )
    async with open_desk(Read({png(1): letter})) as desk:
        await desk.say("来信登记")
        await desk.say("", png(1))
        shown = await desk.say("台板改成台面")
        assert "草稿2件" in shown
        assert "台面" in shown
        await desk.say("入账")
        cases = await desk.cases()
        assert ["台面" in case.words for case in cases] == [True, False]
        assert all(case.words.startswith("【来信照片】\n") for case in cases)
        assert {case.contact_phone for case in cases} == {"13900002222"}


async def test_a_number_misread_is_put_right_for_the_caller(open_desk) -> None:
    async with open_desk(Read({png(1): OTHER + "。王长顺 13900002227"})) as desk:
        await desk.say("", png(1))
        await desk.say("2227改成2222")
        await desk.say("入账")
        (case,) = await desk.cases()
        assert case.contact_phone == "13900002222"


@pytest.mark.parametrize("words", ["地点改成东里镇", "类型改成投诉", "第一个改成紧急"])
async def test_the_fields_of_the_draft_are_no_words_of_the_slip(open_desk, words) -> None:
    slip = f"{OTHER}，地点就在村口，第一个棚子，类型不限"
    async with open_desk(Read({png(1): slip})) as desk:
        await desk.say("", png(1))
        await desk.say(words)
        await desk.say("入账")
        (case,) = await desk.cases()
        assert case.words == f"【意见箱照片】\n{slip}"


async def test_a_wordless_photo_of_a_grid_member_is_read_where_paper_was_announced(open_desk) -> None:
    pictures = Read({png(1): OTHER})
    async with open_desk(pictures, None) as desk:
        await desk.staffed("grid", "石桥镇")
        await desk.say("开箱")
        assert "戏台" in await desk.say("", png(1))
        await desk.say("入账")
        await desk.say("", png(2))
        (case,) = await desk.cases()
        assert (case.source, pictures.given) == ("box", [png(1)])

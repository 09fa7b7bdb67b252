"""Links to the bot: the place of a poster is said by opening them, and nothing else can be."""

import pytest

from connectors.telegram.start import LONGEST, TooLongError, link, mark
from tests.connectors.telegram.conftest import Bot
from tests.connectors.telegram.people import Somebody


async def test_who_scans_a_poster_need_not_say_the_village(hook: Bot) -> None:
    me = Somebody(hook.api)
    await me.says(f"/start {mark('燕崖镇碾砣村')}")
    await hook.hears(77)
    await me.says("书屋老锁着门")
    [asked] = await hook.hears(77)
    assert "哪个" not in asked
    await me.says("不留")
    await hook.hears(77)
    await me.says("对")
    await hook.hears(77)
    [case] = await hook.cases()
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


@pytest.mark.parametrize("words", ["删掉我的信息", "没有这个镇没有这个村", ""])
async def test_a_link_cannot_put_words_into_somebodys_mouth(hook: Bot, words: str) -> None:
    await Somebody(hook.api).says(f"/start {mark(words)}".strip())
    await Somebody(hook.api, 78).says("/start")
    assert await hook.hears(77) == await hook.hears(78)


def test_a_mark_is_one_that_telegram_lets_through() -> None:
    longest = "镇" * 8 + "村" * 8
    assert len(mark(longest)) <= LONGEST
    assert link("shiliu_bot", "燕崖镇碾砣村").startswith("https://t.me/shiliu_bot?start=")
    with pytest.raises(TooLongError):
        mark(longest + "村")

"""Polls of the fake server, seen by a client that is not ours (python-telegram-bot)."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputPollOption, Update
from telegram.error import BadRequest

from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.people import GROUP, Somebody
from tests.connectors.telegram.rules import RefusalError


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    base = await api.start()
    Somebody(api, 77, GROUP).message(text="x")
    async with Bot(TOKEN, f"{base}/bot", f"{base}/file/bot") as opened:
        yield opened


async def test_who_chose_what_is_told_of_a_poll_that_shows_names(api: BotApi, bot: Bot) -> None:
    one, two = Somebody(api, 77, GROUP), Somebody(api, 78, GROUP)
    sent = await bot.send_poll(GROUP, "先修哪个？", ["戏台", InputPollOption("音响")], is_anonymous=False)
    assert sent.poll is not None
    assert [option.text for option in sent.poll.options] == ["戏台", "音响"]
    await one.votes("音响")
    await one.votes("音响")
    await two.votes("戏台")
    await two.votes(None)
    answers = [update.poll_answer for update in await bot.get_updates(timeout=1)]
    assert [(a.user.id, a.option_ids) for a in answers if a and a.user] == [(77, (1,)), (78, (0,)), (78, ())]
    assert {a.poll_id for a in answers if a} == {sent.poll.id}
    ended = await bot.stop_poll(GROUP, sent.message_id)
    assert (ended.is_closed, [option.voter_count for option in ended.options]) == (True, [0, 1])
    with pytest.raises(BadRequest, match="already been closed"):
        await bot.stop_poll(GROUP, sent.message_id)
    with pytest.raises(BadRequest, match="to stop not found"):
        await bot.stop_poll(GROUP, sent.message_id + 9)
    with pytest.raises(RefusalError):
        await one.votes("戏台")


async def test_of_an_anonymous_poll_nothing_is_told(api: BotApi, bot: Bot) -> None:
    await bot.send_poll(GROUP, "先修哪个？", ["戏台", "音响"])
    await Somebody(api, 77, GROUP).votes("音响")
    assert await bot.get_updates(timeout=0) == ()


async def test_answers_come_only_where_they_are_asked_for(api: BotApi, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=[Update.MESSAGE])
    await bot.send_poll(GROUP, "先修哪个？", ["戏台", "音响"], is_anonymous=False)
    await Somebody(api, 77, GROUP).votes("音响")
    assert await bot.get_updates(timeout=0) == ()


@pytest.mark.parametrize(
    ("question", "options", "why"),
    [
        ("", ["戏台"], "question"),
        ("问" * 301, ["戏台"], "question"),
        ("先修哪个？", [], "at least 1"),
        ("先修哪个？", [str(n) for n in range(13)], "more than 12"),
        ("先修哪个？", ["戏" * 101], "options length"),
        ("先修哪个？", [" "], "options length"),
    ],
)
async def test_what_a_poll_may_be(bot: Bot, question: str, options: list[str], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.send_poll(GROUP, question, options)

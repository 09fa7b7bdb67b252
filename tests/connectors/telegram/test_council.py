"""A council votes in a Telegram group: a poll of the platform, votes on record, numbers and no names."""

import asyncio

import pytest
from aiogram.methods import SendPoll

from connectors.telegram.sending import calls
from storage.case import Case
from storage.messages import Outbound, Poll
from storage.votes import VoteCast
from tests.connectors.telegram.conftest import Bot
from tests.connectors.telegram.people import GROUP, Somebody
from tests.patience import PATIENCE
from tests.storage.samples import need

ASKS = "@shiliu_test_bot 投票 0001 先修戏台还是先修音响：戏台、音响、都行"


async def council(bot: Bot, chat: int = GROUP) -> Somebody:
    """A case in the ledger, and the grid member of its town in the group."""
    code = await bot.store.run(lambda tx: tx.posts.invite(role="grid", unit=None, town="燕崖镇", by="test"))
    await bot.store.run(lambda tx: tx.ledger.open(need(channel="telegram"), actor="test", person=None))
    await Somebody(bot.api, 90).says(f"邀请码 {code}")
    await bot.hears(90)
    return Somebody(bot.api, 90, chat)


async def counted(bot: Bot, *tally: int) -> Case:
    """Wait until the last vote stands like this."""
    cases: list[Case] = []

    async def look() -> bool:
        cases[:] = await bot.cases()
        return bool(cases[0].votes) and cases[0].votes[-1].tally == tally

    async with asyncio.timeout(PATIENCE):
        while not await look():
            if bot.mode == "webhook":
                await bot.api.bring()
            await bot.parts.service.idle()
            await asyncio.sleep(0.01)
    return cases[0]


async def posted(bot: Bot, chat: int = GROUP) -> str:
    """Wait until the bot has put its poll into the chat and knows it; return its id."""
    [question] = await bot.hears(chat)
    assert question == "0001 先修戏台还是先修音响"
    return next(poll.id for poll in bot.api.polls.values() if poll.chat == chat)


async def test_two_vote_one_changes_one_takes_it_back(bot: Bot) -> None:
    staff = await council(bot)
    one, two = Somebody(bot.api, 77, GROUP), Somebody(bot.api, 78, GROUP)
    await staff.says(ASKS)
    number = await posted(bot)
    sent = bot.api.polls[number]
    assert (sent.options, sent.anonymous, sent.several) == (["戏台", "音响", "都行"], False, False)
    assert bot.api.last(GROUP)["reply"]["message_id"]
    await one.votes("戏台")
    await two.votes("戏台")
    await counted(bot, 2, 0, 0)
    await one.votes("音响")
    await counted(bot, 1, 1, 0)
    await two.votes(None)
    case = await counted(bot, 0, 1, 0)
    assert len(bot.api.texts(GROUP)) == 1
    await staff.says("@shiliu_test_bot 投票结果 0001")
    [so_far] = await bot.hears(GROUP)
    assert "音响：1票" in so_far
    assert "还在投" in so_far
    await staff.says("@shiliu_test_bot 结束投票 0001")
    [told] = await bot.hears(GROUP)
    assert "戏台：0票\n音响：1票\n都行：0票" in told
    assert sent.closed
    case = await counted(bot, 0, 1, 0)
    assert (case.votes[0].open, case.votes[0].cast) == (False, ())
    entries = await bot.store.read(lambda tx: tx.ledger.entries(f"case:{case.no}"))
    assert [e.body.option for e in entries if isinstance(e.body, VoteCast)] == [1, 1, 2, None]
    assert await bot.store.read(lambda tx: tx.ledger.verify()) == []
    await Somebody(bot.api, 90).says("打开0001")
    [shown] = await bot.hears(90)
    assert "投票：先修戏台还是先修音响　戏台0票，音响1票，都行0票" in shown
    assert "发起投票" in shown
    assert all("李桂花" not in text for text in bot.api.texts(GROUP))


async def test_an_answer_that_comes_again_changes_nothing(hook: Bot) -> None:
    staff = await council(hook)
    await staff.says(ASKS)
    poll = await posted(hook)
    answer = await Somebody(hook.api, 77, GROUP).votes("戏台")
    case = await counted(hook, 1, 0, 0)
    again = {name: value for name, value in answer.items() if name != "update_id"}
    await hook.api.put(again, answer["update_id"])
    await hook.api.put(again)
    await hook.api.put({"poll_answer": {**again["poll_answer"], "poll_id": poll + "9"}})
    await hook.api.put({"poll_answer": {**again["poll_answer"], "option_ids": [7]}})
    await hook.api.bring()
    await hook.parts.service.idle()
    assert await hook.cases() == [case]
    assert hook.api.texts(77) == []


async def test_a_vote_in_a_private_chat_is_answered_and_ends_there(hook: Bot) -> None:
    alone = await council(hook, 90)
    await alone.says("0001 发起投票，先修哪个？戏台还是音响")
    [question] = await hook.hears(90)
    assert question == "0001 先修哪个？"
    await alone.votes("音响")
    [counted_one] = await hook.hears(90)
    assert "音响" in counted_one
    await alone.votes(None)
    [taken] = await hook.hears(90)
    assert "收回" in taken
    await Somebody(hook.api, 90, GROUP).says("@shiliu_test_bot 结束投票 0001")
    [there], [here] = await hook.hears(GROUP), await hook.hears(90)
    assert there.endswith(here)
    assert next(iter(hook.api.polls.values())).closed


async def test_a_poll_that_is_gone_does_not_hold_up_the_numbers(hook: Bot) -> None:
    staff = await council(hook)
    await staff.says(ASKS)
    hook.api.polls.pop(await posted(hook))
    await staff.says("@shiliu_test_bot 结束投票 0001")
    [told] = await hook.hears(GROUP)
    assert "投完了" in told


async def test_a_group_that_moved_goes_on_voting(hook: Bot) -> None:
    staff, one = await council(hook), Somebody(hook.api, 77, GROUP)
    await staff.says(ASKS)
    poll = hook.api.polls[await posted(hook)]
    await hook.api.put({"message": one.message(migrate_to_chat_id=-100500)})
    hook.api.migrated[GROUP] = -100500
    await one.votes("都行")
    await counted(hook, 0, 0, 1)
    await Somebody(hook.api, 90, -100500).says("@shiliu_test_bot 结束投票 0001")
    [told] = await hook.hears(-100500)
    assert "都行：1票" in told
    assert len(hook.api.texts(GROUP)) == 1
    assert not poll.closed


@pytest.mark.parametrize("chat", ["-5/17", "77"])
def test_a_vote_is_one_call_of_the_platform(chat: str) -> None:
    poll = Poll("WH20261120-0001/1", "0001 先修哪个？", ("戏台", "音响"))
    out = Outbound("telegram", chat, "…", group=chat != "77", reply_to="4242:-5:9", poll=poll)
    [call] = calls(out, str)
    assert isinstance(call, SendPoll)
    assert [option.text for option in call.options] == ["戏台", "音响"]
    assert (call.is_anonymous, call.allows_multiple_answers) == (False, False)
    assert call.message_thread_id == (17 if chat != "77" else None)
    assert (call.reply_parameters is not None) == (chat != "77")

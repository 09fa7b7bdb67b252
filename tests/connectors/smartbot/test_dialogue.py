"""Staff with the smart bot, alone and in a group, end to end: the real agent, the real ledger."""

import asyncio
from typing import Any

import pytest

from storage.messages import Outbound
from storage.people import CaseFilter
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.smartbot.colleague import BOT, Colleague
from tests.connectors.smartbot.conftest import ROOM, Bind
from tests.connectors.smartbot.platform import OLD_KEY, Platform
from tests.connectors.wecom.conftest import Quiet
from tests.connectors.wire.wire import picture

NEED = "燕崖镇碾砣村文化广场的音响坏了好几天了"


async def cases(ledger: Store):  # type: ignore[no-untyped-def]
    return await ledger.read(lambda tx: tx.ledger.cases(CaseFilter()))


async def heard(ledger: Store, conversation: str) -> list[str]:
    lines = await ledger.read(lambda tx: tx.outbox.history(conversation))
    return [line.text for line in lines if not line.mine]


@pytest.fixture
async def filed(bot: Client, platform: Platform, ledger: Store) -> str:
    """The number of a case that somebody else has filed, with name and telephone."""
    other = Colleague(bot, platform, "lisi")
    await other.say("我是鲁村镇草埠村的王秀兰，村里放电影的幕布破了个大窟窿，电话13900003302")
    assert "WH2" in await other.say("对的")
    [case] = await cases(ledger)
    return str(case.no)


async def test_an_answer_that_is_ready_is_the_whole_stream(alone: Colleague) -> None:
    call = alone.message("text", text={"content": "你好"})
    answer = await alone.deliver(call)
    assert (answer.kind, answer.name, answer.finish) == ("stream", call["msgid"], True)
    assert "小石榴" in answer.text
    assert alone.platform.answers == []


async def test_staff_bind_a_post_and_move_a_case(
    alone: Colleague, filed: str, bind: Bind, ledger: Store
) -> None:
    assert "幕布" not in await alone.say(f"打开{filed}"), "without a post nobody sees other people's cases"
    await bind(alone, "supervisor")
    assert filed in await alone.say("没办完的")
    shown = await alone.say(f"打开{filed}")
    assert "139＊＊＊＊3302" in shown, "the stars are no Markdown"
    assert "13900003302" not in shown
    await alone.say(f"派单 {filed} 给鲁村镇文化站")
    [case] = await cases(ledger)
    assert case.status == "assigned"


async def test_in_a_group_only_number_and_state_are_said(
    alone: Colleague, group: Colleague, filed: str, bind: Bind
) -> None:
    await bind(alone, "supervisor")
    for text in (f"{filed} 办到哪了", "没办完的", f"打开{filed}", f"看{filed[-4:]}的电话"):
        assert await group.say(text)
    assert filed in group.screen
    for secret in ("王秀兰", "王女士", "13900003302", "3302", "窟窿", "幕布", "草埠"):
        assert secret not in group.screen


async def test_a_need_said_in_a_group_is_written_down_at_once(
    group: Colleague, ledger: Store, quiet: Quiet
) -> None:
    answer = await group.say(NEED)
    [case] = await cases(ledger)
    assert case.no in answer
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")
    await quiet()
    assert group.platform.late == {}


async def test_members_of_a_group_have_conversations_of_their_own(
    bot: Client, platform: Platform, group: Colleague, ledger: Store
) -> None:
    other = Colleague(bot, platform, "lisi", ROOM)
    await asyncio.gather(group.say("你好"), other.say("怎么用"))
    assert await heard(ledger, f"smartbot:{ROOM}:zhangsan") == ["你好"]
    assert await heard(ledger, f"smartbot:{ROOM}:lisi") == ["怎么用"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"{BOT} 怎么用", "怎么用"),
        (f"{BOT}怎么用", "怎么用"),
        (f"{BOT}\u2005怎么用", "怎么用"),
        (f"怎么用 {BOT}", "怎么用"),
        (f"{BOT} @李四 怎么用", "怎么用"),
        (f"{BOT} 这事请 @李四 看看", "这事请 @李四 看看"),
    ],
)
async def test_the_mention_is_no_part_of_what_is_said(
    group: Colleague, ledger: Store, said: str, kept: str
) -> None:
    await group.hear(group.message("text", text={"content": said}))
    assert await heard(ledger, f"smartbot:{ROOM}:zhangsan") == [kept]


@pytest.mark.parametrize(
    ("own", "quoted", "kept"),
    [
        ("办到哪了", "编号 WH20261120-0007，记下了", "办到哪了 WH20261120-0007"),
        ("记一下", NEED, f"记一下\n{NEED}"),
        ("", NEED, NEED),
        ("WH20261120-0008 办到哪了", "编号 WH20261120-0007，记下了", "WH20261120-0008 办到哪了"),
        ("办到哪了", "WH20261120-0007 WH20261120-0008 都记下了", "办到哪了"),
        ("这是昨天会上说的那件事吗", NEED, "这是昨天会上说的那件事吗"),
    ],
)
async def test_what_is_quoted_counts_where_the_words_need_it(
    group: Colleague, ledger: Store, own: str, quoted: str, kept: str
) -> None:
    quote = {"msgtype": "text", "text": {"content": quoted}}
    await group.hear(group.message("text", text={"content": f"{BOT} {own}"}, quote=quote))
    assert await heard(ledger, f"smartbot:{ROOM}:zhangsan") == [kept]


async def test_words_with_pictures_and_a_voice_end_in_the_case(
    alone: Colleague, platform: Platform, ledger: Store
) -> None:
    jpeg = picture()
    parts: list[dict[str, Any]] = [
        {"msgtype": "text", "text": {"content": NEED}},
        {"msgtype": "image", "image": {"url": platform.keep(jpeg)}},
    ]
    await alone.hear(alone.message("mixed", mixed={"msg_item": parts}))
    await alone.hear(alone.message("voice", voice={"content": "不留"}))
    await alone.say("对")
    [case] = await cases(ledger)
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")
    [photo] = case.attachments
    assert photo.digest is not None
    assert await ledger.read(lambda tx: tx.files.get(photo.digest)) == (jpeg, "image/jpeg")


async def test_a_picture_of_the_previous_key_opens_too(
    alone: Colleague, platform: Platform, ledger: Store
) -> None:
    alone.key = OLD_KEY
    await alone.say(NEED)
    await alone.hear(alone.message("image", image={"url": platform.keep(picture(), OLD_KEY)}))
    await alone.say("不留")
    await alone.say("对")
    [case] = await cases(ledger)
    assert [one.kind for one in case.attachments] == ["photo"]


async def test_a_file_that_cannot_be_had_is_said(alone: Colleague, platform: Platform) -> None:
    for url in (f"{platform.url}/media/gone", platform.keep(picture(), "0" * 43)):
        assert "没" in await alone.hear(alone.message("image", image={"url": url}))


async def test_a_number_means_the_last_question(alone: Colleague, bot: Client, platform: Platform) -> None:
    assert "3. 转人工" in await alone.say("你好")
    assert await alone.say("3") == await Colleague(bot, platform, "lisi").say("转人工")


async def test_a_group_may_belong_to_a_village(
    alone: Colleague, group: Colleague, bot: Client, platform: Platform, bind: Bind, ledger: Store
) -> None:
    await bind(alone, "grid", town="燕崖镇")
    assert "碾砣村" in await group.say("绑定本群：燕崖镇碾砣村")
    await Colleague(bot, platform, "lisi", ROOM).say("文化广场的音响坏了好几天了")
    [case] = await cases(ledger)
    assert (case.town, case.village) == ("燕崖镇", "碾砣村")


async def test_whoever_opens_the_chat_for_the_first_time_is_greeted(alone: Colleague) -> None:
    answer = await alone.deliver(alone.event("enter_chat"))
    assert (answer.kind, "小石榴" in answer.text) == ("text", True)
    again = await alone.deliver(alone.event("enter_chat"))
    assert (again.status, again.kind) == (200, ""), "not every morning"


async def test_a_greeting_that_is_delivered_again_is_the_same(alone: Colleague) -> None:
    call = alone.event("enter_chat")
    first = await alone.deliver(call)
    assert await alone.deliver(call) == first


async def test_what_waits_for_somebody_comes_with_the_next_answer(
    alone: Colleague, ledger: Store, quiet: Quiet
) -> None:
    notice = Outbound("smartbot", "zhangsan", "有新件派给您", priority=1)
    await ledger.run(lambda tx: tx.outbox.add(notice, conversation="smartbot:zhangsan"))
    await quiet()
    [held] = await ledger.read(lambda tx: tx.outbox.rows("held"))
    assert held.message.text == "有新件派给您", "nobody can be written to who never wrote"
    assert "有新件派给您" in await alone.say("你好")
    await quiet()
    assert await ledger.read(lambda tx: tx.outbox.rows("held")) == []
    assert alone.platform.late == {}


async def test_what_does_not_fit_into_a_greeting_waits_on(
    alone: Colleague, ledger: Store, quiet: Quiet
) -> None:
    texts = ["长" * 500, "短"]
    for text in texts:
        notice = Outbound("smartbot", "zhangsan", text, priority=1)
        await ledger.run(lambda tx, out=notice: tx.outbox.add(out, conversation="smartbot:zhangsan"))
    await quiet()
    first = await alone.deliver(alone.event("enter_chat"))
    assert len(first.text.encode()) <= 1800
    await quiet()
    shown = f"{first.text}\n{await alone.say('怎么用')}"
    assert all(shown.count(text) == 1 for text in texts)


async def test_what_is_private_never_comes_to_a_group(group: Colleague, ledger: Store, quiet: Quiet) -> None:
    notice = Outbound("smartbot", "zhangsan", "有新件派给您", priority=1)
    await ledger.run(lambda tx: tx.outbox.add(notice, conversation="smartbot:zhangsan"))
    await quiet()
    await group.say("你好")
    await quiet()
    assert "有新件派给您" not in group.screen
    assert len(await ledger.read(lambda tx: tx.outbox.rows("held"))) == 1

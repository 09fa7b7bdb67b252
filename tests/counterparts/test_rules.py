"""What Telegram refuses, as teremok has it: our channel never sends it, and our fake server refuses the same."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from hypothesis import given, settings
from hypothesis import strategies as st
from teremok import MockBot, MockedSession

from connectors.telegram.api import Api
from connectors.telegram.buttons import MARK, behind
from connectors.telegram.delivery import Delivery
from storage.messages import Button, Outbound
from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.people import Somebody
from tests.connectors.telegram.rules import check, said

PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from((
        "村里的书屋老锁着门。", "<b>", "</b>", "<script>alert(1)</script>", "a < b && c > d", "*_[]()~`>#+-=|{}.!",
        "👨‍👩‍👧", "𠮷", "\n", " ", "\u3000", "\t\n  \n", "&nbsp;", "tg://user?id=1", "@shiliu_test_bot", "/start",
    )),
    st.tuples(st.sampled_from(("字", "𠮷", " ", "\n", "a", "。")), st.integers(1_000, 4_100)).map(lambda two: two[0] * two[1]),
)  # fmt: skip
SPOKEN = st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(str.strip)
PAYLOADS = st.one_of(
    st.text(max_size=80),
    st.integers(60, 68).map(lambda count: "a" * count),
    st.integers(20, 23).map(lambda count: "村" * count),
    st.just(MARK),
)
TITLES = st.text(min_size=1, max_size=30).filter(str.strip)
OUTS = st.builds(
    Outbound,
    channel=st.just("telegram"),
    chat=st.sampled_from(("77", "-100500", "-100500/17")),
    text=SPOKEN,
    buttons=st.lists(st.builds(Button, TITLES, PAYLOADS), max_size=12).map(tuple),
    group=st.booleans(),
    reply_to=st.sampled_from((None, "4242:-100500:9", "elsewhere")),
    wants=st.sampled_from((None, "phone", "place")),
)


@given(out=OUTS)
@settings(max_examples=400, deadline=None)
def test_whatever_is_to_be_said_telegram_takes_it(out: Outbound) -> None:
    calls = asyncio.run(sent(out))
    assert squeezed("".join(call.text for call in calls)) == squeezed(out.text)
    for call in calls:
        assert call.parse_mode is None or not isinstance(call.parse_mode, str), (
            "the words of people are no marks"
        )
        said({"text": call.text})
        if call.reply_markup is not None:
            check(call.reply_markup.model_dump(exclude_none=True), private=not out.group)
    assert titles(calls[-1]) == [button.title for button in out.buttons]
    assert all(len(data.encode()) <= 64 for data in datas(calls[-1]))
    if out.wants is None or out.group:
        assert datas(calls[-1]) == [behind(button.payload) for button in out.buttons]


async def sent(out: Outbound) -> list[SendMessage]:
    """Let the channel send through teremok, which raises what Telegram would answer."""
    session = MockedSession()
    api = Api(TOKEN, "http://127.0.0.1:9")
    api._bot.session = session
    await Delivery(
        api,
        {"telegram.share.phone": "把我的电话发给您", "telegram.share.place": "发我现在的位置"}.__getitem__,
    ).send(out)
    return [call for call in session.requests if isinstance(call, SendMessage)]


def squeezed(text: str) -> str:
    """Between two parts blanks may go; nothing else does."""
    return "".join(text.split())


def titles(call: SendMessage) -> list[str]:
    if isinstance(call.reply_markup, ReplyKeyboardMarkup):
        return [button.text for row in call.reply_markup.keyboard[1:] for button in row]
    return [button.text for button in inline(call)]


def datas(call: SendMessage) -> list[str]:
    return [button.callback_data or "" for button in inline(call)]


def inline(call: SendMessage) -> list[InlineKeyboardButton]:
    markup = call.reply_markup
    return (
        [b for row in markup.inline_keyboard for b in row] if isinstance(markup, InlineKeyboardMarkup) else []
    )


def pressed(**button: Any) -> SendMessage:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)]])
    return SendMessage(chat_id=77, text="好", reply_markup=keyboard)


def html(text: str) -> SendMessage:
    return SendMessage(chat_id=77, text=text, parse_mode="HTML")


def plain(text: str) -> SendMessage:
    return SendMessage(chat_id=77, text=text)


ENTITIES = "can't parse entities"
CASES: list[tuple[TelegramMethod[Any], str]] = [
    (plain("好"), ""),
    (plain("字" * 4096), ""),
    (plain("字" * 4097), "message is too long"),
    (plain("𠮷" * 2048), ""),
    (plain("𠮷" * 2049), "message is too long"),
    (plain(""), "message text is empty"),
    (plain("<script> a < b & c"), ""),
    (html("<b>好</b> &lt;&amp;&#20;&#x5b57;"), ""),
    (html("<b><i>好</i></b><a href='http://a.cn/'>这里</a>"), ""),
    (html("<pre>x</pre><tg-spoiler>y</tg-spoiler><blockquote expandable>z</blockquote>"), ""),
    (html("<B>好</B>"), ""),
    (html("<script>好</script>"), ENTITIES),
    (html("<b>好"), ENTITIES),
    (html("好</b>"), ENTITIES),
    (html("<b><i>好</b></i>"), ENTITIES),
    (html("a < b"), ENTITIES),
    (html("<>"), ENTITIES),
    (html("a & b"), ENTITIES),
    (html("&nbsp;"), ENTITIES),
    (html("<br/>"), ENTITIES),
    (pressed(text="对", callback_data="a"), ""),
    (pressed(text="对", callback_data="a" * 64), ""),
    (pressed(text="对", callback_data="a" * 65), "BUTTON_DATA_INVALID"),
    (pressed(text="对", callback_data="村" * 21), ""),
    (pressed(text="对", callback_data="村" * 22), "BUTTON_DATA_INVALID"),
    (pressed(text="对", callback_data=""), "BUTTON_DATA_INVALID"),
    (pressed(text="对"), "inline keyboard"),
    (pressed(text="对", callback_data="a", url="http://a.cn/"), "inline keyboard"),
    (pressed(text="看", url="http://a.cn/"), ""),
    (AnswerCallbackQuery(callback_query_id="1", text="字" * 200), ""),
    (AnswerCallbackQuery(callback_query_id="2", text="字" * 201), "MESSAGE_TOO_LONG"),
]


@pytest.fixture
async def fake() -> AsyncIterator[Bot]:
    server = BotApi()
    base = await server.start()
    Somebody(server).message(text="/start")
    server.presses |= {"1", "2"}
    async with Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(base))) as bot:
        yield bot
    await server.stop()


async def test_our_fake_server_refuses_what_teremok_refuses(fake: Bot) -> None:
    theirs = MockBot()
    found = [(await refused(theirs, call), await refused(fake, call)) for call, _ in CASES]
    differing = [
        (call, told, both)
        for (call, told), both in zip(CASES, found, strict=True)
        if not all(told in one if told else one == "" for one in both)
    ]
    assert differing == []


async def refused(bot: Bot, call: TelegramMethod[Any]) -> str:
    try:
        await bot(call)
    except TelegramBadRequest as error:
        return error.message
    return ""

"""A client that is not ours, python-telegram-bot, speaks with the fake server: it is not merely shaped after our own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.conftest import until
from tests.connectors.telegram.people import GROUP, Somebody, buttons
from tests.connectors.telegram.rules import DOWNLOAD

PHOTO = {"file_id": "picture", "file_unique_id": "p", "width": 1, "height": 1}


@pytest.fixture
async def base(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # its next version does without being told
    return await api.start()


@pytest.fixture
async def bot(base: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, f"{base}/bot", f"{base}/file/bot") as opened:
        yield opened


@pytest.fixture
def me(api: BotApi) -> Somebody:
    somebody = Somebody(api)
    somebody.message(text="/start")  # the chat is open: the bot may write to it
    return somebody


async def test_what_is_said_and_sent(api: BotApi, bot: Bot, me: Somebody) -> None:
    api.files["picture"] = b"content"
    assert bot.username == "shiliu_test_bot"
    await me.says("𠮷 你好 @shiliu_test_bot", date=1763700000)
    await me.sends(photo=[PHOTO])
    first, second = await bot.get_updates(timeout=1)
    assert first.message.text == "𠮷 你好 @shiliu_test_bot"
    assert list(first.message.parse_entities().values()) == ["@shiliu_test_bot"]
    assert first.message.date.year == 2025
    file = await bot.get_file(second.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == b"content"
    await me.edits(api.messages[77, first.message.message_id], "你好呀")
    [edited] = await bot.get_updates(offset=second.update_id + 1, timeout=1)
    assert (edited.edited_message.text, edited.edited_message.message_id) == (
        "你好呀",
        first.message.message_id,
    )


async def test_updates_come_until_the_offset_says_that_they_are_kept(bot: Bot, me: Somebody) -> None:
    for text in ("一", "二", "三"):
        await me.says(text)
    numbers = [update.update_id for update in await bot.get_updates(timeout=0)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert [update.update_id for update in await bot.get_updates(timeout=0)] == numbers
    assert [update.update_id for update in await bot.get_updates(timeout=0, limit=2)] == numbers[:2]
    [third] = await bot.get_updates(offset=numbers[2], timeout=0)
    assert third.message.text == "三"
    assert await bot.get_updates(offset=numbers[2] + 1, timeout=0) == ()
    assert await bot.get_updates(offset=numbers[0], timeout=0) == (), "what is kept is gone"


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, me: Somebody) -> None:
    for text in ("一", "二", "三"):
        await me.says(text)
    [last] = await bot.get_updates(offset=-1, timeout=0)
    assert last.message.text == "三"
    assert [one.message.text for one in await bot.get_updates(timeout=0)] == ["三"]


async def test_who_asks_waits_for_what_comes(api: BotApi, bot: Bot, me: Somebody) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until(lambda: asked(api) == 1)
    await me.says("来了")
    [update] = await waiting
    assert update.message.text == "来了"


async def test_of_two_who_ask_the_first_is_sent_away(api: BotApi, base: str, bot: Bot, me: Somebody) -> None:
    async with Bot(TOKEN, f"{base}/bot") as another:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await until(lambda: asked(api) == 1)
        second = asyncio.create_task(another.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        await me.says("来了")
        assert len(await second) == 1


def asked(api: BotApi) -> int:
    return [method for method, _ in api.calls].count("getUpdates")


async def test_only_the_kinds_that_were_asked_for_come(api: BotApi, bot: Bot, me: Somebody) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["edited_message"])
    message = await me.says("一")
    await me.edits(message, "二")
    [update] = await bot.get_updates(timeout=0)
    assert update.message is None
    assert update.edited_message.text == "二"


async def test_a_webhook_and_asking_exclude_each_other(bot: Bot, me: Somebody) -> None:
    await bot.set_webhook("https://bot.example.cn/telegram", secret_token="s", allowed_updates=["message"])
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates(timeout=1)
    await me.says("一")
    told = await bot.get_webhook_info()
    assert (told.url, told.pending_update_count) == ("https://bot.example.cn/telegram", 1)
    assert told.allowed_updates == ("message",)
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert len(await bot.get_updates(timeout=0)) == 1
    with pytest.raises(BadRequest, match="https url must"):
        await bot.set_webhook("http://bot.example.cn/telegram")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://bot.example.cn/telegram", secret_token="a b")


async def test_buttons_and_who_presses_them(api: BotApi, bot: Bot, me: Somebody) -> None:
    markup = InlineKeyboardMarkup(
        [[InlineKeyboardButton("对", callback_data="yes"), InlineKeyboardButton("不对", callback_data="no")]]
    )
    sent = await bot.send_message(
        77, "对吗", reply_markup=markup, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    assert sent.reply_markup == markup
    assert buttons(api.last(77)) == {"对": "yes", "不对": "no"}
    await me.presses("对")
    [pressed] = await bot.get_updates(timeout=1)
    assert (pressed.callback_query.data, pressed.callback_query.message.message_id) == (
        "yes",
        sent.message_id,
    )
    assert await pressed.callback_query.answer()
    with pytest.raises(BadRequest, match="too old"):
        await pressed.callback_query.answer()
    edited = await bot.edit_message_reply_markup(77, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(77, sent.message_id)


async def test_what_a_button_may_be(bot: Bot, me: Somebody) -> None:
    for data in ("字" * 22, ""):
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(
                77, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
            )
    with pytest.raises(BadRequest, match="unallowed in the inline keyboard"):
        await bot.send_message(77, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x")]]))
    Somebody(me.api, 77, GROUP).message(text="x")
    share = ReplyKeyboardMarkup([[KeyboardButton("把我的电话发给您", request_contact=True)]])
    assert await bot.send_message(77, "电话？", reply_markup=share)
    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(GROUP, "电话？", reply_markup=share)


async def test_answers_and_topics_of_a_group(api: BotApi, bot: Bot) -> None:
    asked = await Somebody(api, 77, GROUP, topic=17).says("问一句")
    number = asked["message_id"]
    sent = await bot.send_message(GROUP, "答", message_thread_id=17, reply_parameters=ReplyParameters(number))
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.type) == (17, True, "supergroup")
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(GROUP, "答", reply_parameters=ReplyParameters(number + 99))
    assert await bot.send_message(
        GROUP, "答", reply_parameters=ReplyParameters(number + 99, allow_sending_without_reply=True)
    )


async def test_commands(api: BotApi, bot: Bot) -> None:
    assert await bot.set_my_commands([("help", "怎么用"), ("new", "我要反映")])
    assert [(one.command, one.description) for one in await bot.get_my_commands()] == [
        ("help", "怎么用"),
        ("new", "我要反映"),
    ]
    for wrong in (("Help", "怎么用"), ("help", "")):
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await bot.set_my_commands([wrong])


async def test_files(api: BotApi, bot: Bot) -> None:
    api.files["large"] = bytes(DOWNLOAD + 1)
    with pytest.raises(BadRequest, match="too big"):
        await bot.get_file("large")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nothing")


async def test_its_refusals_are_the_real_ones(api: BotApi, bot: Bot, me: Somebody) -> None:
    Somebody(api, 77, GROUP).message(text="x")
    api.floods[77], api.migrated[GROUP] = 1, -100500
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(77, "x")
    assert flood.value.retry_after == timedelta(seconds=1)
    assert await bot.send_message(77, "x")
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(77, "x" * 4097)
    with pytest.raises(BadRequest, match="text is empty"):
        await bot.send_message(77, " \n")
    for marked in ("<script>", "<b>x", "a & b"):
        with pytest.raises(BadRequest, match="parse entities"):
            await bot.send_message(77, marked, parse_mode="HTML")
    with pytest.raises(BadRequest, match="not found"):
        await bot.send_message(99, "x")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == -100500
    api.blocked.add(77)
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(77, "x")
    api.failing["sendMessage"] = 1
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(77, "x")


async def test_nobody_else_is_let_in(base: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:other", f"{base}/bot", f"{base}/file/bot"):
            pass


async def test_a_whole_bot_of_others_runs_before_it(api: BotApi, base: str, me: Somebody) -> None:
    """It asks, loses the line once, answers in order, and says at the end how far it has read."""
    heard = []

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        heard.append(update.message.text)
        await update.message.reply_text(f"您说：{update.message.text}")

    app = ApplicationBuilder().token(TOKEN).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2)
        await me.says("一")
        await until(lambda: heard == ["一"])
        api.failing["getUpdates"] = 1
        for text in ("二", "三"):
            await me.says(text)
        await until(lambda: api.texts(77) == ["您说：一", "您说：二", "您说：三"])
        await app.updater.stop()
        await app.stop()
    assert heard == ["一", "二", "三"]
    assert api.updates == []

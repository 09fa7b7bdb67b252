"""A client that is not ours speaks with the fake server: it is not merely shaped after our own."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter

from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.people import GROUP, Somebody


async def test_python_telegram_bot_understands_it(api: BotApi) -> None:
    base = await api.start()
    api.files["picture"] = b"content"
    me = Somebody(api)
    async with Bot(TOKEN, f"{base}/bot", f"{base}/file/bot") as bot:
        assert bot.username == "shiliu_test_bot"
        await me.says("你好 @shiliu_test_bot")
        await me.sends(photo=[{"file_id": "picture", "file_unique_id": "p", "width": 1, "height": 1}])
        first, second = await bot.get_updates(timeout=1)
        assert first.message.text == "你好 @shiliu_test_bot"
        assert list(first.message.parse_entities().values()) == ["@shiliu_test_bot"]
        assert first.message.date.year == 2025
        file = await bot.get_file(second.message.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == b"content"
        assert await bot.get_updates(offset=second.update_id + 1, timeout=0) == ()
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("对", callback_data="yes")]])
        sent = await bot.send_message(
            77, "对吗", reply_markup=markup, link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
        await me.presses("对")
        [pressed] = await bot.get_updates(offset=second.update_id + 1, timeout=1)
        assert pressed.callback_query.message.message_id == sent.message_id
        assert await pressed.callback_query.answer()
        await bot.edit_message_reply_markup(77, sent.message_id)
        assert await bot.set_my_commands([("help", "怎么用")])


async def test_its_refusals_are_the_real_ones(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # its next version does without being told
    base = await api.start()
    Somebody(api).message(text="x")
    Somebody(api, 77, GROUP).message(text="x")
    api.floods[77], api.migrated[GROUP] = 1, -100500
    async with Bot(TOKEN, f"{base}/bot", f"{base}/file/bot") as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(77, "x")
        with pytest.raises(BadRequest, match="too long"):
            await bot.send_message(77, "x" * 4097)
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(
                77,
                "x",
                reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="字" * 22)]]),
            )
        with pytest.raises(BadRequest, match="parse entities"):
            await bot.send_message(77, "<script>", parse_mode="HTML")
        with pytest.raises(BadRequest, match="not found"):
            await bot.send_message(99, "x")
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(GROUP, "x")
        assert moved.value.new_chat_id == -100500
        api.blocked.add(77)
        with pytest.raises(Forbidden):
            await bot.send_message(77, "x")
        await bot.set_webhook("https://bot.example.cn/telegram", secret_token="s")
        with pytest.raises(Conflict):
            await bot.get_updates(timeout=1)
    with pytest.raises(InvalidToken):
        async with Bot("1:other", f"{base}/bot", f"{base}/file/bot"):
            pass

"""A table of raw updates and what each means."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.telegram.buttons import behind, meant
from connectors.telegram.payload import convert
from connectors.telegram.updates import Me, Moved, read
from storage.messages import Attachment, Button, Inbound, Line

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
ME = Me(4242, "shiliu_test_bot")
PERSON = {"id": 77, "is_bot": False, "first_name": "李"}
PRIVATE = {"id": 77, "type": "private"}
GROUP = {"id": -5, "type": "supergroup", "title": "村里"}
MINE = {"message_id": 3, "from": {"id": 4242, "is_bot": True}, "chat": GROUP}


def meaning(kind: str, **content: Any) -> Inbound | Moved | None:
    raw = {"update_id": 9, kind: content}
    return read(convert(json.loads(json.dumps(raw))), ME, NOW)


def said(**content: Any) -> Inbound | Moved | None:
    return meaning("message", **{"message_id": 5, "date": 1, "from": PERSON, "chat": PRIVATE, **content})


def mark(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"entities": [{"type": kind, "offset": offset, "length": length, **more}]}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"text": "书屋锁着"}, {"text": "书屋锁着", "external_id": "4242:77:5", "chat": "77", "sender": "77", "group": False}),
        ({"text": "/help", **mark("bot_command", 0, 5)}, {"text": "帮助"}),
        ({"text": "/report 书屋锁着", **mark("bot_command", 0, 7)}, {"text": "书屋锁着"}),
        ({"text": "/status 0007", **mark("bot_command", 0, 7)}, {"text": "查进度 0007"}),
        ({"text": "/start v17", **mark("bot_command", 0, 6)}, {"text": "你好"}),
        ({"text": "/unknown", **mark("bot_command", 0, 8)}, {"text": "/unknown"}),
        ({"sticker": {"emoji": "👍", "file_id": "s"}}, {"text": "👍"}),
        ({"dice": {"emoji": "🎲", "value": 3}}, {"text": ""}),
        ({"poll": {"id": "1", "question": "?"}}, {"text": ""}),
        ({"contact": {"phone_number": "+8613900001234", "first_name": "李", "user_id": 77}}, {"text": "13900001234"}),
        ({"contact": {"phone_number": "+8613900001234", "first_name": "大爷", "last_name": "王"}}, {"text": "王大爷 13900001234"}),
        ({"contact": {"phone_number": "0533-3240000", "first_name": "馆"}}, {"text": "馆 0533-3240000"}),
        ({"photo": [{"file_id": "s", "file_size": 1}, {"file_id": "b", "file_size": 9}], "caption": "坏了"},
         {"text": "坏了", "attachments": (Attachment("photo", mime="image/jpeg", size=9, source="b"),)}),
        ({"photo": [{"file_id": "b"}], "media_group_id": "8"}, {"album": "77:8"}),
        ({"voice": {"file_id": "v", "mime_type": "audio/ogg", "file_size": 5}}, {"attachments": (Attachment("voice", mime="audio/ogg", size=5, source="v"),)}),
        ({"document": {"file_id": "d", "mime_type": "image/png", "file_name": "图.png"}}, {"attachments": (Attachment("photo", name="图.png", mime="image/png", source="d"),)}),
        ({"document": {"file_id": "d", "mime_type": "application/pdf", "file_name": "a.pdf"}}, {"attachments": (Attachment("file", name="a.pdf", mime="application/pdf", source="d"),)}),
        ({"location": {"latitude": 36.1, "longitude": 118.2}}, {"attachments": (Attachment("location", latitude=36.1, longitude=118.2),)}),
        ({"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "书屋", "address": "燕崖镇"}}, {"attachments": (Attachment("location", latitude=1, longitude=2, label="燕崖镇 书屋"),)}),
        ({"chat": GROUP, "text": "晚上跳舞"}, {"group": True, "to_bot": False, "chat": "-5"}),
        ({"chat": GROUP, "text": "👍 @Shiliu_Test_Bot 书屋锁着", **mark("mention", 3, 16)}, {"to_bot": True, "text": "👍 书屋锁着"}),
        ({"chat": GROUP, "text": "小石榴 书屋锁着", **mark("text_mention", 0, 3, user={"id": 4242})}, {"to_bot": True, "text": "小石榴 书屋锁着"}),
        ({"chat": GROUP, "text": "@someone 书屋", **mark("mention", 0, 8)}, {"to_bot": False, "text": "@someone 书屋"}),
        ({"chat": GROUP, "text": "我也想要", "reply_to_message": MINE}, {"to_bot": True}),
        ({"chat": GROUP, "text": "/status@other_bot", **mark("bot_command", 0, 17)}, {"to_bot": False}),
        ({"chat": GROUP, "photo": [{"file_id": "b"}]}, {"attachments": ()}),
        ({"chat": GROUP, "text": "x", "message_thread_id": 17, "is_topic_message": True}, {"chat": "-5/17"}),
        ({"chat": GROUP, "text": "x", "message_thread_id": 17}, {"chat": "-5"}),
    ],
)  # fmt: skip
def test_a_message_means(content: dict[str, Any], expected: dict[str, Any]) -> None:
    message = said(**content)
    assert isinstance(message, Inbound)
    assert {name: getattr(message, name) for name in expected} == expected
    assert (message.channel, message.received_at) == ("telegram", NOW)


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_title": "新名字", "chat": GROUP},
        {"pinned_message": {"message_id": 3}},
        {"text": "x", "from": {"id": 1, "is_bot": True}},
        {"text": "x", "from": {"id": 777000}, "is_automatic_forward": True, "chat": GROUP},
        {"text": "x", "chat": {"id": -9, "type": "channel"}},
    ],
)
def test_what_nobody_said_means_nothing(content: dict[str, Any]) -> None:
    assert said(**content) is None


def test_an_edit_names_the_message_that_it_corrects() -> None:
    edit = meaning("edited_message", message_id=5, chat=PRIVATE, text="东里镇", **{"from": PERSON})
    assert isinstance(edit, Inbound)
    assert (edit.edit_of, edit.external_id) == ("4242:77:5", "4242:77:5:e9")
    live = {"location": {"latitude": 1, "longitude": 2}}
    assert meaning("edited_message", message_id=5, chat=PRIVATE, **live, **{"from": PERSON}) is None


def test_a_pressed_button_says_what_stands_behind_it() -> None:
    rows = {
        "inline_keyboard": [
            [{"text": "记下来", "callback_data": "~ab"}, {"text": "对", "callback_data": "对的"}]
        ]
    }
    message = {"message_id": 6, "date": 1, "chat": GROUP, "reply_markup": rows}
    plain = meaning("callback_query", id="q1", data="对的", message=message, **{"from": PERSON})
    token = meaning("callback_query", id="q2", data="~ab", message=message, **{"from": PERSON})
    assert isinstance(plain, Inbound)
    assert isinstance(token, Inbound)
    assert (plain.text, plain.payload, plain.sender, plain.to_bot) == ("对的", "对的", "77", True)
    assert (token.text, token.payload) == ("记下来", "~ab")
    assert meaning("callback_query", id="q3", data="对的", **{"from": PERSON}) is None


def test_a_group_that_moves_is_told_from_both_sides() -> None:
    assert said(chat=GROUP, migrate_to_chat_id=-1005) == Moved("-5", "-1005")
    assert said(chat={"id": -1005, "type": "supergroup"}, migrate_from_chat_id=-5) == Moved("-5", "-1005")


@pytest.mark.parametrize(
    ("old", "new", "heard"),
    [("left", "member", True), ("member", "administrator", False), ("member", "kicked", False)],
)
def test_only_a_new_group_is_greeted(old: str, new: str, heard: bool) -> None:
    change = {"old_chat_member": {"status": old}, "new_chat_member": {"status": new}}
    assert (meaning("my_chat_member", chat=GROUP, **change, **{"from": PERSON}) is not None) == heard
    assert meaning("my_chat_member", chat=PRIVATE, **change, **{"from": PERSON}) is None


@pytest.mark.parametrize("payload", ["对", "字" * 21, "字" * 22, "~自己写的", ""])
def test_what_stands_behind_a_button_fits_and_is_found_again(payload: str) -> None:
    line = Line(NOW, True, "?", (Button("x", payload),))
    assert 1 <= len(behind(payload).encode()) <= 64
    assert meant(behind(payload), [line]) == payload
    assert meant("~unknown", [line]) is None

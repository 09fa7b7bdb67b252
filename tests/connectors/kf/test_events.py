"""Raw messages → what they mean: one row each, as the platform's documentation gives them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.kf.events import (
    SESSION,
    Attended,
    Entered,
    Lost,
    Meaning,
    Returned,
    Said,
    Unsaid,
    chat_of,
    ends_of,
    read,
)
from connectors.kf.payload import item
from storage.messages import Attachment

SENT = datetime(2021, 7, 5, 3, 30, 27, tzinfo=UTC)
NOW = SENT + timedelta(seconds=5)
CHAT = "wkAJ2/wmA"
BASE = {
    "msgid": "from_msgid_4622416642169452483", "open_kfid": "wkAJ2", "external_userid": "wmA",
    "send_time": 1625455827, "origin": 3,
}  # fmt: skip


def meaning(now: datetime = NOW, **fields: Any) -> Meaning:
    return read(item({**BASE, **fields}), now)


PLACE = Attachment(
    "location", latitude=23.106021881103516, longitude=113.320503234863, label="广州国际媒体港 广州市海珠区"
)
LOCATION = {"name": "广州国际媒体港", "address": "广州市海珠区"}
SAID: list[tuple[dict[str, Any], str, tuple[Attachment, ...], str | None]] = [
    ({"msgtype": "text", "text": {"content": " 书屋锁着门 "}}, "书屋锁着门", (), None),
    ({"msgtype": "text", "text": {"content": "满意", "menu_id": "s:rate:5"}}, "rate:5", (), "rate:5"),
    ({"msgtype": "text", "text": {"content": "满意", "menu_id": "101"}}, "满意", (), None),
    ({"msgtype": "image", "image": {"media_id": "m"}}, "", (Attachment("photo", source="m"),), None),
    ({"msgtype": "voice", "voice": {"media_id": "m"}}, "", (Attachment("voice", source="m"),), None),
    ({"msgtype": "video", "video": {"media_id": "m"}}, "", (Attachment("video", source="m"),), None),
    ({"msgtype": "file", "file": {"media_id": "m"}}, "", (Attachment("file", source="m"),), None),
    ({"msgtype": "image"}, "", (), None),
    ({"msgtype": "location", "location": {"latitude": 23.106021881103516, "longitude": "113.320503234863", **LOCATION}}, "", (PLACE,), None),
    ({"msgtype": "location", "location": {"latitude": 999, "longitude": 1, **LOCATION}}, "广州国际媒体港 广州市海珠区", (), None),
    ({"msgtype": "link", "link": {"title": "通知", "desc": "x", "url": "https://x/1"}}, "通知\nhttps://x/1", (), None),
    ({"msgtype": "miniprogram", "miniprogram": {"title": "看演出", "appid": "wx1", "pagepath": "p"}}, "看演出", (), None),
    ({"msgtype": "msgmenu", "msgmenu": {"head_content": "您满意吗", "list": []}}, "您满意吗", (), None),
    ({"msgtype": "business_card", "business_card": {"userid": "zhang"}}, "", (), None),
    ({"msgtype": "merged_msg", "merged_msg": {"title": "群聊"}}, "", (), None),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "text", "attachments", "payload"), SAID)
def test_a_message_is_what_was_said(
    fields: dict[str, Any], text: str, attachments: tuple[Attachment, ...], payload: str | None
) -> None:
    found = meaning(**fields)
    assert isinstance(found, Said)
    message = found.message
    assert (message.text, message.attachments, message.payload) == (text, attachments, payload)
    assert (message.conversation, message.identity) == (f"kf:{CHAT}", f"kf:{CHAT}")
    assert message.external_id == f"{CHAT}\nfrom_msgid_4622416642169452483"
    assert (found.at, message.received_at, message.album) == (SENT, NOW, None)


def test_words_of_long_ago_are_parts_of_one() -> None:
    late = meaning(SENT + timedelta(minutes=11), msgtype="text", text={"content": "书屋"})
    pressed = meaning(SENT + timedelta(minutes=11), msgtype="text", text={"content": "对", "menu_id": "s:对"})
    assert isinstance(late, Said)
    assert isinstance(pressed, Said)
    assert late.message.album
    assert pressed.message.album is None


def test_staff_who_speak_have_the_conversation() -> None:
    assert meaning(origin=5, msgtype="text", text={"content": "我来"}) == Attended(CHAT, SENT)


def event(kind: str, now: datetime = NOW, **fields: Any) -> Meaning:
    inside = {"event_type": kind, "open_kfid": "wkAJ2", "external_userid": "wmA", **fields}
    return read(
        item({"msgid": "e", "send_time": 1625455827, "origin": 4, "msgtype": "event", "event": inside}), now
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (event("msg_send_fail", fail_msgid="7_x", fail_type=4), Lost(CHAT, "7_x", 4)),
        (event("session_status_change", change_type=1), Attended(CHAT, SENT)),
        (event("session_status_change", change_type=2), Attended(CHAT, SENT)),
        (event("session_status_change", change_type=3), Returned(CHAT)),
        (event("session_status_change", change_type=4), Attended(CHAT, SENT)),
        (event("session_status_change", change_type=9), None),
        (event("user_recall_msg", recall_msgid="m"), Unsaid(CHAT, f"{CHAT}\nm")),
        (event("user_recall_msg"), None),
        (event("servicer_status_change", status=1), None),
        (event("enter_session"), None),
        (event("enter_session", scene="oauth", scene_param="123"), None),
        (event("enter_session", NOW + timedelta(minutes=1), welcome_code="c"), None),
        (meaning(origin=4, msgtype="text"), None),
        (meaning(open_kfid="a/b", msgtype="text"), None),
        (meaning(external_userid="", msgtype="text"), None),
        (meaning(msgid="", msgtype="text"), None),
    ],
)  # fmt: skip
def test_an_event_means_what_the_table_says(found: Meaning, expected: Meaning) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("scene_param", "code", "text", "place"),
    [("", "c", "你好", ""), ("v-1", "c", "你好", ""), ("燕崖镇碾砣村", "c", "燕崖镇碾砣村", "燕崖镇碾砣村"),
     ("%E7%A2%BE%E7%A0%A3%E6%9D%91", "", "碾砣村", "碾砣村")],
)  # fmt: skip
def test_who_comes_in_comes_from_somewhere(scene_param: str, code: str, text: str, place: str) -> None:
    found = event("enter_session", scene_param=scene_param, welcome_code=code)
    assert isinstance(found, Entered)
    assert (found.message.text, found.place, found.code) == (text, place, code)
    assert found.until == SENT + timedelta(seconds=20)


def test_a_chat_names_account_and_resident() -> None:
    assert ends_of(chat_of("wk-1_A", "wm")) == ("wk-1_A", "wm")
    assert chat_of("wk", "w:m") == chat_of("", "wm") == chat_of("w" * 65, "wm") == ""
    assert timedelta(hours=48) == SESSION

"""Raw payloads → what they mean: one row a payload, as WeChat's documentation gives them."""

from datetime import UTC, datetime

import pytest

from connectors.tencent.cipher import Cipher
from connectors.tencent.envelope import Envelope
from connectors.tencent.scene import scene
from connectors.wechat.events import TOUCHED, WROTE, Happened, read
from storage.messages import Attachment
from tests.connectors.wechat.platform import APP_ID, KEY, TOKEN

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SENT = datetime(2014, 2, 23, 12, 33, 13, tzinfo=UTC)
HEAD = (
    "<ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[oUser]]></FromUserName>"
    "<CreateTime>1393158793</CreateTime>"
)


def happened(inside: str) -> Happened | None:
    letter = Envelope(Cipher(APP_ID, TOKEN, (KEY,))).open(f"<xml>{HEAD}{inside}</xml>".encode(), {})
    return read(letter.fields, NOW)


def raw(kind: str, **fields: object) -> str:
    """A message of one kind with the id 1; numbers stand bare, as WeChat writes them."""
    shown = [
        f"<{k}><![CDATA[{v}]]></{k}>" if isinstance(v, str) else f"<{k}>{v}</{k}>" for k, v in fields.items()
    ]
    return f"<MsgType><![CDATA[{kind}]]></MsgType>{''.join(shown)}<MsgId>1</MsgId>"


PLACE = Attachment("location", latitude=23.134521, longitude=113.358803, label="文化站")
MESSAGES: list[tuple[str, str, tuple[Attachment, ...]]] = [
    (raw("text", Content=" 书屋锁着门 "), "书屋锁着门", ()),
    (raw("image", PicUrl="http://x", MediaId="m"), "", (Attachment("photo", source="m"),)),
    (
        raw("voice", MediaId="m", Format="amr", Recognition="书屋锁着门。"),
        "书屋锁着门。",
        (Attachment("voice", source="m"),),
    ),
    (raw("voice", MediaId="m", Format="amr") + "<Recognition/>", "", (Attachment("voice", source="m"),)),
    (raw("video", MediaId="m", ThumbMediaId="t"), "", (Attachment("video", source="m"),)),
    (raw("shortvideo", MediaId="m"), "", (Attachment("video", source="m"),)),
    (
        raw("location", Location_X=23.134521, Location_Y=113.358803, Scale=20, Label="文化站"),
        "",
        (PLACE,),
    ),
    (raw("location", Location_X="nan", Location_Y=999, Label="文化站"), "文化站", ()),
    (raw("link", Title="通知", Description="", Url="https://x/1"), "通知\nhttps://x/1", ()),
    (raw("file", Title="表.xlsx"), "", ()),
]


@pytest.mark.parametrize(("inside", "text", "attachments"), MESSAGES)
def test_a_message_is_what_was_said(inside: str, text: str, attachments: tuple[Attachment, ...]) -> None:
    found = happened(inside)
    assert found is not None
    message = found.message
    assert (message.text, message.attachments, message.unkept) == (text, attachments, ())
    assert (message.conversation, message.identity) == ("wechat:oUser", "wechat:oUser")
    assert (message.external_id, message.received_at) == ("oUser\n1", NOW)
    assert (found.window, found.at, found.leaves) == (WROTE, SENT, False)


def event(name: str, key: str = "") -> Happened | None:
    kind = f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{name}]]></Event>"
    return happened(f"{kind}<EventKey><![CDATA[{key}]]></EventKey>")


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("subscribe", "", "你好"),
        ("subscribe", "qrscene_燕崖镇碾砣村", "燕崖镇碾砣村"),
        ("subscribe", "qrscene_123123", "你好"),
        ("SCAN", "燕崖镇碾砣村", "燕崖镇碾砣村"),
        ("CLICK", "查进度", "查进度"),
    ],
)
def test_an_event_stands_for_words(name: str, key: str, text: str) -> None:
    found = event(name, key)
    assert found is not None
    assert found.message.text == text
    assert (found.window, found.leaves) == (TOUCHED, False)
    assert found.message.external_id.startswith("oUser\n1393158793\n")


def test_a_farewell_opens_no_window() -> None:
    found = event("unsubscribe")
    assert found is not None
    assert (found.leaves, found.window, found.message.text) == (True, None, "")


@pytest.mark.parametrize("name", ["LOCATION", "VIEW", "scancode_push", "TEMPLATESENDJOBFINISH", "unknown"])
def test_other_events_mean_nothing(name: str) -> None:
    assert event(name, "x") is None


def test_a_pressed_line_counts_as_a_click() -> None:
    found = happened(
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[满意]]></Content>"
        "<MsgId>1</MsgId><bizmsgmenuid>1</bizmsgmenuid>"
    )
    assert found is not None
    assert (found.pressed, found.window, found.message.text) == (True, TOUCHED, "满意")


@pytest.mark.parametrize(
    "inside",
    ["<MsgType>text</MsgType><Content>x</Content>", "<MsgType>text</MsgType><MsgId></MsgId>"],
)
def test_a_message_without_an_id_cannot_be_told_from_its_repetition(inside: str) -> None:
    assert happened(inside) is None


def test_a_scene_is_cut_and_must_name_something() -> None:
    assert scene("村" * 100) == "村" * 64
    assert scene("  ") == scene("v-1") == "你好"

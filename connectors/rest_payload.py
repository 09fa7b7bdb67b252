"""Payloads of the REST channel, in the shape of Rasa's."""

import base64
from typing import Annotated

import msgspec

from connectors.problem import Problem
from storage.messages import AttachmentKind, Outbound

Degrees = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Name = Annotated[str, msgspec.Meta(max_length=200)]


class Enclosed(msgspec.Struct, frozen=True):
    """A thing sent along. A photo or voice message comes as base64 or as the digest of an earlier one.

    {"kind": "photo", "name": "操场.jpg", "mime": "image/jpeg", "content": "/9j/4AAQSkZJRg…"}
    {"kind": "location", "latitude": 36.18, "longitude": 118.17, "label": "燕崖镇文化站"}
    """

    kind: AttachmentKind
    name: Name = ""
    mime: Annotated[str, msgspec.Meta(max_length=100)] = ""
    content: str | None = None
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")] | None = None
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    label: Name = ""

    def decoded(self) -> bytes | None:
        """Return the content; raises Problem 400 where it is no base64."""
        if self.content is None:
            return None
        try:
            return base64.b64decode(self.content, validate=True)
        except ValueError:  # of binascii, and of letters that are not ASCII at all
            zh, en = "附件的 content 不是 base64", "attachment content is not base64"
            raise _bad(zh, en, "bad_attachment") from None


class Metadata(msgspec.Struct, frozen=True):
    """What may come along; other fields are ignored."""

    message_id: str | int | None = None
    edit_of: str | int | None = None
    attachments: tuple[Enclosed, ...] = ()


class Call(msgspec.Struct, frozen=True):
    """One message.

    {"sender": "visitor-17", "message": "村里的图书室老不开门",
     "metadata": {"message_id": "m-1", "attachments": []}}
    """

    sender: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    message: str | None = None
    metadata: Metadata | None = None


_call = msgspec.json.Decoder(Call)


def parse(body: bytes) -> Call:
    """Read a request body; raises Problem 400 that says what is wrong and where."""
    try:
        call = _call.decode(body)
    except msgspec.ValidationError as error:
        raise _bad(f"字段缺少或不对：{error}", f"missing or wrong field: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _bad("请求内容不是正确的 JSON（UTF-8）", "the body is not JSON in UTF-8", "bad_json") from None
    if not call.sender.isprintable():
        raise _bad("sender 里有看不见的字符", "sender has characters that cannot be printed")
    if not (call.message or "").strip() and not (call.metadata and call.metadata.attachments):
        raise _bad("message 是空的，也没有附件", "message is empty and nothing is attached", "empty")
    return call


def _bad(zh: str, en: str, code: str = "bad_field") -> Problem:
    return Problem(400, code, zh, en)


def rendered(sender: str, out: Outbound) -> dict[str, object]:
    """Return a message as Rasa's clients expect it; ``buttons`` only where there are any.

    {"recipient_id": "visitor-17", "text": "是哪个村？", "buttons": [{"title": "燕崖", "payload": "燕崖"}]}
    """
    shown: dict[str, object] = {"recipient_id": sender, "text": out.text}
    if out.buttons:
        shown["buttons"] = [{"title": button.title, "payload": button.payload} for button in out.buttons]
    return shown

"""People on Telegram: what they do becomes updates of the fake server."""

import time
from dataclasses import dataclass
from typing import Any

from tests.connectors.telegram.bot_api import ME, BotApi
from tests.connectors.telegram.polls import choose
from tests.connectors.telegram.rules import chat_of

GROUP = -500


@dataclass
class Somebody:
    """A person in a chat: alone with the bot, or in a group (``chat`` is negative)."""

    api: BotApi
    id: int = 77
    chat: int = 0
    topic: int | None = None

    def __post_init__(self) -> None:
        self.chat = self.chat or self.id
        self.api.groups |= {self.chat} if self.chat < 0 else set()

    @property
    def user(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": "桂花",
            "last_name": "李",
            "language_code": "zh-hans",
        }

    def message(self, **content: Any) -> dict[str, Any]:
        number = self.api.number()
        topic = {"message_thread_id": self.topic, "is_topic_message": True} if self.topic else {}
        message = {
            "message_id": number,
            "date": int(time.time()),
            "from": self.user,
            "chat": chat_of(self.chat),
            **topic,
            **content,
        }
        self.api.messages[self.chat, number] = message
        return message

    async def sends(self, **content: Any) -> dict[str, Any]:
        message = self.message(**content)
        await self.api.put({"message": message})
        return message

    async def says(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.sends(text=text, **marked(text), **more)

    async def edits(self, message: dict[str, Any], text: str) -> None:
        await self.api.put(
            {"edited_message": {**message, "text": text, "edit_date": int(time.time()), **marked(text)}}
        )

    async def presses(self, title: str) -> None:
        message = next(
            m for m in reversed(self.api.sent) if m["chat"]["id"] == self.chat and buttons(m).get(title)
        )
        number = f"press-{self.api.next_id}"
        self.api.presses.add(number)
        whole = self.api.messages[self.chat, message["message_id"]]
        data = buttons(message)[title]
        await self.api.put(
            {
                "callback_query": {
                    "id": number,
                    "from": self.user,
                    "chat_instance": "1",
                    "data": data,
                    "message": whole,
                }
            }
        )

    async def votes(self, option: str | None) -> dict[str, Any] | None:
        """Choose an option of the last poll of the chat by its words; None takes the vote back."""
        poll = [poll for poll in self.api.polls.values() if poll.chat == self.chat][-1]
        return await choose(
            self.api, self.user, poll, *([] if option is None else [poll.options.index(option)])
        )

    async def answers(self, text: str) -> dict[str, Any]:
        """Use Telegram's own way to answer the bot's last message."""
        last = self.api.last(self.chat)
        return await self.says(
            text,
            reply_to_message={
                "message_id": last["message_id"],
                "date": 1,
                "chat": chat_of(self.chat),
                "from": ME,
                "text": last["text"],
            },
        )


def marked(text: str) -> dict[str, Any]:
    """The marks that Telegram puts on mentions and commands, in UTF-16 units."""
    found = []
    for word in text.split():
        kind = {"@": "mention", "/": "bot_command"}.get(word[0])
        if kind:
            before = text[: text.index(word)]
            found.append({"type": kind, "offset": _units(before), "length": _units(word)})
    return {"entities": found} if found else {}


def buttons(message: dict[str, Any]) -> dict[str, str]:
    return {
        b["text"]: b["callback_data"] for row in message["markup"].get("inline_keyboard", []) for b in row
    }


def keyboard(message: dict[str, Any]) -> list[str]:
    return [b["text"] for row in message["markup"].get("keyboard", []) for b in row]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

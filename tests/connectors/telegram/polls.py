"""Polls of the fake Bot API: what they may be, who may choose what, and when the bot hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.connectors.telegram.rules import RefusalError, chat_of, parsed

if TYPE_CHECKING:
    from tests.connectors.telegram.bot_api import BotApi

QUESTION, OPTION, MOST = 300, 100, 12
FIRST_ID = 5346000000000000000
YES = ("true", "True", "1")


@dataclass
class Poll:
    id: str
    chat: int
    message: int
    question: str
    options: list[str]
    anonymous: bool
    several: bool
    closed: bool = False
    chosen: dict[int, list[int]] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        counts = [sum(n in chosen for chosen in self.chosen.values()) for n in range(len(self.options))]
        return {
            "id": self.id, "question": self.question, "type": "regular", "is_closed": self.closed,
            "is_anonymous": self.anonymous, "allows_multiple_answers": self.several, "allows_revoting": True,
            "members_only": False, "total_voter_count": sum(bool(chosen) for chosen in self.chosen.values()),
            "options": [
                {"persistent_id": str(n), "text": text, "voter_count": count}
                for n, (text, count) in enumerate(zip(self.options, counts, strict=True))
            ],
        }  # fmt: skip


def send(api: BotApi, params: dict[str, Any]) -> dict[str, Any]:
    chat = int(params["chat_id"])
    api.may_write(chat)
    options = [one if isinstance(one, str) else one["text"] for one in parsed(params, "options") or []]
    check(params.get("question", ""), options)
    anonymous = str(params.get("is_anonymous", "true")) in YES
    number, several = api.number(), str(params.get("allows_multiple_answers", "false")) in YES
    poll = Poll(str(FIRST_ID + number), chat, number, params["question"], options, anonymous, several)
    api.polls[poll.id] = poll
    message = {
        "message_id": number,
        "date": 1763700000,
        "from": api.me,
        "chat": chat_of(chat),
        "poll": poll.shown(),
    }
    api.messages[chat, number] = message
    api.sent.append(
        {**message, "text": poll.question, "markup": {}, "reply": parsed(params, "reply_parameters") or {}}
    )
    return message


def check(question: str, options: list[str]) -> None:
    if not 1 <= len(question.strip()) <= QUESTION:
        raise RefusalError(
            400, "Bad Request: poll question must be non-empty and not longer than 300 characters"
        )
    if not options:
        raise RefusalError(400, "Bad Request: poll must have at least 1 option")
    if len(options) > MOST:
        raise RefusalError(400, f"Bad Request: poll can't have more than {MOST} options")
    if not all(1 <= len(option.strip()) <= OPTION for option in options):
        raise RefusalError(400, "Bad Request: poll options length must not exceed 100")


def stop(api: BotApi, params: dict[str, Any]) -> dict[str, Any]:
    at = (int(params["chat_id"]), int(params["message_id"]))
    poll = next((poll for poll in api.polls.values() if (poll.chat, poll.message) == at), None)
    if poll is None:
        raise RefusalError(400, "Bad Request: message with poll to stop not found")
    if poll.closed:
        raise RefusalError(400, "Bad Request: poll has already been closed")
    poll.closed = True
    return poll.shown()


async def choose(api: BotApi, user: dict[str, Any], poll: Poll, *options: int) -> dict[str, Any] | None:
    """Somebody chooses, or with no options takes it back; the bot hears of it only from an open poll that shows names."""
    if poll.closed or (len(options) > 1 and not poll.several):
        raise RefusalError(400, "Bad Request: the poll takes no such answer")
    if poll.chosen.get(user["id"], []) == list(options):
        return None
    poll.chosen[user["id"]] = list(options)
    if poll.anonymous:
        return None
    answer = {
        "poll_id": poll.id, "user": user, "option_ids": list(options),
        "option_persistent_ids": [str(n) for n in options],
    }  # fmt: skip
    return await api.put({"poll_answer": answer})

"""Where the real Bot API refuses: lengths, marks, buttons, rooms."""

import json
import re
from typing import Any

LONGEST, BUTTON, ANSWER, DOWNLOAD = 4096, 64, 200, 20_000_000
TAGS = frozenset((
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "tg-emoji", "a", "code", "pre",
    "blockquote",
))  # fmt: skip
MARK = re.compile(r"""(?P<tag><(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]*)?>)|(?P<wrong>[<&])""")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")
ACTIONS = frozenset((
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
))  # fmt: skip


class RefusalError(Exception):
    def __init__(self, code: int, words: str, **parameters: int) -> None:
        self.code, self.words, self.parameters = code, words, parameters


def parsed(params: dict[str, Any], name: str) -> Any:
    value = params.get(name)
    return json.loads(value) if isinstance(value, str) else value


def chat_of(chat: int) -> dict[str, Any]:
    return (
        {"id": chat, "type": "private", "first_name": "群众"}
        if chat > 0
        else {"id": chat, "type": "supergroup", "title": "村里的群"}
    )


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def said(params: dict[str, Any]) -> str:
    """The text of a message, which somebody must be able to see."""
    text: str = params.get("text", "")
    if not text.strip():
        raise RefusalError(400, "Bad Request: message text is empty")
    if params.get("parse_mode", "").upper() == "HTML":
        _marked(REFERENCE.sub("", text))
    if units(text) > LONGEST:
        raise RefusalError(400, "Bad Request: message is too long")
    return text


def _marked(text: str) -> None:
    """Tags are known ones and closed in turn; other marks are escaped."""
    entities, opened = "Bad Request: can't parse entities: ", list[str]()
    for found in MARK.finditer(text):
        name = (found["name"] or "").lower()
        if found["wrong"] or name not in TAGS:
            raise RefusalError(400, f'{entities}Unsupported start tag "{name}"')
        if not found["end"]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise RefusalError(400, f'{entities}Unmatched end tag "{name}"')
    if opened:
        raise RefusalError(400, f'{entities}Can\'t find end tag corresponding to start tag "{opened[-1]}"')


def answer(params: dict[str, Any], presses: set[str]) -> str:
    """The press that is answered."""
    if units(params.get("text", "")) > ANSWER:
        raise RefusalError(400, "Bad Request: MESSAGE_TOO_LONG")
    press: str = params["callback_query_id"]
    if press not in presses:
        raise RefusalError(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    return press


def menu(commands: list[dict[str, str]]) -> list[dict[str, str]]:
    """The commands that the chat shows."""
    if not all(
        re.fullmatch(r"[a-z0-9_]{1,32}", c["command"]) and 1 <= len(c["description"]) <= 256 for c in commands
    ):
        raise RefusalError(400, "Bad Request: BOT_COMMAND_INVALID")
    return commands


def check(markup: dict[str, Any], *, private: bool) -> None:
    for button in (b for row in markup.get("inline_keyboard", []) for b in row):
        if not button["text"].strip() or len(ACTIONS & button.keys()) != 1:
            raise RefusalError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button.get("callback_data", "x").encode()) <= BUTTON:
            raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
    shares = [
        b
        for row in markup.get("keyboard", [])
        for b in row
        if isinstance(b, dict) and (b.get("request_contact") or b.get("request_location"))
    ]
    if shares and not private:
        raise RefusalError(400, "Bad Request: phone number can be requested in private chats only")

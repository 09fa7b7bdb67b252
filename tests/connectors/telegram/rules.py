"""Where the real Bot API refuses: lengths, marks, buttons, rooms."""

import json
from html.parser import HTMLParser
from typing import Any

LONGEST, BUTTON, ANSWER, DOWNLOAD = 4096, 64, 200, 20_000_000
TAGS = frozenset(("b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler", "strong", "em"))


class RefusalError(Exception):
    def __init__(self, code: int, words: str, **parameters: int) -> None:
        self.code, self.words, self.parameters = code, words, parameters


class Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in TAGS:
            raise RefusalError(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')


def parsed(params: dict[str, Any], name: str) -> Any:
    value = params.get(name)
    return json.loads(value) if isinstance(value, str) else value


def chat_of(chat: int) -> dict[str, Any]:
    return (
        {"id": chat, "type": "private", "first_name": "群众"}
        if chat > 0
        else {"id": chat, "type": "supergroup", "title": "村里的群"}
    )


def check(markup: dict[str, Any], *, private: bool) -> None:
    for button in (b for row in markup.get("inline_keyboard", []) for b in row):
        if not 1 <= len(button.get("callback_data", "x").encode()) <= BUTTON:
            raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise RefusalError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    shares = [
        b
        for row in markup.get("keyboard", [])
        for b in row
        if isinstance(b, dict) and (b.get("request_contact") or b.get("request_location"))
    ]
    if shares and not private:
        raise RefusalError(400, "Bad Request: phone number can be requested in private chats only")

"""Kinds of answers that every form shares: choice, scale, score, free text, yes or no."""

import msgspec

from bot.engine.form_engine import SKIP_WORDS, Taken
from bot.engine.reply import Choice, Reply
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Option, Question

DIGITS = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}


def option_of(text: str, options: tuple[Option, ...]) -> Option | None:
    """Return the option meant by its number, title or one of its words; the longest word wins."""
    plain = text.strip().rstrip("。.!！~～、）)")
    number = DIGITS.get(plain, plain)
    if number.isdigit() and 1 <= int(number) <= len(options):
        return options[int(number) - 1]
    hits = [(len(w), o) for o in options for w in (o.title, *o.words) if w in plain]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message as the answer to a choice, scale or text question of any form."""
    if question.answer == "text":
        return _text(talk, frame, question)
    option = option_of(talk.text, question.options)
    return _filled(frame, question, option.code) if option else None


def _text(talk: Talk, frame: Frame, question: Question) -> Taken:
    if talk.text in SKIP_WORDS or talk.read.intent in ("skip", "human", "cancel") or not talk.text:
        return None
    return _filled(frame, question, talk.heard.message.text)


def _filled(frame: Frame, question: Question, value: str) -> Frame:
    return msgspec.structs.replace(frame, slots={**frame.slots, question.slot: value})


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    """Ask a question; its options become quick replies and are listed by number."""
    key = question.retry if question.retry and again else question.ask
    choices = tuple(Choice("button.option", o.title, {"title": o.title}) for o in question.options)
    lines = tuple(
        Reply("form.option", {"index": n, "title": o.title}) for n, o in enumerate(question.options, 1)
    )
    talk.say(key, *choices, options=lines)

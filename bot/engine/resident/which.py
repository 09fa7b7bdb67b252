"""Asking which case is meant: a short numbered list, answered by number, last digits or a word."""

import re
from collections.abc import Callable

import msgspec

from bot.engine.form_engine import Taken
from bot.engine.reply import Choice, Reply
from bot.engine.resident import progress
from bot.engine.resident.wish import Wish
from bot.engine.resident.words import plain
from bot.engine.state import Frame
from bot.engine.talk import Talk
from config.form import Question
from storage.case import Case

SHOWN = 6
NONE = "-"
WORD = 6
"""A message of so few characters is taken as the name of a case on the list, whatever else it may mean."""
OTHER_WISHES = frozenset(
    ("urge", "withdraw", "supplement", "evaluate", "cosign", "submit_need", "delete_data")
)
"""Intents that are not a choice from the list, unless the list was made for them."""
DIGITS = "零一二三四五六七八九"
_ORDINAL = re.compile(
    r"(?:是|看|查|要|选)?第?([一二三四五六]|[1-6])(?:[个件条号])?(?:那[个件条])?[吧。.,，!！]?"
)
_NONE = re.compile(r"都不是|不是这|没有我|哪个都不|none")


def label(case: Case) -> str:
    """Return what a case is called in a list: its own short line, or thing and place."""
    return case.summary.replace("\n", " ") or f"{case.place}{case.venue or ''}{case.topic or ''}"


def offer(
    talk: Talk,
    cases: tuple[Case, ...],
    wish: Wish,
    *,
    ask: str = "which.ask",
    name: Callable[[Case], str] = label,
) -> None:
    """List cases and wait for one to be chosen; what was wished is kept until then."""
    shown = cases[:SHOWN]
    labels = [name(case) for case in shown]
    twins = len({case.short for case in shown}) < len(shown)
    lines = tuple(
        _line(n, case, called, twins=twins)
        for n, (case, called) in enumerate(zip(shown, labels, strict=True), 1)
    )
    choices = tuple(Choice("button.which", str(n), {"index": n}) for n in range(1, len(shown) + 1))
    slots = {
        "wish": msgspec.json.encode(wish).decode(),
        "cases": "\n".join(case.no for case in shown),
        "labels": "\n".join(labels),
    }
    form = talk.world.forms.latest("which")
    talk.push(Frame(form.id, form.version, slots, asked="which", seen=("which",)))
    talk.say(ask, *choices, lines=lines, private=True)


def _line(index: int, case: Case, called: str, *, twins: bool) -> Reply:
    """One case of a list by its last digits, where two share them by the whole number."""
    number = case.no if twins else case.short
    return Reply(
        "which.line", {"index": index, "short": number, "label": called, "state": progress.brief(case)}
    )


def take(talk: Talk, frame: Frame, question: Question) -> Taken:
    """Read a message as a choice from the list."""
    deed = msgspec.json.decode(frame.slots["wish"], type=Wish).deed
    intent = "check_status" if deed == "status" else deed
    chosen = _chosen(talk, intent, frame.slots["cases"].split("\n"), frame.slots["labels"].split("\n"))
    return msgspec.structs.replace(frame, slots={**frame.slots, question.slot: chosen}) if chosen else None


def _chosen(talk: Talk, intent: str, numbers: list[str], labels: list[str]) -> str | None:
    text = plain(talk)
    if match := _ORDINAL.fullmatch(text):
        index = int(match[1]) if match[1].isdigit() else DIGITS.index(match[1])
        return numbers[index - 1] if index <= len(numbers) else None
    if len(text) > WORD and talk.read.intent in OTHER_WISHES and talk.read.intent != intent:
        return None
    digits = talk.read.case_no or "".join(filter(str.isdigit, text))
    ends = [no for no in numbers if len(digits) >= 4 and no.endswith(digits)]
    if len(ends) == 1:
        return ends[0]
    if _NONE.search(text):
        return NONE
    return _by_word(talk, text, numbers, labels)


def _by_word(talk: Talk, text: str, numbers: list[str], labels: list[str]) -> str | None:
    """The one case whose line holds the thing or place that was said."""
    if len(text) > 20 or (talk.read.needs and len(text) > WORD):
        return None
    said = [e.value for e in talk.read.entities if e.entity in ("topic", "venue", "place")]
    words = [w for w in (*said, text.removesuffix("的").removesuffix("那个")) if len(w) >= 2]
    hits = [no for no, name in zip(numbers, labels, strict=True) if any(w in name for w in words)]
    return hits[0] if len(hits) == 1 else None


def put(talk: Talk, _frame: Frame, question: Question, again: bool) -> None:
    """A list is offered once: whoever speaks of something else meanwhile has moved on."""
    if again:
        talk.pop()
    else:
        talk.say(question.ask)

"""How the call form shows its drafts and asks: brief and exact."""

from bot.engine.reply import Choice, Field, Reply
from bot.engine.staff import operator_record as record
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.form import Question
from storage.labels import CATEGORIES, KINDS, URGENCIES

FILE = Choice("operator.button_file", "入账")
CANCEL = Choice("operator.button_cancel", "取消")
SKIP = Choice("button.skip", "跳过")


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:  # noqa: ARG001 - always in full
    """Show the drafts with what is still missing."""
    if not frame.drafts:
        talk.say(question.ask, CANCEL, private=True)
        return
    choices = (FILE, CANCEL) if question.answer == "confirm" else (SKIP, FILE, CANCEL)
    talk.say(
        "operator.draft", *choices, count=len(frame.drafts), items=items(frame.drafts),
        contact=contact(frame), answer=_answer(frame), wrong=_wrong_phone(talk), ask=Reply(question.ask),
        private=True,
    )  # fmt: skip


def items(drafts: tuple[Draft, ...]) -> tuple[Reply, ...]:
    """Return one line a draft."""
    return tuple(Reply("operator.item", _fields(index, draft)) for index, draft in enumerate(drafts, 1))


def _fields(index: int, draft: Draft) -> dict[str, Field]:
    place = (draft.town or "") + (draft.village or "")
    venue = draft.venue if draft.venue and draft.venue not in place else ""
    where = " ".join(part for part in (place, venue, draft.when) if part)
    return {
        "index": index,
        "summary": draft.summary,
        "labels": "·".join((KINDS[draft.kind], CATEGORIES[draft.category], URGENCIES[draft.urgency])),
        "where": f"｜{where}" if where else "",
    }


def contact(frame: Frame) -> Reply:
    """Return the line about the caller."""
    slots = frame.slots
    if slots.get("anonymous"):
        return Reply("operator.anonymous")
    if slots.get("minor"):
        return Reply("operator.minor")
    marks = "（要求保密）" if slots.get("confidential") else ""
    known = {"name": slots.get("name", "未留"), "phone": slots.get("phone", "未留")}
    return Reply("operator.caller", {**known, "marks": marks})


def _answer(frame: Frame) -> Reply | str:
    answer = frame.slots.get("answer")
    return Reply("operator.answer", {"text": answer}) if answer else ""


def _wrong_phone(talk: Talk) -> Reply | str:
    digits = record.broken_phone(talk.read)
    return Reply("operator.phone_wrong", {"phone": digits, "count": len(digits)}) if digits else ""

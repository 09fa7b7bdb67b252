"""How the call form shows its drafts and asks: brief and exact."""

from bot.engine.reply import Choice, Field, Reply
from bot.engine.staff import operator_record as record
from bot.engine.staff.labels import unit_label
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.form import Question
from config.profile import Profile
from storage.labels import AUDIENCES, CATEGORIES, KINDS, URGENCIES

FILE = Choice("operator.button_file", "入账")
CANCEL = Choice("operator.button_cancel", "取消")
SKIP = Choice("button.skip", "跳过")


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:  # noqa: ARG001 - always in full
    """Show the drafts with what is still missing."""
    if not frame.drafts:
        talk.say(question.ask, CANCEL, private=True)
        return
    choices = (
        (FILE, CANCEL) if question.answer == "confirm" or not question.optional else (SKIP, FILE, CANCEL)
    )
    talk.say(
        "operator.draft", *choices, count=len(frame.drafts), items=items(talk, frame.drafts),
        contact=contact(frame), wrong=_wrong_phone(talk), ask=Reply(question.ask), private=True,
    )  # fmt: skip


def items(talk: Talk, drafts: tuple[Draft, ...]) -> tuple[Reply, ...]:
    """Return one line a draft, and under it what is to be decided or known about it."""
    return tuple(_item(talk, index, draft) for index, draft in enumerate(drafts, 1))


def _item(talk: Talk, index: int, draft: Draft) -> Reply:
    fields: dict[str, Field] = {
        "index": index,
        "speaker": f"{draft.taken.speaker}：" if draft.taken.speaker else "",
        "summary": draft.summary,
        "where": _where(draft),
        "more": tuple(_more(index, draft, talk.world.profile)),
    }
    if draft.taken.refer:
        return Reply("operator.item_referred", {**fields, "to": draft.taken.refer})
    labels = "·".join((KINDS[draft.kind], CATEGORIES[draft.category], URGENCIES[draft.urgency]))
    return Reply("operator.item", {**fields, "labels": labels})


def _where(draft: Draft) -> str:
    place = (draft.town or "") + (draft.village or "")
    venue = draft.venue if draft.venue and draft.venue not in place else ""
    where = " ".join(part for part in (place, venue, draft.when) if part)
    parts = (where, draft.topic if draft.topic and draft.topic not in draft.summary else "", _audience(draft))
    return "".join(f"｜{part}" for part in parts if part)


def _audience(draft: Draft) -> str:
    return "、".join(AUDIENCES[code] for code in draft.audience if code in AUDIENCES)


def _more(index: int, draft: Draft, profile: Profile) -> list[Reply]:
    taken, lines = draft.taken, []
    if taken.answer:
        lines.append(Reply("operator.answer", {"text": taken.answer}))
    if taken.unit and taken.due:
        unit = unit_label(taken.unit, profile)
        lines.append(Reply("operator.charged", {"unit": unit, "due": taken.due.isoformat()}))
    if taken.joins:
        lines.append(Reply("operator.joins", {"no": taken.joins}))
    elif taken.like:
        fields: dict[str, Field] = {
            "no": taken.like,
            "short": taken.like[-4:],
            "alike": taken.alike,
            "index": index,
        }
        lines.append(Reply("operator.like", fields))
    return lines


def contact(frame: Frame) -> Reply | str:
    """Return the line about the caller; none where each point has a speaker of its own."""
    slots = frame.slots
    if slots.get("anonymous"):
        return Reply("operator.anonymous")
    if slots.get("minor"):
        return Reply("operator.minor")
    if slots.get("contact") and not (slots.get("name") or slots.get("phone") or slots.get("confidential")):
        return "" if any(d.taken.speaker for d in frame.drafts) else Reply("operator.no_caller")
    marks = "（要求保密）" if slots.get("confidential") else ""
    known = {"name": slots.get("name", "未留"), "phone": slots.get("phone", "未留")}
    return Reply("operator.caller", {**known, "marks": marks})


def _wrong_phone(talk: Talk) -> Reply | str:
    digits = record.broken_phone(talk.read)
    return Reply("operator.phone_wrong", {"phone": digits, "count": len(digits)}) if digits else ""

"""How the intake asks and reads back; every word itself stands in the wording files."""

import re

from bot.engine.reply import Choice, Field, Reply
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.form import Question
from nlu.digits import ascii_digits, only_digits

YES, WRONG, CANCEL = (
    Choice("button.yes", "对"),
    Choice("button.wrong", "不对"),
    Choice("button.cancel", "不报了"),
)
SKIP, NO_PHONE = Choice("button.skip", "跳过"), Choice("button.no_phone", "不留")


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    """Ask one question of the intake; a confirmation reads back everything first."""
    if _incomplete(talk, frame, question):
        _phone_short(talk, frame)
    elif question.answer == "confirm":
        _confirm(talk, frame, again)
    elif question.answer == "contact":
        _ask_contact(talk, frame, question, again)
    else:
        _ask(talk, frame, question, again)


def _incomplete(talk: Talk, frame: Frame, question: Question) -> bool:
    asked = question.answer in ("contact", "confirm") and frame.slots.get("contact") != "-"
    return asked and "phone_incomplete" in talk.read.signals


def _ask(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    town = next((d.town for d in frame.drafts if d.town), "") or ""
    village = next((d.village for d in frame.drafts if d.village), "") or ""
    key = question.retry if question.retry and (again or frame.tries) else question.ask
    if question.answer == "matter" and not frame.tries and frame.drafts:
        key = "intake.ask_matter_photo" if frame.drafts[-1].attachments else "intake.ask_matter_place"
    if question.answer == "place" and any(a.kind == "location" for a in talk.heard.message.attachments):
        key = "intake.ask_place_pinned"
    if "danger" in frame.slots and question.slot == "place":
        key = "intake.ask_place_danger"
    talk.say(key, *((SKIP,) if question.optional else ()), town=town, village=village)
    if question.answer == "place":
        talk.want("place")


def _phone_short(talk: Talk, frame: Frame) -> None:
    said = _digits(talk)
    notice: Reply | str = "" if talk.person.notice or frame.tries else Reply("intake.notice_short")
    talk.say("intake.phone_short", NO_PHONE, phone=said, count=len(said), notice=notice, private=True)


def _digits(talk: Talk) -> str:
    """The longest run of digits in the message, however they were written."""
    runs = _RUN.findall(ascii_digits(talk.text))
    return max((only_digits(run) for run in runs), key=len, default="")


MEANT_AS_NUMBER = 5
"""From so many digits on a message was meant to be a telephone number."""
_RUN = re.compile(r"\d(?:[ \-–—_.·,，、]{0,3}\d)*")


def _ask_contact(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    if again or (frame.tries and len(_digits(talk)) < MEANT_AS_NUMBER):
        talk.say("intake.contact_reminder", NO_PHONE, private=True)
    elif frame.tries:
        talk.say(question.retry or question.ask, NO_PHONE, private=True)
    else:
        talk.say(question.ask, NO_PHONE, notice=Reply("intake.notice"), private=True)
    talk.want("phone")


def _confirm(talk: Talk, frame: Frame, again: bool) -> None:
    if again:
        talk.say("intake.confirm_again", YES, WRONG, CANCEL, private=True)
    elif frame.slots.get("confirm") == "no":
        talk.say("intake.what_is_wrong", CANCEL, private=True)
    else:
        key = "intake.corrected" if frame.tries else "intake.confirm"
        told = talk.person.notice or "contact" in frame.seen or frame.tries
        untold = frame.slots.get("phone") and not told
        notice: Reply | str = Reply("intake.notice_short") if untold else ""
        lines: dict[str, Field] = {"items": items(frame.drafts), "contact": _reached(frame), "notice": notice}
        talk.say(key, YES, WRONG, CANCEL, private=True, **lines)


def items(drafts: tuple[Draft, ...]) -> tuple[Reply, ...]:
    """Return the lines that read the needs back: one need in full, several numbered."""
    if len(drafts) == 1:
        return _one(drafts[0])
    return tuple(
        Reply("intake.item_numbered", {"index": n, "summary": d.summary, "place": _where(d)})
        for n, d in enumerate(drafts, 1)
    )


def _one(draft: Draft) -> tuple[Reply, ...]:
    lines = [Reply("intake.item", {"summary": draft.summary})]
    if where := _where(draft):
        lines.append(Reply("intake.item_place", {"place": where}))
    if draft.when:
        lines.append(Reply("intake.item_when", {"when": draft.when}))
    if photos := sum(a.kind in ("photo", "video", "file") for a in draft.attachments):
        lines.append(Reply("intake.item_photos", {"count": photos}))
    return tuple(lines)


def _where(draft: Draft) -> str:
    place = (draft.town or "") + (draft.village or "")
    venue = draft.venue if draft.venue and draft.venue not in place else ""
    return " ".join(part for part in (place, venue) if part)


def _reached(frame: Frame) -> tuple[Reply, ...]:
    secret = (Reply("intake.confidential"),) if frame.slots.get("confidential") else ()
    return (contact(frame), *secret)


def contact(frame: Frame) -> Reply:
    """Return the line that says how the resident is reached."""
    slots = frame.slots
    if slots.get("minor"):
        return Reply("intake.contact_minor")
    if slots.get("anonymous"):
        return Reply("intake.contact_anonymous")
    if slots.get("phone") and slots.get("owner"):
        return Reply("intake.contact_other", {"owner": slots["owner"], "phone": slots["phone"]})
    if slots.get("phone"):
        name = slots.get("name", "")
        return Reply("intake.contact_phone", {"name": f"{name} " if name else "", "phone": slots["phone"]})
    return Reply("intake.contact_none")

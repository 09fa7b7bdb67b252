"""How the intake asks and reads back; every word itself stands in the wording files."""

from bot.engine.reply import Choice, Reply
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.form import Question

YES, WRONG, CANCEL = Choice("button.yes", "对"), Choice("button.wrong", "不对"), Choice("button.cancel", "不报了")
SKIP, NO_PHONE = Choice("button.skip", "跳过"), Choice("button.no_phone", "不留")


def put(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    """Ask one question of the intake; a confirmation reads back everything first."""
    if question.answer == "confirm":
        _confirm(talk, frame, again)
    elif question.answer == "contact":
        _ask_contact(talk, frame, question, again)
    else:
        town = next((d.town for d in frame.drafts if d.town), "") or ""
        village = next((d.village for d in frame.drafts if d.village), "") or ""
        key = question.retry if question.retry and frame.tries else question.ask
        choices = (SKIP,) if question.optional else ()
        talk.say(key, *choices, town=town, village=village)


def _ask_contact(talk: Talk, frame: Frame, question: Question, again: bool) -> None:
    if "phone_incomplete" in talk.read.signals and talk.read.phone:
        talk.say("intake.phone_short", NO_PHONE, phone=talk.read.phone, count=len(talk.read.phone), private=True)
    elif again:
        talk.say("intake.contact_reminder", NO_PHONE, private=True)
    elif frame.tries:
        talk.say(question.retry or question.ask, NO_PHONE, private=True)
    else:
        talk.say(question.ask, NO_PHONE, notice=Reply("intake.notice"), private=True)


def _confirm(talk: Talk, frame: Frame, again: bool) -> None:
    if again:
        talk.say("intake.confirm_again", YES, WRONG, CANCEL, private=True)
        return
    key = "intake.corrected" if frame.tries else "intake.confirm"
    untold = frame.slots.get("phone") and not talk.person.notice and "contact" not in frame.seen
    notice: Reply | str = Reply("intake.notice_short") if untold else ""
    talk.say(key, YES, WRONG, CANCEL, items=items(frame.drafts), contact=contact(frame), notice=notice, private=True)


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
    if draft.attachments:
        lines.append(Reply("intake.item_photos", {"count": len(draft.attachments)}))
    return tuple(lines)


def _where(draft: Draft) -> str:
    place = (draft.town or "") + (draft.village or "")
    venue = draft.venue if draft.venue and draft.venue not in place else ""
    return " ".join(part for part in (place, venue) if part)


def contact(frame: Frame) -> Reply:
    """Return the line that says how the resident is reached."""
    slots = frame.slots
    if slots.get("minor"):
        return Reply("intake.contact_minor")
    if slots.get("anonymous"):
        return Reply("intake.contact_anonymous")
    if slots.get("phone"):
        name = slots.get("name", "")
        return Reply("intake.contact_phone", {"name": f"{name} " if name else "", "phone": slots["phone"]})
    return Reply("intake.contact_none")


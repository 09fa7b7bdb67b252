"""A message edited on the platform: the new words replace the old in a draft, and are added to a case."""

import msgspec

from bot.engine import catalogue
from bot.engine.form_engine import advance
from bot.engine.intake_absorb import absorb, drafts_of
from bot.engine.requests import Append, Plan, ask
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from storage.case import Case
from storage.entries import Changed, Supplemented

FIELDS = ("town", "village", "venue", "topic", "when")


def apply(talk: Talk) -> Plan[bool]:
    """Apply an edit to the draft or case that the edited message made; False if there is none."""
    edited = talk.heard.message.edit_of
    if edited is None:
        return False
    frame = talk.state.top
    if frame is not None and any(edited in d.sources for d in frame.drafts):
        yield from _redraft(talk, frame, edited)
        return True
    recent = next((r for r in talk.state.recent if edited in r.sources), None)
    if recent is None:
        return False
    yield from _change(talk, recent.no)
    return True


def _redraft(talk: Talk, frame: Frame, edited: str) -> Plan[None]:
    """Read the edited message afresh; what its drafts knew and the new words do not say stays."""
    old = [d for d in frame.drafts if edited in d.sources]
    new = tuple(_inherit(d, old[min(i, len(old) - 1)], edited) for i, d in enumerate(drafts_of(talk)))
    kept = tuple(d for d in frame.drafts if edited not in d.sources)
    frame = absorb(talk, msgspec.structs.replace(frame, drafts=(*kept, *(new or old))))
    yield from advance(talk, catalogue.FORMS[frame.form], frame)


def _inherit(new: Draft, old: Draft, edited: str) -> Draft:
    known = {name: getattr(new, name) or getattr(old, name) for name in FIELDS}
    return msgspec.structs.replace(new, **known, sources=(edited, *new.sources))


def _change(talk: Talk, no: str) -> Plan[None]:
    """Original words stay; the edit is added, and fields that it changes are corrected."""
    case = yield from ask(Append(no, Supplemented(talk.heard.message.text)))
    fields = _differences(talk, case)
    if fields:
        yield from ask(Append(no, Changed(fields, reason="本人修改了原消息")))
    talk.touch(no)
    talk.say("supplement.edited", no=no, short=no[-4:])


def _differences(talk: Talk, case: Case) -> dict[str, str | int | bool | list[str] | None]:
    drafts = drafts_of(talk)
    if not drafts:
        return {}
    said = {name: getattr(drafts[0], name) for name in FIELDS}
    return {name: value for name, value in said.items() if value and value != getattr(case, name)}

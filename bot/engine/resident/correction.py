"""What a message says anew about a case: values to correct, blanks to fill."""

import re

from bot.engine.resident.wish import Wish
from bot.engine.talk import Talk
from nlu.phone_tails import tail_correction
from storage.case import Case

Fields = dict[str, str | int | bool | list[str] | None]
BLANKS = ("town", "village", "venue")
"""Filled in without a word of correction where the case does not know them."""
VALUES = ("town", "village", "venue", "topic", "when")
_CUE = re.compile(r"(?:改[成为為到在]|[换換][成到]|定在|是)[^，,。；;]{0,4}$")
_NOT = re.compile(r"不是[^，,。；;]{0,4}$")
_CANNOT = re.compile(
    r"[^，,。；;]{0,4}(?:没空|没有?时间|没功夫|不得空|不行|不中|不方便|有事|[去来到]不了|赶集|上班|上课)"
)
"""What follows a time that does not suit: 周日吧，周六没空."""
_CHANGE = re.compile(
    r"改[成为為到在一下]|[换換][成到]|更正|补正|補正|[写說说搞弄记][错錯]|寫錯|不是.{1,12}是|其[实實]是|[应應][该該]是|不[对對]"
    r"|actually|change"
)
_NAMED = re.compile(r"我叫|我姓|名字|姓名|联系人|聯絡人|my name")
FULL_PHONE = 7


def corrects(talk: Talk) -> bool:
    """Whether the message sets something right."""
    signals = talk.read.signals
    return talk.read.intent == "deny" or "correction" in signals or bool(_CHANGE.search(talk.text))


def stated(talk: Talk) -> dict[str, str]:
    """Return what the message states, by field of the case; ``corrects`` marks a correction."""
    read = talk.read
    found = {kind: value for kind in ("venue", "topic", "when") if (value := _value(talk, kind))}
    found |= {k: v for k, v in (("town", _town(talk)), ("village", read.place.village)) if v}
    if read.phone and "phone_incomplete" not in read.signals and len(read.phone) >= FULL_PHONE:
        found["contact_phone"] = read.phone
    elif tail := tail_correction(talk.text):
        found["tail"], found["tail_was"] = tail[0], tail[1] or ""
    if read.person and _NAMED.search(talk.text):
        found["contact_name"] = read.person
    return {**found, "corrects": "yes"} if corrects(talk) else found


def _town(talk: Talk) -> str | None:
    """The town meant; of a wrong and a right one, the right one is named last."""
    named = [e.normal for e in talk.read.entities if e.entity == "place"]
    if len(named) > 1 and corrects(talk) and talk.world.profile.town(named[-1] or ""):
        return named[-1]
    return talk.read.place.town


def _value(talk: Talk, kind: str) -> str | None:
    """The value after a word such as 改成; without such a word the last one named."""
    text = talk.read.text
    named = [e for e in talk.read.entities if e.entity == kind]
    named = [e for e in named if not _NOT.search(text[: e.start])]
    if len(named) > 1:
        named = [e for e in named if not _CANNOT.match(text, e.end)]
    cued = [e for e in named if _CUE.search(text[: e.start])]
    if cued:
        return cued[0].value
    others = any(_CUE.search(text[: e.start]) for e in talk.read.entities)
    return named[-1].value if named and not others else None


def changes(case: Case, wish: Wish) -> Fields:
    """Return the fields of the case that the words set right or fill in."""
    said = wish.fields
    names = VALUES if said.get("corrects") else tuple(n for n in BLANKS if not getattr(case, n))
    fields: Fields = {n: said[n] for n in names if n in said and not _same(said[n], getattr(case, n))}
    if fields and (summary := _reworded(case, fields)) != case.summary:
        fields["summary"] = summary
    return fields


def _same(said: str, known: str | None) -> bool:
    return bool(known) and (said == known or said in str(known))


def _reworded(case: Case, fields: Fields) -> str:
    """The short line with the old values replaced, so that it does not contradict the fields."""
    summary = case.summary
    for name, value in fields.items():
        old = getattr(case, name)
        for known in (old, old[:-1] if name == "town" else None) if old else ():
            if known and len(known) > 1 and str(value) not in summary:
                summary = summary.replace(known, str(value))
    return summary


def phone(case: Case, wish: Wish) -> str | None:
    """Return the corrected telephone, or None; a child's is not kept."""
    if case.minor:
        return None
    said, known = wish.fields, case.contact_phone or ""
    tail = said.get("tail", "")
    if tail and known and known.endswith(said["tail_was"]) and len(tail) < len(known):
        return known[: -len(tail)] + tail
    given = said.get("contact_phone")
    return given if given and given != known else None


def name(case: Case, wish: Wish) -> str | None:
    """Return the corrected name, or None."""
    given = wish.fields.get("contact_name")
    return given if given and given != case.contact_name and not case.minor else None


def moved(before: Case, after: Case) -> bool:
    """Whether the case now lies in another town."""
    return before.town != after.town and after.town is not None

"""Corrections that name both words, 不是书法是国画, or say which field they mean: 地点在村委大院."""

import re

import msgspec

from bot.engine.intake_place import SHORT, of_message, plainly_named
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk

SWAPS = (
    re.compile(
        r"不是(?P<old>[^，,。；;！!是]{1,12})[，,、\s]*(?:而|应该|其实)?是(?P<new>[^，,。；;！!？?]{1,12})"
    ),
    re.compile(r"[把将](?P<old>[^，,。；;！!]{1,12}?)(?:改|换)[成为到](?P<new>[^，,。；;！!？?]{1,12})"),
)
"""Ways to say a wrong word beside the right one."""
_TAIL = re.compile(r"(?:[的了吧呀啊哈哦呢]|才对|才是)+$")
_SPOT = re.compile(
    r"^(?:(?:不对|不是|错了)[，,。\s]*)?(?P<label>地点|地方|位置|场地|场所)?(?:就|还)?(?:定|设|放|改)?(?:是|在|到|成|：|:)+(?P<name>.+)$"
)
FIELDS = ("venue", "topic", "when")


def swap(talk: Talk, frame: Frame) -> Frame | None:
    """Return the frame with the right word in place of the wrong one, None where it holds no such word."""
    pair = _pair(talk.text)
    if pair is None:
        return None
    old, new = pair
    drafts = tuple(_exchanged(draft, old, new, talk.heard.message.text) for draft in frame.drafts)
    return msgspec.structs.replace(frame, drafts=drafts) if drafts != frame.drafts else None


def _pair(text: str) -> tuple[str, str] | None:
    """The wrong and the right word, without what both begin with: 不是学书法，是学国画."""
    match = next((found for swaps in SWAPS if (found := swaps.search(text))), None)
    if match is None:
        return None
    old, new = (_TAIL.sub("", match[name].strip()) for name in ("old", "new"))
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    return (old, new) if len(old) > 1 and new else None


def _exchanged(draft: Draft, old: str, new: str, said: str) -> Draft:
    fields = {name: value for name in FIELDS if old in (value := getattr(draft, name) or "")}
    if old not in draft.summary and not fields:
        return draft
    changed = {name: value.replace(old, new) for name, value in fields.items()}
    summary = draft.summary.replace(old, new)
    return msgspec.structs.replace(draft, **changed, summary=summary, words=(*draft.words, said))


def spot(talk: Talk) -> str | None:
    """Return the spot within the village that the message says the matter is at: 就在村委大院."""
    place, match = of_message(talk), _SPOT.match(talk.text)
    if match is None or place.town or place.village or talk.read.entities or len(talk.text) > SHORT:
        return None
    name = _TAIL.sub("", match["name"].strip("。.!！ "))
    return name if match["label"] or plainly_named(name) else None

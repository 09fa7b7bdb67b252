"""When a question of a form is put: named conditions over the form in progress."""

from collections.abc import Callable

from bot.engine.state import Draft, Frame

SKIPPED = "-"
OWN_VILLAGE = (
    "俺村",
    "我村",
    "我们村",
    "俺们村",
    "咱村",
    "咱们村",
    "村里",
    "本村",
    "俺庄",
    "我们庄",
    "村上",
    "庄上",
)
COUNTY_WIDE = (
    "县", "城区", "图书馆", "博物馆", "美术馆", "影剧院", "大剧院", "文化馆", "群艺馆",
    "圖書館", "博物館", "文化館", "library", "museum", "theatre", "theater",
)  # fmt: skip
"""Venues of which a county has one, so that nobody asks where it is."""


def _place_unknown(frame: Frame) -> bool:
    """The place matters unless the venue is the only one of its kind in the county."""
    return _missing(frame, "place") and any(
        not d.town and not d.village and not county_wide(d) and not _elsewhere(d) for d in frame.drafts
    )


def _elsewhere(draft: Draft) -> bool:
    """Whether somebody else looks after it, or it is joined to a case that has its place."""
    return bool(draft.taken.refer or draft.taken.joins)


def county_wide(draft: Draft) -> bool:
    """Whether the matter stands in the county town or concerns the whole county."""
    if any(own in words for words in draft.words for own in OWN_VILLAGE):
        return False
    venue = (draft.venue or "").lower()
    return any(word in venue for word in COUNTY_WIDE) or draft.kind == "praise"


def _town_unknown(frame: Frame) -> bool:
    return _missing(frame, "town") and any(d.village and not d.town for d in frame.drafts)


def _own_village_unknown(frame: Frame) -> bool:
    """They said "our village" and we know only the town."""
    return (
        _missing(frame, "village")
        and _missing(frame, "place")
        and any(
            d.town and not d.village and any(w in t for t in d.words for w in OWN_VILLAGE)
            for d in frame.drafts
        )
    )


def _contact_unknown(frame: Frame) -> bool:
    return not any(frame.slots.get(slot) for slot in ("phone", "anonymous", "contact", "minor", "danger"))


def _unconfirmed(frame: Frame) -> bool:
    """Danger is written down at once; everything else is read back first."""
    return frame.slots.get("confirm") != "yes" and "danger" not in frame.slots


def _dissatisfied(frame: Frame) -> bool:
    """A bad score without its reason."""
    return _missing(frame, "reason") and "unsatisfied" in frame.slots.get("score", "")


def _unit_unknown(frame: Frame) -> bool:
    """What an inspection found, without a unit that has to put it right."""
    return frame.slots.get("source") == "inspection" and any(
        d.stated and not d.taken.unit and not _elsewhere(d) for d in frame.drafts
    )


def _missing(frame: Frame, slot: str) -> bool:
    return slot not in frame.slots


CONDITIONS: dict[str, Callable[[Frame], bool]] = {
    "always": lambda _frame: True,
    "nothing_said": lambda frame: not any(d.stated for d in frame.drafts),
    "place_unknown": _place_unknown,
    "town_unknown": _town_unknown,
    "own_village_unknown": _own_village_unknown,
    "contact_unknown": _contact_unknown,
    "unit_unknown": _unit_unknown,
    "dissatisfied": _dissatisfied,
}
"""Conditions without a slot of their own; "missing" is handled where the question is known."""


def wanted(when: str, slot: str, frame: Frame) -> bool:
    """Whether a question with this condition is to be put now."""
    if slot == "confirm":
        return _unconfirmed(frame)
    return _missing(frame, slot) if when == "missing" else CONDITIONS[when](frame)

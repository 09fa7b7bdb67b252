"""What can be done to a case in which status: a table; a missing key means it cannot be done.

The value names what the deed needs besides the case (read by ``needs.py``, asked for once where it is
missing): ``unit``, ``days``, ``reason``, ``text`` of a note, ``answer``, ``result`` (what was done),
``visit`` (what came of it), ``into`` (another case), ``label`` (type, category or urgency), ``options`` of a
vote and its question.
"""

from bot.permissions import Action

Needs = tuple[str, ...]
NOTHING: Needs = ()
_EARLY: dict[Action, Needs] = {
    "assign": ("unit",), "helper": ("unit",), "note": ("text",), "answer": ("answer",),
    "resolve": ("result",),
    "refer": NOTHING, "refuse": ("reason",), "merge": ("into",), "urge": NOTHING, "supervise": NOTHING,
    "suggest": NOTHING, "relabel": ("label",), "vote": ("options",),
}  # fmt: skip
_ASSIGNED: dict[Action, Needs] = {
    **_EARLY, "start": NOTHING, "extend": ("days", "reason"), "revoke": NOTHING,
}  # fmt: skip
_WORKING: dict[Action, Needs] = {key: needs for key, needs in _ASSIGNED.items() if key != "start"}
_DELIVERED: dict[Action, Needs] = {
    "note": ("text",), "close": NOTHING, "return_visit": ("visit",), "rectify": ("reason",),
    "relabel": ("label",), "vote": ("options",),
}  # fmt: skip
_RECTIFYING: dict[Action, Needs] = {
    "assign": ("unit",), "helper": ("unit",), "note": ("text",), "rectify_result": ("result",),
    "extend": ("days", "reason"), "urge": NOTHING, "supervise": NOTHING, "relabel": ("label",),
    "vote": ("options",),
}  # fmt: skip
_ASIDE: dict[Action, Needs] = {
    "note": ("text",), "assign": ("unit",), "relabel": ("label",), "vote": ("options",),
}  # fmt: skip
_ENDED: dict[Action, Needs] = {"note": ("text",), "vote": ("options",)}
"""A vote that is still open when its case ends can be counted and ended; the deed itself begins no new one."""

_BY_STATUS: dict[str, dict[Action, Needs]] = {
    "received": _EARLY, "verifying": _EARLY, "need_info": _EARLY, "triaged": _EARLY, "emergency": _EARLY,
    "quarantined": _EARLY, "assigned": _ASSIGNED, "assessing": _WORKING, "deliberating": _WORKING,
    "planned": _WORKING, "parked": _WORKING, "in_review": _WORKING, "in_progress": _WORKING,
    "resolved": _DELIVERED, "public_review": _DELIVERED, "rectifying": _RECTIFYING,
    "answered": _ASIDE, "referred": _ASIDE, "not_accepted": _ASIDE, "terminated": _ASIDE,
    "closed": {**_ENDED, "rectify": ("reason",)},
    "archived": _ENDED, "withdrawn": _ENDED, "merged": _ENDED,
}  # fmt: skip

TRANSITIONS: dict[tuple[str, Action], Needs] = {
    (status, action): needs for status, row in _BY_STATUS.items() for action, needs in row.items()
}
MOVES: frozenset[Action] = frozenset(action for _, action in TRANSITIONS)
"""Deeds that depend on the status; looking at a case does not."""


def possible(status: str) -> tuple[Action, ...]:
    """Return what can be done to a case in this status."""
    return tuple(action for at, action in TRANSITIONS if at == status)


def same_deed(status: str, action: Action) -> Action:
    """Return the deed meant in this status: handing in a result after a complaint is its rectification."""
    if status == "rectifying" and action == "resolve":
        return "rectify_result"
    return "resolve" if action == "rectify_result" and (status, action) not in TRANSITIONS else action

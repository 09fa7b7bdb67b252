"""Who may do what: one table, role by action, and the few rules that the table cannot hold.

``all`` any case; ``own`` only a case of the own unit or town, or one helped on; ``propose`` the wish is
noted and put to the triage desk, which decides; ``no`` refused. Grounds: domain/roles-and-phrases.md, C3.
"""

from typing import Literal, get_args

from bot.engine.routing import STAFF_WORDS, town_unit
from config.profile import Profile
from storage.case import Case
from storage.people import Post

Desk = Literal["resident", "operator", "grid", "unit", "triage", "supervisor", "admin"]
"""A role as the table knows it: a handler of the unit that dispatches is the ``triage`` desk."""
Grant = Literal["all", "own", "propose", "no"]
Verdict = Literal["yes", "propose", "no"]
Action = Literal[
    "list", "show", "show_contact", "show_photos", "access_log", "assign", "helper", "start", "note", "answer", "resolve",
    "extend", "rectify", "rectify_result", "close", "return_visit", "refer", "refuse", "revoke", "merge",
    "relabel", "urge", "supervise", "suggest", "vote", "tasks", "invite", "campaign", "file_for_caller", "report", "help",
    "review", "export_contacts", "change_rating", "change_record", "reveal_reporter", "override",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
DESKS: tuple[Desk, ...] = get_args(Desk)

_ROW = ("operator", "grid", "unit", "triage", "supervisor", "admin")
_TABLE: dict[Action, tuple[Grant, ...]] = {
    #                   operator   grid       unit       triage  supervisor  admin
    "list":            ("all",     "all",     "own",     "all",  "all",      "all"),
    "show":            ("all",     "own",     "own",     "all",  "all",      "all"),
    "show_contact":    ("all",     "own",     "own",     "own",  "all",      "no"),
    "show_photos":     ("all",     "own",     "own",     "all",  "all",      "no"),
    "access_log":      ("no",      "no",      "no",      "all",  "all",      "no"),
    "assign":          ("propose", "propose", "propose", "all",  "all",      "no"),
    "helper":          ("propose", "propose", "propose", "all",  "all",      "no"),
    "start":           ("no",      "own",     "own",     "own",  "own",      "no"),
    "note":            ("all",     "own",     "own",     "all",  "all",      "no"),
    "answer":          ("all",     "own",     "own",     "all",  "all",      "no"),
    "resolve":         ("no",      "own",     "own",     "own",  "all",      "no"),
    "extend":          ("propose", "own",     "own",     "all",  "all",      "no"),
    "rectify":         ("no",      "no",      "no",      "all",  "all",      "no"),
    "rectify_result":  ("no",      "own",     "own",     "own",  "all",      "no"),
    "close":           ("no",      "no",      "propose", "all",  "all",      "no"),
    "return_visit":    ("all",     "own",     "no",      "all",  "all",      "no"),
    "refer":           ("all",     "propose", "propose", "all",  "all",      "no"),
    "refuse":          ("propose", "propose", "propose", "all",  "all",      "no"),
    "revoke":          ("propose", "propose", "propose", "all",  "all",      "no"),
    "merge":           ("propose", "propose", "propose", "all",  "all",      "no"),
    "relabel":         ("all",     "no",      "no",      "all",  "all",      "no"),
    "urge":            ("all",     "own",     "no",      "all",  "all",      "no"),
    "supervise":       ("no",      "no",      "no",      "all",  "all",      "no"),
    "suggest":         ("all",     "own",     "own",     "all",  "all",      "no"),
    "vote":            ("no",      "own",     "no",      "all",  "all",      "no"),
    "tasks":           ("all",     "own",     "no",      "all",  "all",      "no"),
    "invite":          ("no",      "no",      "no",      "no",   "all",      "all"),
    "campaign":        ("no",      "no",      "no",      "no",   "all",      "all"),
    "file_for_caller": ("all",     "all",     "no",      "all",  "all",      "no"),
    "report":          ("all",     "all",     "all",     "all",  "all",      "all"),
    "help":            ("all",     "all",     "all",     "all",  "all",      "all"),
    "review":          ("no",      "no",      "no",      "no",   "all",      "all"),
    "export_contacts": ("no",      "no",      "no",      "no",   "no",       "no"),
    "change_rating":   ("no",      "no",      "no",      "no",   "no",       "no"),
    "change_record":   ("no",      "no",      "no",      "no",   "no",       "no"),
    "reveal_reporter": ("no",      "no",      "no",      "no",   "no",       "no"),
    "override":        ("no",      "no",      "no",      "no",   "no",       "no"),
}  # fmt: skip
_RECUSED = frozenset(("operator", "grid", "unit", "triage"))
"""Desks that never see a complaint about their own unit."""
_NEVER_OF_ACCUSED: frozenset[Action] = frozenset(("show_photos",))
"""Stays closed to the unit complained of even where somebody has given the case to it: a photo tells who took it."""


def desk_of(post: Post | None, profile: Profile) -> Desk:
    """Return the row of the table that a post stands in."""
    if post is None:
        return "resident"
    return "triage" if post.role == "unit" and post.unit == profile.triage_unit else post.role


def grant(desk: Desk, action: Action) -> Grant:
    """Return the cell of the table; residents hold no post and may nothing here."""
    return "no" if desk == "resident" else _TABLE[action][_ROW.index(desk)]


def may(post: Post | None, action: Action, case: Case, profile: Profile) -> Verdict:
    """Say whether a post may do something to a case: yes, as a proposal, or no."""
    desk = desk_of(post, profile)
    given = grant(desk, action)
    if post is None or given == "no" or hidden(post, case, profile):
        return "no"
    if action in _NEVER_OF_ACCUSED and about_own(post, case, profile):
        return "no"
    if given == "all":
        return "yes"
    own = concerns(post, case, profile)
    if given == "own":
        return "yes" if own else "no"
    return "propose" if own or desk == "operator" else "no"


def keys_of(post: Post, profile: Profile) -> tuple[str, ...]:
    """Return the names under which a post handles or helps: its unit, its town's office, its grid."""
    keys = [post.unit] if post.unit else []
    if post.role == "grid" and post.town:
        office = town_unit(profile, post.town)
        keys += [grid_key(post.town), *([office.id] if office else [])]
    return tuple(keys)


def grid_key(town: str) -> str:
    """Return how the grid of a town is written among the helpers of a case."""
    return f"grid:{town}"


def concerns(post: Post, case: Case, profile: Profile) -> bool:
    """Whether a case is the post's own: handled or helped on by it, or of the grid member's town."""
    if post.role == "grid" and post.town and case.town == post.town:
        return True
    return handles(post, case, profile)


def handles(post: Post, case: Case, profile: Profile) -> bool:
    """Whether the post's unit is the main handler of a case or helps on it."""
    keys = keys_of(post, profile)
    return case.unit in keys or any(helper in keys for helper in case.helpers)


def hidden(post: Post, case: Case, profile: Profile) -> bool:
    """Whether a case is a complaint about the post's own unit, which must not learn of it.

    Once somebody has given the case to that very unit it is no secret any more.
    """
    if desk_of(post, profile) not in _RECUSED or case.unit in keys_of(post, profile):
        return False
    return about_own(post, case, profile)


def about_own(post: Post, case: Case, profile: Profile) -> bool:
    """Whether a case is a complaint about the post's own unit, town office or grid."""
    return any(accused(key, case, profile) for key in keys_of(post, profile))


def accused(unit_id: str, case: Case, profile: Profile) -> bool:
    """Whether a complaint or report is about this unit: it names the unit and is delicate."""
    text = f"{case.words}{case.venue or ''}{case.summary}"
    if case.kind not in ("complaint", "report") and not case.confidential:
        return False
    if unit_id.startswith("grid:"):
        return case.town == unit_id.removeprefix("grid:") and "网格" in text
    unit = profile.unit(unit_id)
    if unit is None:
        return False
    if not any(name in text for name in (unit.name, *unit.aliases)):
        return False
    return case.confidential or any(word in text for word in STAFF_WORDS)

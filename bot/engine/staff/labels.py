"""Units, grids and posts as staff name them, and back from a name to the unit."""

import re
from dataclasses import dataclass

from bot.engine.routing import town_unit
from bot.permissions import Desk, desk_of, grid_key
from config.profile import Profile, Town
from storage.case import Case
from storage.people import Post

_GRID = re.compile(r"网格(?:员|长)?")
_OWN_TOWN = re.compile(r"镇上|镇里|街道上|属地|所在镇|本镇|文化站|文旅办")
_POSTS: dict[Desk, str] = {
    "resident": "居民", "operator": "话务员", "grid": "{where}网格员", "unit": "{where}经办",
    "triage": "{where}派单员", "supervisor": "督查", "admin": "管理员",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a case is given to: ``unit`` handles; ``key`` is what stands among the helpers."""

    unit: str
    key: str
    name: str


def post_label(post: Post, profile: Profile) -> str:
    """Return a post as it is called, e.g. 燕崖镇网格员; never a person's name."""
    unit = profile.unit(post.unit or "")
    return _POSTS[desk_of(post, profile)].format(where=unit.name if unit else post.town or "")


def unit_label(key: str | None, profile: Profile) -> str:
    """Return the name of a unit or grid by its key; empty where there is no such unit."""
    if key and key.startswith("grid:"):
        return f"{key.removeprefix('grid:')}网格"
    unit = profile.unit(key or "")
    return unit.name if unit else ""


def find_target(text: str, profile: Profile, case: Case | None) -> Target | None:
    """Return the unit or grid that a text names; 镇上 and the like mean the town of the case."""
    town = find_town(text, profile) or _town_of(case, profile)
    if town and _GRID.search(text):
        office = town_unit(profile, town.name)
        return Target(office.id if office else profile.triage_unit, grid_key(town.name), f"{town.name}网格")
    unit = find_unit(text, profile)
    if unit is None and town and (find_town(text, profile) or _OWN_TOWN.search(text)):
        office = town_unit(profile, town.name)
        unit = office.id if office else None
    return Target(unit, unit, unit_label(unit, profile)) if unit else None


def find_unit(text: str, profile: Profile) -> str | None:
    """Return the id of the unit with the longest name or alias in a text, or None."""
    hits = [(len(n), u.id) for u in profile.units for n in (u.name, *u.aliases) if n in text]
    return max(hits)[1] if hits else None


def find_town(text: str, profile: Profile) -> Town | None:
    """Return the town with the longest name or alias in a text, or None."""
    hits = [(len(n), t.name) for t in profile.towns for n in (t.name, *t.aliases) if n in text]
    return profile.town(max(hits)[1]) if hits else None


def _town_of(case: Case | None, profile: Profile) -> Town | None:
    return profile.town(case.town) if case and case.town else None

"""Which unit a need goes to: the routing table of the profile, read top to bottom."""

from bot.engine.state import Draft
from config.profile import Profile, Route, Unit


def suggest(profile: Profile, draft: Draft) -> str:
    """Return the id of the unit that the table names, the triage unit where it names none.

    A complaint or report about a unit never goes to that unit (recusal): it goes to triage, as does
    one about a grid member.
    """
    text = "".join((draft.summary, draft.venue or "", draft.topic or ""))
    words = "".join((*draft.words, text))
    if draft.kind in GRIEVANCES and "网格员" in words:
        return profile.triage_unit
    for route in profile.routing:
        unit = _unit(profile, route, draft) if _holds(route, draft, text) else None
        if unit is None:
            continue
        return profile.triage_unit if _about(unit, draft, words) else unit.id
    return profile.triage_unit


def town_unit(profile: Profile, town: str | None) -> Unit | None:
    """Return the culture office of a town, or None."""
    return next((u for u in profile.units if u.level == "town" and town and u.town == town), None)


def _unit(profile: Profile, route: Route, draft: Draft) -> Unit | None:
    return town_unit(profile, draft.town) if route.unit == "town" else profile.unit(route.unit)


def _holds(route: Route, draft: Draft, text: str) -> bool:
    return (
        route.category in (None, draft.category)
        and route.kind in (None, draft.kind)
        and (not route.words or any(word in text for word in route.words))
    )


GRIEVANCES = frozenset(("complaint", "report"))
STAFF_WORDS = ("馆长", "站长", "主任", "科长", "态度", "工作人员", "领导", "队长", "局长")


def _about(unit: Unit, draft: Draft, text: str) -> bool:
    """Whether the words complain about the people of this unit."""
    if draft.kind not in GRIEVANCES:
        return False
    return any(name in text for name in (unit.name, *unit.aliases)) and any(w in text for w in STAFF_WORDS)

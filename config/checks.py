"""What must hold between the blocks of a profile, beyond the shape of each."""

import re
from collections.abc import Callable, Iterator
from typing import get_args

from config.explain import Location
from config.placeholders import placeholders
from config.profile import Category, Figure, Profile, Route
from config.vocabulary import FAQ_IDS, STATUSES
from config.wording import Wording

Finding = tuple[Location, str]

_PHONE = re.compile(r"(0\d{2,3}-?)?\d{7,8}|1\d{10}|1\d{2,4}|9\d{4,7}|[48]00-?\d{3}-?\d{4}")
_PERIOD = re.compile(r"[1-9]\d*(d|w|mo|y)")


def cross_check(profile: Profile) -> list[Finding]:
    """Return every contradiction in a profile, with its location and what belongs there."""
    return [finding for check in _CHECKS for finding in check(profile)]


def _ids(profile: Profile) -> Iterator[Finding]:
    units, referrals = [unit.id for unit in profile.units], [item.id for item in profile.referrals]
    for block, ids in (("units", units), ("referrals", referrals)):
        for index, name in enumerate(ids):
            if name in ids[:index]:
                yield (block, index, "id"), f"第 {ids.index(name) + 1} 项已经叫 {name}，请换一个"


def _routing(profile: Profile) -> Iterator[Finding]:
    for index, route in enumerate(profile.routing):
        if route.unit != "town" and profile.unit(route.unit) is None:
            yield ("routing", index, "unit"), f"没有 id 叫 {route.unit} 的单位；应写 units 里的 id，或写 town"
    missing = [category for category in get_args(Category) if not _arrives(category, profile.routing)]
    for category in missing:
        yield ("routing",), f"{category} 这一类没有去处；请加一条只写 category: {category} 和 unit 的"


def _arrives(category: str, routing: tuple[Route, ...]) -> bool:
    """A category arrives if some rule takes all of it, whatever kind or words a case has."""
    return any(not rule.words and not rule.kind and rule.category in {None, category} for rule in routing)


def _answers(profile: Profile) -> Iterator[Finding]:
    for faq_id in FAQ_IDS:
        if faq_id not in profile.faq:
            yield ("faq", faq_id), "缺这一条答复，请补上"
    for faq_id, faq in profile.faq.items():
        if faq_id not in FAQ_IDS:
            yield ("faq", faq_id), f"没有这个问题；可以写 {'、'.join(FAQ_IDS)}"
        for name in sorted(placeholders(faq.answer) - profile.facts.keys()):
            yield ("faq", faq_id, "answer"), f"不认识 {{{name}}}；可以用 {_braced(set(profile.facts))}"


def _town_units(profile: Profile) -> Iterator[Finding]:
    served = {unit.town for unit in profile.units if unit.level == "town"}
    for index, town in enumerate(profile.towns):
        if town.name not in served:
            unit_of_town = f"level: town、town: {town.name}"
            yield ("towns", index), f"{town.name}没有自己的单位；请在 units 里加一项 {unit_of_town}"
    for index, unit in enumerate(profile.units):
        if unit.town is not None and profile.town(unit.town) is None:
            yield ("units", index, "town"), f"没有叫{unit.town}的镇；应写 towns 里的名称"


def _named_units(profile: Profile) -> Iterator[Finding]:
    if profile.unit(profile.triage_unit) is None:
        yield ("triage_unit",), f"没有 id 叫 {profile.triage_unit} 的单位；应写 units 里的 id"
    for index, venue in enumerate(profile.venues):
        if venue.unit not in {None, "town"} and profile.unit(str(venue.unit)) is None:
            yield ("venues", index, "unit"), f"没有 id 叫 {venue.unit} 的单位；应写 units 里的 id，或写 town"
        if venue.town is not None and profile.town(venue.town) is None:
            yield ("venues", index, "town"), f"没有叫{venue.town}的镇；应写 towns 里的名称"


def _stages(profile: Profile) -> Iterator[Finding]:
    for index, stage in enumerate(profile.stages):
        if stage not in STATUSES:
            yield ("stages", index), f"没有 {stage} 这一步；可以写 {'、'.join(STATUSES)}"


def _places(profile: Profile) -> Iterator[Finding]:
    """Names and aliases lead to one place each; villages of two towns may share a full name."""
    seen: dict[str, str] = {}
    for index, town in enumerate(profile.towns):
        for at, name in _names(("towns", index), town.name, town.aliases):
            yield from _claim(seen, at, name, town.name)
    for index, town in enumerate(profile.towns):
        own: set[str] = set()
        for number, village in enumerate(town.villages):
            location: Location = ("towns", index, "villages", number)
            if village.name in own:
                yield (*location, "name"), f"{town.name}已经有{village.name}，请删去一处"
            own.add(village.name)
            for at, alias in _names(location, None, village.aliases):
                yield from _claim(seen, at, alias, town.name + village.name)


def _names(at: Location, name: str | None, aliases: tuple[str, ...]) -> Iterator[tuple[Location, str]]:
    if name is not None:
        yield (*at, "name"), name
    for number, alias in enumerate(aliases):
        yield (*at, "aliases", number), alias


def _claim(seen: dict[str, str], location: Location, name: str, owner: str) -> Iterator[Finding]:
    if name in seen:
        yield location, f"“{name}”已经指{seen[name]}，请换一个叫法或删去"
    seen.setdefault(name, owner)


def _wording(profile: Profile) -> Iterator[Finding]:
    if not profile.wording:
        return
    known = Wording.load().keys()
    for key, text in profile.wording.items():
        if key not in known:
            yield ("wording", key), "没有这一句；应写 config/wording 里已有的名称"
            continue
        allowed = known[key] | profile.facts.keys()
        for name in sorted(placeholders(text) - allowed):
            yield ("wording", key), f"不认识 {{{name}}}；可以用 {_braced(allowed)}"


def _phones(profile: Profile) -> Iterator[Finding]:
    expected = "应写电话号码，例如 0533-3240000 或 12345"
    if not _PHONE.fullmatch(profile.phone):
        yield ("phone",), expected
    for index, referral in enumerate(profile.referrals):
        if referral.phone is not None and not _PHONE.fullmatch(referral.phone):
            yield ("referrals", index, "phone"), expected


def _figures(profile: Profile) -> Iterator[Finding]:
    """A number is either backed by a source or openly a default."""
    for name in type(profile.limits).model_fields:
        figure: Figure = getattr(profile.limits, name)
        if figure.default == bool(figure.source):
            yield ("limits", name), "请写明出处 source，没有出处的写 default: true（两样写一样）"
        if figure.value < 0:
            yield ("limits", name, "value"), "应写不小于 0 的数"


def _periods(profile: Profile) -> Iterator[Finding]:
    for index, task in enumerate(profile.recurring):
        if not _PERIOD.fullmatch(task.every):
            examples = "7d 是 7 天，2w 是 2 周，2mo 是 2 个月，1y 是 1 年"
            yield ("recurring", index, "every"), f"应写数字加单位：{examples}"


def _braced(names: set[str]) -> str:
    return "、".join(f"{{{name}}}" for name in sorted(names))


_CHECKS: tuple[Callable[[Profile], Iterator[Finding]], ...] = (
    _ids, _routing, _answers, _town_units, _named_units, _stages, _places, _wording, _phones, _figures,
    _periods,
)  # fmt: skip

"""Lists of cases: what a post may see, ten at a time, without personal data."""

from datetime import timedelta

import msgspec

from bot.engine.reply import Choice, Field, Reply
from bot.engine.requests import CaseByNo, Cases, CountCases, Plan, ask
from bot.engine.staff.days import staff_day
from bot.engine.staff.filters import Wanted
from bot.engine.staff.list_words import WORKING
from bot.engine.staff.masking import scrub
from bot.engine.talk import Talk
from bot.permissions import desk_of, grant, hidden, keys_of
from storage.case import Case
from storage.people import CaseFilter, Post
from storage.status import NAMES

PAGE = 10
KEPT = 100
"""So many numbers of a list are remembered for 更多 and 第2个."""
SUMMARY = 24
MORE = Choice("staff.button_more", "更多")


def show_list(talk: Talk, post: Post, wanted: Wanted) -> Plan[None]:
    """List, or count by status or by town, what the post may see of what it asks for."""
    if wanted.by_town:
        yield from _by_town(talk, post, wanted)
        return
    if wanted.counted and _sees_all(talk, post) and wanted.scope != "mine":
        yield from _by_status(talk, post, wanted)
        return
    cases = yield from _fetch(talk, post, wanted)
    if not cases:
        talk.say("staff.list_empty")
        return
    talk.state = msgspec.structs.replace(talk.state, listed=tuple(c.no for c in cases), shown=0)
    waiting = yield from _waiting(talk, post, wanted)
    _say_page(talk, post, cases[:PAGE], waiting)


def more(talk: Talk, post: Post) -> Plan[None]:
    """Show the next ten of the last list."""
    numbers = talk.state.listed[talk.state.shown : talk.state.shown + PAGE]
    cases: list[Case] = []
    for no in numbers:
        case = yield from ask(CaseByNo(no))
        cases += [case] if case and not hidden(post, case, talk.world.profile) else []
    if not cases:
        talk.say("staff.list_end")
        return
    _say_page(talk, post, cases, "")


def _say_page(talk: Talk, post: Post, cases: list[Case], waiting: Reply | str) -> None:
    start, total = talk.state.shown, len(talk.state.listed)
    lines = tuple(line(talk, post, case, index) for index, case in enumerate(cases, start + 1))
    shown = start + len(cases)
    talk.state = msgspec.structs.replace(talk.state, shown=shown)
    left = total - shown
    rest: Reply | str = Reply("staff.list_more", {"left": left}) if left > 0 else ""
    choices = (MORE,) if left > 0 else ()
    talk.say("staff.list", *choices, count=total, lines=lines, rest=rest, waiting=waiting)


def line(talk: Talk, post: Post, case: Case, index: int) -> Reply:
    """Return one line: number, place, summary, status, deadline; in a group number, status and deadline."""
    keys = keys_of(post, talk.world.profile)
    helping = bool(keys) and case.unit not in keys and any(h in keys for h in case.helpers)
    due = due_of(talk, case)
    fields: dict[str, Field] = {
        "index": index, "no": case.no, "place": case.place, "status": NAMES[case.status],
        "summary": scrub(case.summary, case)[:SUMMARY], "helping": "（协办）" if helping else "",
        "due": Reply("staff.line_due", {"due": due}) if due else "",
    }  # fmt: skip
    return Reply("staff.line_group" if talk.heard.message.group else "staff.line", fields)


def due_of(talk: Talk, case: Case) -> Reply | str:
    """Return the deadline with its weekday, and by how many days it has passed."""
    if case.due is None or case.status not in WORKING:
        return ""
    late = (talk.world.today - case.due).days
    if late > 0:
        return Reply("staff.due_late", {"due": staff_day(case.due), "days": late})
    return Reply("staff.due", {"due": staff_day(case.due)})


def _sees_all(talk: Talk, post: Post) -> bool:
    return grant(desk_of(post, talk.world.profile), "list") == "all" and post.role != "grid"


def _fetch(talk: Talk, post: Post, wanted: Wanted) -> Plan[list[Case]]:
    """Return the cases, main ones and those helped on, in the order asked for."""
    found: dict[str, Case] = {}
    for scope in _scopes(talk, post, wanted):
        for case in (yield from ask(Cases(_filter(talk, wanted, scope)))):
            found.setdefault(case.no, case)
    seen = [
        c for c in found.values() if not hidden(post, c, talk.world.profile) and _due_fits(talk, c, wanted)
    ]
    if _due_first(wanted):
        return sorted(seen, key=lambda c: (c.due is None, c.due or talk.world.today, c.no))
    return sorted(seen, key=lambda c: (c.received_at, c.no), reverse=True)


def _due_first(wanted: Wanted) -> bool:
    return wanted.by_due or wanted.statuses == WORKING


def _due_fits(talk: Talk, case: Case, wanted: Wanted) -> bool:
    if wanted.due_from is None or wanted.due_to is None:
        return True
    return case.due is not None and wanted.due_from <= (case.due - talk.world.today).days <= wanted.due_to


def _scopes(talk: Talk, post: Post, wanted: Wanted) -> list[dict[str, str]]:
    """Return the narrowings that together make up what this post asks about."""
    asked = {"town": wanted.town} if wanted.town else {}
    asked |= {"unit": wanted.unit} if wanted.unit else {}
    keys = keys_of(post, talk.world.profile)
    if post.role == "grid" and post.town:
        if wanted.scope == "county" or wanted.unit or (wanted.town and wanted.town != post.town):
            return [asked]
        return [{"town": post.town}, *({"helper": key} for key in keys)]
    mine = grant(desk_of(post, talk.world.profile), "list") == "own" or wanted.scope == "mine"
    if not mine or not keys:
        return [asked]
    place = {"town": wanted.town} if wanted.town else {}
    return [{**place, "unit": keys[0]}, *({**place, "helper": key} for key in keys)]


def _filter(talk: Talk, wanted: Wanted, scope: dict[str, str]) -> CaseFilter:
    today = talk.world.today
    before = (today + timedelta(days=wanted.due_to + 1)).isoformat() if wanted.due_to is not None else None
    return CaseFilter(
        unit=scope.get("unit"), town=scope.get("town"), helper=scope.get("helper"), statuses=wanted.statuses,
        overdue_on=today.isoformat() if wanted.overdue else None, due_before=before, month=wanted.month,
        day=wanted.day, category=wanted.category, kind=wanted.kind, urgency=wanted.urgency,
        words=wanted.words or None, order="due" if _due_first(wanted) else "received", limit=KEPT,
    )  # fmt: skip


def _waiting(talk: Talk, post: Post, wanted: Wanted) -> Plan[Reply | str]:
    """Beside a list of open cases: how many have a result and wait for rating or striking off."""
    if wanted.statuses != WORKING or wanted.overdue or wanted.due_from is not None:
        return ""
    scope = _scopes(talk, post, wanted)[0]
    wanted_too = msgspec.structs.replace(_filter(talk, wanted, scope), statuses=("resolved", "public_review"))
    count = yield from ask(CountCases(wanted_too))
    return Reply("staff.list_waiting", {"count": count}) if count else ""


def _by_status(talk: Talk, post: Post, wanted: Wanted) -> Plan[None]:
    base = _filter(talk, wanted, _scopes(talk, post, wanted)[0])
    lines: list[Reply] = []
    total = 0
    for status in (*(base.statuses or WORKING), *(("resolved",) if base.statuses == WORKING else ())):
        count = yield from ask(CountCases(msgspec.structs.replace(base, statuses=(status,))))
        total += count if status != "resolved" or base.statuses != WORKING else 0
        if count:
            lines.append(Reply("staff.count_line", {"name": NAMES[status], "count": count}))
    late = yield from ask(
        CountCases(msgspec.structs.replace(base, statuses=WORKING, overdue_on=talk.world.today.isoformat()))
    )
    talk.say("staff.count", total=total, lines=tuple(lines), late=late)


def _by_town(talk: Talk, post: Post, wanted: Wanted) -> Plan[None]:
    """Count town by town, most first; a unit counts its own cases only."""
    scope = _scopes(talk, post, wanted)[0] if not _sees_all(talk, post) else {}
    base = _filter(talk, wanted, scope)
    counts: list[tuple[int, str]] = []
    for town in talk.world.profile.towns:
        count = yield from ask(CountCases(msgspec.structs.replace(base, town=town.name)))
        counts += [(count, town.name)] if count else []
    lines = tuple(
        Reply("staff.count_line", {"name": name, "count": n}) for n, name in sorted(counts, reverse=True)
    )
    talk.say("staff.count_by_town", total=sum(n for n, _ in counts), lines=lines)

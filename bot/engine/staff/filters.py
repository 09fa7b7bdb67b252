"""Reading what staff want listed: every word of the message must be one that lists are asked with."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.engine.numbers import NUMBERS
from bot.engine.staff.labels import find_town, find_unit
from bot.engine.staff.list_words import FILLER, LISTER, NEXT_WEEK, TOKENS, WORKING
from bot.engine.talk import World
from bot.engine.workdays import add_workdays
from config.profile import Profile

SOON_WD = 3
"""快到期: due within so many working days."""


@dataclass(slots=True)
class Wanted:
    """What a list is narrowed by. ``due_from`` and ``due_to`` are days from today, both included."""

    scope: str = ""
    statuses: tuple[str, ...] = ()
    overdue: bool = False
    due_from: int | None = None
    due_to: int | None = None
    month: str | None = None
    day: str | None = None
    category: str | None = None
    kind: str | None = None
    urgency: str | None = None
    town: str | None = None
    unit: str | None = None
    words: str = ""
    by_due: bool = False
    counted: bool = False
    by_town: bool = False


_ABOUT = re.compile(
    r"^([\w]{1,6}?)的(?:有)?(?:几|哪些|多少)(?:件|个|单|条)[？?]?$|(?:关于|带|含|有关|涉及)[“\"「]?([\w]{1,10}?)[”\"」]?(?:的|方面|相关|字样|$)|(?:搜索?|查找"
    r"|找)一?下?[“\"「]?([\w]{2,10})[”\"」]?"
)
_MONTH = re.compile(r"(?:(20\d\d)年)?(\d{1,2}|十[一二]?|[一二三四五六七八九])月份?(?:(\d{1,2})[日号])?")
_NOT_RECEIPT = re.compile(r"期|截止|没|未|(?:要|得|该|必须)(?:办|处理|回)")
"""Beside these words today is no day of receipt."""
_SHORT_LIST = re.compile(
    r"有吗|有没有|有(?:几|多少|哪些)|的(?:有|呢|件)|^(?![我俺是])\S{2,6}(?:的|呢)[？?。]?$"
)
"""东里的有吗: a place and little else, asked for."""


def read(text: str, world: World) -> Wanted | None:
    """Return what a message wants listed; None where it says anything that lists are not asked with."""
    wanted, cue = Wanted(), 0
    lists = LISTER.search(text) is not None
    ends = text.rstrip("？?。 ").endswith(("的", "呢"))
    text = _about(text, wanted)
    text, dated = _time(text, wanted, world)
    for token in TOKENS:
        if match := token.pattern.search(text):
            cue = max(cue, token.cue)
            _set(wanted, token.sets)
            text = f"{text[: match.start()]} {text[match.end() :]}"
    rest = FILLER.sub("", _names(text, wanted, world.profile))
    named = bool(wanted.town or wanted.unit) and _SHORT_LIST.search(text) is not None
    strong = (
        cue == 2 or named or (cue == 1 and ends) or ((lists or dated) and (cue == 1 or bool(wanted.words)))
    )
    if not strong or (rest and not (lists and cue == 2 and len(rest) <= 4)):
        return None
    wanted.words = wanted.words or rest
    wanted.statuses = _statuses(wanted, dated)
    if wanted.due_to == NEXT_WEEK:
        monday = 7 - world.today.weekday()
        wanted.due_from, wanted.due_to = monday, monday + 6
    if wanted.due_to == -1:
        wanted.due_to = (add_workdays(world.today, SOON_WD, world.profile) - world.today).days
    return wanted


def _statuses(wanted: Wanted, dated: bool) -> tuple[str, ...]:
    """Without a word on the status a list shows what is open, but everything of a month or a search."""
    if "*" in wanted.statuses:
        return ()
    return wanted.statuses or (() if dated or wanted.words else WORKING)


def _set(wanted: Wanted, sets: dict[str, object]) -> None:
    """Take a token in; the first word on the status holds."""
    for name, value in sets.items():
        if name != "statuses" or wanted.statuses in ((), ("*",)):
            setattr(wanted, name, value)


def _about(text: str, wanted: Wanted) -> str:
    match = _ABOUT.search(text)
    if match is None:
        return text
    wanted.words = next(group for group in match.groups() if group)
    return text[: match.start()] + text[match.end() :]


def _time(text: str, wanted: Wanted, world: World) -> tuple[str, bool]:
    """Read month and day of receipt; a month later than the present one is last year's."""
    today = world.today
    for words, back in (("上个月", 1), ("上月", 1), ("本月", 0), ("这个月", 0)):
        if words in text:
            month = (today.replace(day=1) - timedelta(days=back)).strftime("%Y-%m")
            wanted.month = month
            return text.replace(words, " "), True
    for words, back in (("昨天", 1), ("今天", 0)):
        if words in text and not _NOT_RECEIPT.search(text):
            wanted.day = (today - timedelta(days=back)).isoformat()
            return text.replace(words, " "), True
    match = _MONTH.search(text)
    if match is None:
        return text.replace("今天", " ") if re.search(r"没|未", text) else text, False
    month_no = int(match.group(2)) if match.group(2).isdigit() else NUMBERS[match.group(2)]
    year = int(match.group(1) or (today.year if month_no <= today.month else today.year - 1))
    wanted.month = f"{year}-{month_no:02d}"
    if match.group(3):
        wanted.day, wanted.month = f"{wanted.month}-{int(match.group(3)):02d}", None
    return text[: match.start()] + text[match.end() :], True


def _names(text: str, wanted: Wanted, profile: Profile) -> str:
    """Take out the unit or town that is named."""
    unit = find_unit(text, profile)
    if unit and (found := profile.unit(unit)):
        wanted.unit = unit
        return _without(text, (found.name, *found.aliases))
    town = find_town(text, profile)
    if town:
        wanted.town = town.name
        return _without(text, (town.name, *town.aliases))
    return text


def _without(text: str, names: tuple[str, ...]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text

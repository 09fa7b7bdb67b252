"""Setting right what a form has down already: another place, venue, time, or one need fewer."""

import re
from collections.abc import Callable

import msgspec

from bot.engine import intake_swap
from bot.engine.intake_absorb import FRESH
from bot.engine.intake_place import of_message, with_place
from bot.engine.resident import correction
from bot.engine.state import Draft, Frame
from bot.engine.summary import MAX_CHARS
from bot.engine.talk import Talk

_ORDINALS = {
    "一": 0,
    "1": 0,
    "二": 1,
    "2": 1,
    "两": 1,
    "三": 2,
    "3": 2,
    "前": 0,
    "头": 0,
    "后": -1,
    "最后": -1,
}
_ORDINAL = re.compile(r"第([一二三123])|([前头后]|最后)(?:面|头|边|一)?(?:那|一)?[个件条]")
_DROPS = re.compile(
    r"不(?:要|报|用|说|提|记|办)(?:了|吧|报了|要了|管)?|去掉|删|取消|算了|撤|别[记报]|drop|remove|never mind",
    re.IGNORECASE,
)
_ONLY = re.compile(r"^只(?:报|要|记|说|办|留)|^光(?:报|要|记|说)|就(?:报|要|记)第|^only", re.IGNORECASE)
_SAID_WRONG = re.compile(
    r"^(?:(?:不对|不是(?:的|这样的?)?|错了?|搞错了|弄错了|记错了|no)[，,。、！!\s]*)*"
    r"(?:(?:我|俺)(?:说|讲|指)的|应该|其实|明明)?是?(?=\S)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"不[对對是行中]|错|錯|改|应[该當]|我说的|俺说的|其实|没有?说|\b(?:no|not|wrong|actually)\b",
    re.IGNORECASE,
)
BARE, SHORT = 6, 16
FIELDS = ("venue", "topic", "when")


def corrects(talk: Talk) -> bool:
    """Whether a message sets something right, not merely states a need."""
    denies = talk.read.intent == "deny" and (len(talk.text) <= BARE or _CUE.search(talk.text) is not None)
    return denies or "correction" in talk.read.signals or _reworded(talk)


def _reworded(talk: Talk) -> bool:
    """A word of change makes a short message a correction, whatever need it may look like."""
    short = len(talk.text) <= SHORT and not talk.text.startswith(FRESH)
    return (short or not talk.read.needs) and correction.corrects(talk)


def correct(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with what the message corrects; words that fit no field are kept beside it."""
    swapped = intake_swap.swap(talk, frame)
    if swapped is not None:
        return swapped
    at = intake_swap.spot(talk)
    found = {"venue": at} if at else _values(talk, frame)
    place = of_message(talk)
    chosen = _meant(talk, frame.drafts, found)
    if place.town or place.village:
        where = chosen if chosen is not None else tuple(range(len(frame.drafts)))
        frame = _each(frame, where, lambda d: _renamed(d, with_place(d, place)))
    where = chosen or (len(frame.drafts) - 1,)
    if _says_more(talk) and not at:
        return _each(frame, where, lambda d: _noted(talk, d))
    if found:
        return _each(frame, where, lambda d: _quoted(talk, _renamed(d, _set(d, found))))
    return frame


def relocates(talk: Talk, frame: Frame) -> bool:
    """Whether the place of the message contradicts the one place that the form has down."""
    said, known = of_message(talk), {(d.town, d.village) for d in frame.drafts}
    if len(known) != 1:
        return False
    town, village = known.pop()
    return _apart(said.town, town) or _apart(said.village, village)


def _apart(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _values(talk: Talk, frame: Frame) -> dict[str, str]:
    """The values of fields that the message names anew."""
    said = correction.stated(talk)
    known = {getattr(d, name) for d in frame.drafts for name in FIELDS} - {None}
    return {
        name: said[name]
        for name in FIELDS
        if name in said and not any(said[name] in old or old in said[name] for old in known)
    }


def dropped(talk: Talk, frame: Frame) -> Frame | None:
    """Return the frame without the need that the message takes out, None where it takes none out."""
    if len(frame.drafts) < 2:
        return None
    meant = _meant(talk, frame.drafts, {})
    if meant is None or len(meant) == len(frame.drafts):
        return None
    if _ONLY.search(talk.text):
        return msgspec.structs.replace(frame, drafts=tuple(frame.drafts[n] for n in meant))
    if not _DROPS.search(talk.text):
        return None
    left = tuple(d for n, d in enumerate(frame.drafts) if n not in meant)
    return msgspec.structs.replace(frame, drafts=left)


def _meant(talk: Talk, drafts: tuple[Draft, ...], found: dict[str, str]) -> tuple[int, ...] | None:
    """The drafts that the message names, by their order or by what they are about."""
    if match := _ORDINAL.search(talk.text):
        at = _ORDINALS[match[1] or match[2]] % len(drafts)
        return (at,)
    if len(drafts) == 1:
        return None
    named = [e.value for e in talk.read.entities if e.entity in ("topic", "venue")]
    named += [name for d in drafts for name in (d.topic, d.venue) if name and name in talk.text]
    hits = tuple(
        n
        for n, d in enumerate(drafts)
        if any(len(x) > 1 and x in d.summary for x in named if x != found.get("when"))
    )
    return hits or None


def _each(frame: Frame, where: tuple[int, ...], change: Callable[[Draft], Draft]) -> Frame:
    drafts = tuple(change(d) if n in where else d for n, d in enumerate(frame.drafts))
    return msgspec.structs.replace(frame, drafts=drafts)


def _set(draft: Draft, found: dict[str, str]) -> Draft:
    """Put the values in; another day alone keeps the hour: 周六上午 becomes 周日上午."""
    hour = _HOUR.search(draft.when or "")
    if hour and _DAY.fullmatch(found.get("when", "")):
        found = {**found, "when": found["when"] + hour[0]}
    return msgspec.structs.replace(draft, **found)


_DAY = re.compile(r"[这本下]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天末]")
_HOUR = re.compile(r"(?<=[一二三四五六日天末])(?:上午|下午|晚上|早上|中午|傍晚)$")


def _renamed(old: Draft, new: Draft) -> Draft:
    """Put new values where the short line still names the old ones."""
    summary = old.summary
    for name in ("town", "village", *FIELDS):
        was, now = getattr(old, name), getattr(new, name)
        if was and now and was != now and now not in summary:
            summary = summary.replace(was, now)
    return msgspec.structs.replace(new, summary=summary)


def _says_more(talk: Talk) -> bool:
    """Whether a correction says something that no field holds: 不是，我说的是二楼厕所边上那个."""
    if not corrects(talk) or "phone_incomplete" in talk.read.signals or _NUMBERS.search(talk.text):
        return False
    rest = talk.text
    for entity in talk.read.entities:
        rest = rest.replace(entity.value, "")
    return len(_FILLERS.sub("", rest)) >= MORE


MORE = 3
_NUMBERS = re.compile(r"\d{3}|电话|手机|号码|尾号")
_FILLERS = re.compile(
    r"不对|不是|错了?|有错|没错|要改|改一?下|写|记|搞|弄|(?:我|俺)?(?:说|讲|指)的|应该|其实|明明|而|时间|日期|地方|地点|村名|镇名|场馆?|改[成为到在]?|换[成到]|"
    r"这样|不行|不中|那个|这个|第[一二三123][个件]|[我俺您你是的了吧啊呀哦呢就在镇村，,。.!！、；;：:\s]|actually|wrong|not?\b|it'?s|change|to\b",
    re.IGNORECASE,
)


def _gist(talk: Talk) -> str:
    return _SAID_WRONG.sub("", talk.text, count=1).strip("，,。.!！ ") or talk.text


def _noted(talk: Talk, draft: Draft) -> Draft:
    """Keep a correction that fits no field in the words and in the line that is read back."""
    summary = f"{draft.summary}（更正：{_gist(talk)}）"[:MAX_CHARS]
    return msgspec.structs.replace(_quoted(talk, draft), summary=summary)


def _quoted(talk: Talk, draft: Draft) -> Draft:
    """Keep the words of a correction with the draft that it changed."""
    return msgspec.structs.replace(draft, words=(*draft.words, talk.heard.message.text))

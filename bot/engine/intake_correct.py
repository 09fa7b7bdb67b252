"""Setting right what a form has down already: another place, venue, time, or one need fewer."""

import re
from collections.abc import Callable

import msgspec

from bot.engine.intake_place import of_message, with_place
from bot.engine.resident import correction
from bot.engine.state import Draft, Frame
from bot.engine.summary import MAX_CHARS
from bot.engine.talk import Talk

_ORDINALS = {"一": 0, "1": 0, "二": 1, "2": 1, "两": 1, "三": 2, "3": 2, "前": 0, "头": 0, "后": -1, "最后": -1}
_ORDINAL = re.compile(r"第([一二三123])|([前头后]|最后)(?:面|头|边|一)?(?:那|一)?[个件条]")
_DROPS = re.compile(
    r"不(?:要|报|用|说|提|记|办)(?:了|吧|报了|要了|管)?|去掉|删|取消|算了|撤|别[记报]|drop|remove|never mind", re.IGNORECASE
)
_ONLY = re.compile(r"^只(?:报|要|记|说|办|留)|^光(?:报|要|记|说)|就(?:报|要|记)第|^only", re.IGNORECASE)
_SAID_WRONG = re.compile(
    r"^(?:(?:不对|不是(?:的|这样的?)?|错了?|搞错了|弄错了|记错了|no)[，,。、！!\s]*)*"
    r"(?:(?:我|俺)(?:说|讲|指)的|应该|其实|明明)?是?(?=\S)",
    re.IGNORECASE,
)
FIELDS = ("venue", "topic", "when")


def corrects(talk: Talk) -> bool:
    """Whether a message sets something right, not merely states a need."""
    return talk.read.intent == "deny" or "correction" in talk.read.signals or _reworded(talk)


def _reworded(talk: Talk) -> bool:
    return not talk.read.needs and correction.corrects(talk)


def correct(talk: Talk, frame: Frame) -> Frame:
    """Return the frame with what the message corrects; words that name no field are kept beside it."""
    said = correction.stated(talk)
    found = {name: said[name] for name in FIELDS if name in said}
    place = of_message(talk)
    chosen = _meant(talk, frame.drafts, found)
    if place.town or place.village:
        where = chosen if chosen is not None else tuple(range(len(frame.drafts)))
        frame = _each(frame, where, lambda d: _renamed(d, with_place(d, place)))
    if found:
        where = chosen or (len(frame.drafts) - 1,)
        frame = _each(frame, where, lambda d: _renamed(d, msgspec.structs.replace(d, **found)))
    return _noted(talk, frame, chosen) if _says_more(talk, frame, bool(found)) else _quoted(talk, frame, found)


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
        n for n, d in enumerate(drafts) if any(len(x) > 1 and x in d.summary for x in named if x != found.get("when"))
    )
    return hits or None


def _each(frame: Frame, where: tuple[int, ...], change: Callable[[Draft], Draft]) -> Frame:
    drafts = tuple(change(d) if n in where else d for n, d in enumerate(frame.drafts))
    return msgspec.structs.replace(frame, drafts=drafts)


def _renamed(old: Draft, new: Draft) -> Draft:
    """Put new values where the short line still names the old ones."""
    summary = old.summary
    for name in ("town", "village", *FIELDS):
        was, now = getattr(old, name), getattr(new, name)
        if was and now and was != now and now not in summary:
            summary = summary.replace(was, now)
    return msgspec.structs.replace(new, summary=summary)


def _says_more(talk: Talk, frame: Frame, found: bool) -> bool:
    """Whether the correction says something that no field holds: 不是，我说的是二楼的灯."""
    if found or not frame.drafts or "phone_incomplete" in talk.read.signals:
        return False
    known = {"place", "phone", "person", "when"}
    if any(e.entity in known for e in talk.read.entities) or any(c.isdigit() for c in talk.text):
        return False
    return len(_gist(talk)) > 1


def _gist(talk: Talk) -> str:
    return _SAID_WRONG.sub("", talk.text, count=1).strip("，,。.!！ ") if not _BARE.fullmatch(talk.text) else ""


_BARE = re.compile(
    r"(?:不对|不是|错了?|有错|要改|改一?下|我?要?改|不对吧|不是这样的?|写错了?|记错了?|搞错了?|不行|不中|没有?|别|no|wrong|不)*[了啊呀吧哦的呢，,。.!！\s]*",
    re.IGNORECASE,
)


def _noted(talk: Talk, frame: Frame, chosen: tuple[int, ...] | None) -> Frame:
    """Keep a correction that fits no field in the words and in the line that is read back."""
    where, gist = chosen or (len(frame.drafts) - 1,), _gist(talk)
    return _each(
        frame,
        where,
        lambda d: msgspec.structs.replace(
            d, words=(*d.words, talk.heard.message.text), summary=f"{d.summary}（更正：{gist}）"[:MAX_CHARS]
        ),
    )


def _quoted(talk: Talk, frame: Frame, found: dict[str, str]) -> Frame:
    """Keep the words of a correction with the draft that it changed."""
    if not found:
        return frame
    return _each(
        frame,
        _meant(talk, frame.drafts, found) or (len(frame.drafts) - 1,),
        lambda d: msgspec.structs.replace(d, words=(*d.words, talk.heard.message.text)),
    )

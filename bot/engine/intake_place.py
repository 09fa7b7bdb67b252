"""Where a matter is: answers to "where?" that the gazetteer does not know, and shared positions."""

import re

import msgspec

from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from config.profile import Profile, Town
from nlu.understanding import Place

SHORT = 24
"""An answer to "where?" up to this many characters may be a name that nobody wrote down."""
_LEAD = re.compile(r"^(?:就?在|(?:我|俺|咱)们?(?:是|就是|家?在|村[是叫]|庄[是叫])?|是|叫|村[是叫])+")
_TRAIL = re.compile(r"(?:的|吧|呗|啊|呀|哈|这儿|这里|那儿|那里)*[。.!！~～，,]*$")
_NAMED = re.compile(
    r"village|town|county|street|[村庄镇乡街路区屯寨沟峪坡洼店集营堡泉桥河湾岭埠楼院校厂站场馆]$|社区|附近|旁边|边上|底下|对面|门口|那[边块片]|这[边块片]"
)
_NO_NAME = re.compile(
    r"[是没不了坏想要看锁能有太吗嘛咋啥呢谢好哪谁您你?？]|\b(?:need|want|broken|please|is|are|has|have|the|no|can|could)\b",
    re.IGNORECASE,
)
DOES_NOT_KNOW = re.compile(
    r"不(?:知道|清楚|晓得|记得|确定|太清楚)|说不[上准清好]|记不[得清]|忘了?|没有?印象"
    r"|都行|随便|哪[都里]行|not sure|don'?t know"
)


def named(text: str) -> str | None:
    """Return the name in a short answer that looks like a place nobody wrote down, else None."""
    name = _TRAIL.sub("", _LEAD.sub("", text.strip())).strip()
    if not 2 <= len(name) <= (2 * SHORT if name.isascii() else SHORT) or DOES_NOT_KNOW.search(text):
        return None
    return name if _NAMED.search(name) or (len(name) <= 6 and not _NO_NAME.search(name)) else None


def plainly_named(text: str) -> bool:
    """Whether the words cannot well be anything but a place: 在村口大槐树底下那块."""
    name = named(text)
    return name is not None and _NAMED.search(name) is not None and not _NO_NAME.search(name)


def names_town(name: str) -> bool:
    """Whether a name that nobody wrote down tells the town as well as the village."""
    return re.search(r".[镇乡区]|街道|town|, ?\S", name, re.IGNORECASE) is not None


def of_label(profile: Profile, label: str) -> Place:
    """Return the town and village that the label of a shared position names."""
    town = next((t for t in profile.towns if t.name in label), None)
    town = town or next((t for t in profile.towns if any(alias in label for alias in t.aliases)), None)
    if town is None:
        return Place(village=label or None)
    return Place(town.name, _village(town, label))


def _village(town: Town, label: str) -> str | None:
    rest = label.rsplit(town.name, 1)[-1]
    known = [v.name for v in town.villages for name in (v.name, *v.aliases) if name in rest]
    return max(known, key=len) if known else None


def of_message(talk: Talk) -> Place:
    """Return the place that the words, or else a shared position, name."""
    if talk.read.place.town or talk.read.place.village:
        return talk.read.place
    labels = [a.label for a in talk.heard.message.attachments if a.kind == "location" and a.label]
    return of_label(talk.world.profile, labels[0]) if labels else Place()


def at_home(talk: Talk, frame: Frame) -> Frame:
    """In a group that belongs to a village, put what names no place at all there."""
    if not talk.heard.message.group or not talk.state.home:
        return frame
    home = of_label(talk.world.profile, talk.state.home)
    drafts = tuple(d if d.town or d.village else with_place(d, home) for d in frame.drafts)
    return msgspec.structs.replace(frame, drafts=drafts)


def with_place(draft: Draft, place: Place) -> Draft:
    """Return the draft moved; a new town keeps the village unless a new village is named too."""
    return msgspec.structs.replace(
        draft, town=place.town or draft.town, village=place.village or draft.village
    )


def fill(talk: Talk, frame: Frame) -> Frame:
    """Put the place of a message into the drafts that lack one; a need's own place came with it."""
    place = of_message(talk)
    if not (place.town or place.village) or talk.read.needs:
        return frame
    known = any(d.town or d.village for d in frame.drafts)
    drafts = tuple(
        with_place(d, place) if not known or not (d.town and d.village) else d for d in frame.drafts
    )
    return msgspec.structs.replace(frame, drafts=drafts)

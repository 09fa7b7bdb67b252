"""Corrections of a call draft in words: 第一个紧急, 地点改东里镇, 类型改投诉, 删掉第二个, 时间改周六."""

import re
from collections.abc import Callable

import msgspec

from bot.engine.answers import DIGITS
from bot.engine.intake_place import with_place
from bot.engine.state import Draft, Frame
from bot.engine.talk import Talk
from nlu.understanding import Place
from storage.labels import CATEGORIES, KINDS, URGENCIES

SHORT = 20
"""A command about type or urgency is no longer than this."""
_ORDINAL = re.compile(
    r"第\s*(?P<n>[一二两三四五六七八九\d])\s*(?:个|件|条|项)?|(?P<last>最后(?:一)?(?:个|件|条))"
)
_DELETE = re.compile(r"删|去掉|不要|划掉|撤掉|取消第")
_SET = re.compile(r"改|标|设|算|定|按|应该|应为|不是|类型|类别|程度|归|^第|^是")
_NAMED = re.compile(r"(?:不用|不是|不要|不再|取消|别)匿名|实名")
_OPEN = re.compile(r"(?:不用|不要|取消)保密")
_FIELDS = {
    "place": "地点|地址|位置|地方", "when": "时间", "venue": "场馆|场所", "topic": "主题",
    "summary": "内容|摘要|标题", "name": "姓名|名字|来电人|反映人|称呼|联系人",
}  # fmt: skip
_FIELD = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _FIELDS.items())})"
    r"(?:写错了|错了|不对|应该|应)?[，,\s]*"
    r"(?:改|换|是|叫|写|为|姓|[:：])(?:成|为|到|在|的是|作)?[:：\s]*(?P<value>[^。；;\n]+)"
)
_REPLACED = re.compile(
    rf"^(?:把)?(?:{_ORDINAL.pattern})?[，,\s]*(?:应该|应当|要|得)?"
    r"(?:不是[^，,。]{1,12}[，,\s]*(?:而?是)|(?:改|换|写)(?:一下)?(?:成|为|作)+)[:：\s]*(?P<value>[^。；;\n]{1,40})[。！!]*$"
)
"""第二个改成跳棋: neither field nor label is named, so it is the matter itself."""
_BY_ENTITY = {"when": "when", "venue": "venue"}
_MOVED = re.compile(r"改|换|应该是|应为|不是|写错")
SYNONYMS: dict[str, dict[str, str]] = {
    "kind": {name: code for code, name in KINDS.items()},
    "category": {
        **{name: code for code, name in CATEGORIES.items()},
        "活动类": "activity", "设施类": "facility", "服务类": "service", "遗产类": "heritage",
        "文物类": "heritage", "非遗类": "heritage", "市场类": "market", "旅游类": "market",
    },
    "urgency": {
        **{name: code for code, name in URGENCIES.items()},
        "特急": "urgent", "加急": "pressing", "不急": "normal", "不紧急": "normal", "普通": "normal",
    },
}  # fmt: skip
"""Names by which operators call the values of a field."""


def apply(talk: Talk, frame: Frame) -> Frame | None:
    """Return the frame with every correction of the message made; None if it makes none."""
    made = None
    for edit in EDITS:
        made = edit(talk, made or frame) or made
    return made


def _delete(talk: Talk, frame: Frame) -> Frame | None:
    at = _target(talk.text, frame)
    if at is None or not _DELETE.search(talk.text) or len(talk.text) > SHORT:
        return None
    return msgspec.structs.replace(frame, drafts=frame.drafts[:at] + frame.drafts[at + 1 :])


def _labels(talk: Talk, frame: Frame) -> Frame | None:
    """Type, category and urgency; of several drafts the operator names which."""
    changes = {name: code for name in SYNONYMS if (code := _value(talk.text, name))}
    if not changes or not frame.drafts:
        return None
    at = _target(talk.text, frame)
    if at is None and len(frame.drafts) > 1:
        talk.say("operator.which", count=len(frame.drafts))
        return frame
    return _changed(frame, at or 0, **changes)


def _value(text: str, name: str) -> str | None:
    """The value named last and not denied; a long message is no command."""
    plain = text.strip("。.！! ")
    words = SYNONYMS[name]
    if plain in words:
        return words[plain]
    if len(plain) > SHORT or not _SET.search(plain) or _DELETE.search(plain):
        return None
    said = re.finditer("|".join(sorted(words, key=len, reverse=True)), plain)
    kept = [match[0] for match in said if not plain[: match.start()].endswith(("不是", "不算", "别标"))]
    return words[kept[-1]] if kept else None


def _field(talk: Talk, frame: Frame) -> Frame | None:
    match = _FIELD.search(talk.text)
    if match is None or not frame.drafts:
        return None
    name = next(field for field in _FIELDS if match[field])
    value = match["value"].strip()
    if name != "summary":
        value = re.split("[，,]", value)[0].strip()
    if name == "name":
        return msgspec.structs.replace(frame, slots={**frame.slots, "name": value})
    if name == "place":
        return _moved(talk, frame, value)
    return _changed(frame, _target(talk.text, frame) or 0, **{name: value})


def _matter(talk: Talk, frame: Frame) -> Frame | None:
    """Another thing in place of the one that was written down: 第二个改成跳棋."""
    match = _REPLACED.match(talk.text)
    if match is None or _is_other_edit(talk) or not frame.drafts:
        return None
    at, value = _target(talk.text, frame), match["value"].strip()
    if at is None and len(frame.drafts) > 1:
        talk.say("operator.which", count=len(frame.drafts))
        return frame
    read = next((e.entity for e in talk.read.entities if e.value == value and e.entity in _BY_ENTITY), None)
    if read is not None:
        return _changed(frame, at or 0, **{_BY_ENTITY[read]: value})
    old = frame.drafts[at or 0]
    named = old.topic if old.topic and old.topic in old.summary else None
    summary = old.summary.replace(named, value) if named else value
    return _changed(frame, at or 0, words=(*old.words, talk.heard.message.text), topic=value, summary=summary)


def _is_other_edit(talk: Talk) -> bool:
    """Whether label, field or place are what the words change."""
    labelled = any(_value(talk.text, name) for name in SYNONYMS)
    return labelled or bool(talk.read.place.text) or _FIELD.search(talk.text) is not None


def _place(talk: Talk, frame: Frame) -> Frame | None:
    """不是西里镇，是东里镇, or nothing but a place."""
    place = talk.read.place
    rest = len(talk.text) - len(place.town or "") - len(place.village or "")
    if not place.text or talk.read.needs or _FIELD.search(talk.text):
        return None
    return _moved(talk, frame, "") if rest <= 2 or _MOVED.search(talk.text) else None


def _moved(talk: Talk, frame: Frame, value: str) -> Frame:
    """A known place, else the words as they are; without an ordinal all drafts move."""
    place = talk.read.place if talk.read.place.text else Place(village=value)
    at = _target(talk.text, frame)
    drafts = tuple(with_place(d, place) if at in (None, n) else d for n, d in enumerate(frame.drafts))
    return msgspec.structs.replace(frame, drafts=drafts)


def _openness(talk: Talk, frame: Frame) -> Frame | None:
    closed = [
        slot for slot, words in (("anonymous", _NAMED), ("confidential", _OPEN)) if words.search(talk.text)
    ]
    slots = {name: value for name, value in frame.slots.items() if name not in closed}
    return msgspec.structs.replace(frame, slots=slots) if closed else None


def _target(text: str, frame: Frame) -> int | None:
    """Return the index of the draft that the message names by its place in the list."""
    match = _ORDINAL.search(text)
    if match is None:
        return None
    at = len(frame.drafts) if match["last"] else int(DIGITS.get(match["n"], match["n"]))
    return at - 1 if 1 <= at <= len(frame.drafts) else None


def _changed(frame: Frame, at: int, **changes: str | tuple[str, ...]) -> Frame:
    draft: Draft = msgspec.structs.replace(frame.drafts[at], **changes)
    return msgspec.structs.replace(frame, drafts=(*frame.drafts[:at], draft, *frame.drafts[at + 1 :]))


EDITS: tuple[Callable[[Talk, Frame], Frame | None], ...] = (
    _delete, _labels, _field, _matter, _place, _openness,
)  # fmt: skip

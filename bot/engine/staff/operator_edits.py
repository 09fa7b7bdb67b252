"""Corrections of drafts in words: 第一个紧急, 2 地点改东里镇, 不是投诉是建议, 第二个时间改周六, 受众改老人."""

import re
from collections.abc import Callable

from bot.engine.staff import operator_places as places
from bot.engine.staff.days import stated_due
from bot.engine.staff.labels import find_unit
from bot.engine.staff.operator_edit import Edit
from bot.engine.staff.operator_grouping import GROUPINGS
from bot.engine.staff.operator_labels import VALUES, label_of
from bot.engine.staff.operator_record import answer_in
from bot.engine.state import Frame
from nlu.understanding import AUDIENCES

_NAMED = re.compile(r"(?:不用|不是|不要|不再|取消|别)匿名|实名")
_OPEN = re.compile(r"(?:不用|不要|取消)保密")
_FIELDS = {
    "place": "地点|地址|位置|地方|镇村", "when": "时间|日期", "venue": "场馆|场所|场地", "topic": "主题|事项|事由",
    "summary": "内容|摘要|标题", "name": "姓名|名字|来电人|反映人|称呼|联系人|说话人|户主",
    "audience": "受众|服务对象|对象|人群", "unit": "责任单位|承办单位|单位", "due": "整改期限|期限|时限|限期|限",
}  # fmt: skip
_FIELD = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _FIELDS.items())})"
    r"(?:写错了|错了|不对|应该|应|都|全|全部)*[，,\s]*"
    r"(?:改|换|是|叫|写(?!错)|为|姓|定|到|[:：])(?:成|为|到|在|的是|作)?[:：\s]*(?P<value>[^。；;\n]+)"
)
_LIMIT = re.compile(r"限(?:期|在|到)?(?P<value>[^，,。；;\n]{2,14}?)(?:之?前)?(?:整改|完成|改好|内)*[了吧]?$")
_REPLACED = re.compile(
    r"^[，,\s]*(?:应该|应当|要|得)?(?:不是[^，,。]{1,12}?[，,\s]*(?:而?是)|(?:改|换|写)(?:一下)?(?:成|为|作)+)[:：\s]*(?P<value>[^。；;\n]{1,40})[。！!]*$"
)
"""改成跳棋: neither field nor label is named, so it is the matter itself."""
_MOVED = re.compile(r"改|换|应该是|应为|不是|写错|在")
_CONTACT = re.compile(
    r"匿名|保密|实名|(?:电话|手机|号码|尾号|回电|[少多错]记).*|.*\d{7}.*|不留(?:名|电话)|没留电话"
)
_BY_ENTITY = frozenset({"when", "venue"})
_BARE = re.compile(r"^(?:应该|就|定|改)*(?:是|在|到)?|[的吧了]+$")
_FINE = re.compile(r"(?:都|也)?(?:对|没问题|不变|可以|不用改|没错)[的了]?")


def apply(edit: Edit) -> Frame | None:
    """Return the form with the correction made; None where the words make none."""
    for make in EDITS:
        made = make(edit)
        if made is not None:
            return made
    return None


def _fine(edit: Edit) -> Frame | None:
    """第一个对: nothing to do."""
    return edit.frame if edit.at and _FINE.fullmatch(edit.text) else None


def _answer(edit: Edit) -> Frame | None:
    """2当场答复：…; of several drafts the one that asks something."""
    answer = answer_in(edit.text)
    if answer is None:
        return None
    asks = [n for n, d in enumerate(edit.frame.drafts) if d.kind == "inquiry" and not d.taken.refer]
    return edit.retaken(edit.target(only=asks), answer=answer)


def _labels(edit: Edit) -> Frame | None:
    """Type, category and urgency, named by their values."""
    changes = {name: code for name in VALUES if (code := label_of(edit.text, name))}
    if not changes:
        return None
    denied = [
        n
        for n, draft in enumerate(edit.frame.drafts)
        if any(
            f"不是{word}" in edit.text and getattr(draft, name) == code
            for name in changes
            for word, code in VALUES[name].items()
        )
    ]
    return edit.changed(edit.target(only=denied), **changes)


def _field(edit: Edit) -> Frame | None:
    match = _FIELD.search(edit.text)
    if match is None:
        return None
    name = next(field for field in _FIELDS if match[field])
    value = match["value"].strip()
    if name not in ("summary", "audience"):
        value = re.split("[，,]", value)[0].strip()
    return FIELDS.get(name, _plain)(edit, name, value)


def _plain(edit: Edit, name: str, value: str) -> Frame | None:
    return edit.changed(edit.target(), **{name: value})


def _name(edit: Edit, _name: str, value: str) -> Frame | None:
    """The caller's name; of a point of minutes, its speaker's."""
    if any(draft.taken.speaker for draft in edit.frame.drafts) or edit.at:
        return edit.retaken(edit.target(), speaker=value)
    return edit.with_slots(name=value)


def _audience(edit: Edit, _name: str, value: str) -> Frame | None:
    said = {code for words, code in _GROUPS.items() if re.search(words, value)}
    if not said and "everyone" not in value and not re.search("全体|所有|大家|居民|都", value):
        return None
    return edit.changed(edit.target(), audience=tuple(code for code in AUDIENCES if code in said))


def _unit(edit: Edit, _name: str, value: str) -> Frame | None:
    unit = find_unit(value, edit.talk.world.profile)
    return edit.retaken(edit.target(every=True), unit=unit) if unit else None


def _due(edit: Edit, _name: str, value: str) -> Frame | None:
    world = edit.talk.world
    due = stated_due(value, world.today, world)
    return edit.retaken(edit.target(every=True), due=due) if due else None


def _limit(edit: Edit) -> Frame | None:
    """限12月5日: the day by which something has to be put right."""
    match = _LIMIT.search(edit.text)
    return _due(edit, "due", match["value"]) if match else None


def _matter(edit: Edit) -> Frame | None:
    """Another thing in place of the one that was written down: 第二个改成跳棋."""
    match = _REPLACED.match(edit.text)
    if match is None or edit.talk.read.place.text:
        return None
    value, at = match["value"].strip(), edit.target()
    if at is None or len(at) != 1:
        return edit.frame
    said = [e.entity for e in edit.talk.read.entities if e.value == value and e.entity in _BY_ENTITY]
    if said:
        return edit.changed(at, **{said[0]: value})
    old = edit.frame.drafts[at[0]]
    named = old.topic if old.topic and old.topic in old.summary else None
    summary = old.summary.replace(named, value) if named else value
    words = (*old.words, edit.talk.heard.message.text)
    return edit.changed(at, words=words, topic=value, summary=summary)


def _thing(edit: Edit) -> Frame | None:
    """第一个在文化广场, 第二个腊月二十三: nothing but a venue or a time."""
    said = _BARE.sub("", edit.text).strip()
    named = [e.entity for e in edit.talk.read.entities if e.value == said and e.entity in _BY_ENTITY]
    return edit.changed(edit.at, **{named[0]: said}) if edit.at and named else None


def _place(edit: Edit) -> Frame | None:
    """不是西里镇，是东里镇, or nothing but a place."""
    if edit.talk.read.needs or not (edit.alone or not edit.text.startswith("不是")):
        return None
    place = edit.talk.read.place if edit.alone else places.named(edit.talk, edit.text)
    if not place.town and place.village == edit.text:
        return None
    rest = len(edit.text) - len(place.town or "") - len(place.village or "")
    return edit.moved(place) if place.text and (rest <= 2 or _MOVED.search(edit.text)) else None


def _openness(edit: Edit) -> Frame | None:
    closed = [
        slot for slot, words in (("anonymous", _NAMED), ("confidential", _OPEN)) if words.search(edit.text)
    ]
    return edit.without_slots(*closed) if closed else None


def _contact(edit: Edit) -> Frame | None:
    """Telephone and wishes of privacy were taken in with the message itself."""
    return edit.frame if edit.reached and _CONTACT.fullmatch(edit.text) else None


_GROUPS = {
    "老年|老人|大爷|大娘": "elderly", "少年|儿童|孩子|学生|小孩|少儿": "children", "残": "disabled", "务工|农民工|外来": "migrant",
    "妇女|女性|妈妈": "women",
}  # fmt: skip
FIELDS: dict[str, Callable[[Edit, str, str], Frame | None]] = {
    "place": lambda edit, _, value: edit.moved(places.named(edit.talk, value)),
    "name": _name, "audience": _audience, "unit": _unit, "due": _due,
}  # fmt: skip
EDITS: tuple[Callable[[Edit], Frame | None], ...] = (
    _fine, *GROUPINGS, _answer, _labels, _field, _limit, _thing, _matter, _place, _openness, _contact,
)  # fmt: skip

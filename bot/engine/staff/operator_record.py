"""Reading a call record: what frames it, who called, what it is about. Regular expressions over the words."""

import re

import msgspec

from bot.engine.staff.operator_opening import OPENING, opens
from bot.engine.staff.operator_speaker import FEELS
from bot.engine.summary import summarise
from nlu.clauses import caller_words
from nlu.understanding import Understanding

Span = tuple[int, int]

_LABELS = {
    "name": "来电人|反映人|诉求人|联系人|姓名|来访人|称呼",
    "phone": "联系电话|联系方式|电话|手机号?|回电|号码",
    "matter": "反映内容|诉求内容|主要内容|诉求描述|内容|诉求|事项|事由",
    "place": "详细地点|地点|地址|所在镇村|所属区域|所属镇街|所属乡镇|属地",
    "time": "来电时间|登记时间|时间",
    "channel": "受理渠道|渠道",
}
_FIELD = re.compile("|".join(rf"(?P<{kind}>(?:{words})\s*[:：])" for kind, words in _LABELS.items()))
_SPEAKER = re.compile(
    r"^\s*(?:[AB甲乙问答]|【?(?:接线|来电|话务|坐席|客服|市民|群众)[^\n:：】]{0,3}】?)\s*[:：】]",
    re.MULTILINE,
)
_REPORTS = re.compile(
    r"[\s，,]*(?P<who>[^，,。；;：:\n]{0,10}?)(?:反映说|反映|来电称|说是|说|称)(?![个件一几两])(?:的?(?:是|情况))?[，,：:\s]*"
)
_GAP = re.compile(
    rf"[\s，,、。；;：:]*(?:(?:{_LABELS['name']}|{_LABELS['phone']}|{_LABELS['place']})\s*[:：]\s*)?"
)
_STANDS_ALONE = re.compile(r"\s*(?:[，,、。；;：:]|\s|反映|来电|问|说|称|\Z)")
_WHO = re.compile("来电人|群众|市民|村民|居民|住户|老人|对方|他|她|俺|我")
_NAME = re.compile(r"\s*(?P<name>[^\s，,、；;。（(：:\d]{1,8})")
_OFFICIAL = re.compile("馆长|站长|主任|书记|局长|科长|校长|经理|队长|管理员|村长|镇长")
_UNNAMED = frozenset(
    {"匿名", "未留", "不详", "不愿透露", "保密", "无", "群众", "市民", "村民", "大家", "老人"}
)
_STATUS = re.compile(
    r"^(?:(?:村里?的?|我们村的?|本村的?)?(?:五保户|低保户|贫困户|脱贫户|特困户|困难户|孤寡老人|独居老人|残疾人"
    r"|退伍军人|老党员|邻居|村民|居民|群众))+的?(?=[\u4e00-\u9fff]{2})"
)
"""What somebody is stands before the name: 五保户老赵."""
_NO_PHONE = re.compile(
    r"(?:^|(?<=[，,。；;\s]))[他她也都就]*(?:不(?:想|愿意?)?留|没留|未留|没有?|无)(?:联系)?(?:电话|手机号?|号码|联系方式)"
    r"[了吧]?(?=$|[，,。；;\s])[，,。；;\s]*"
)
"""A clause that says no more than that there is no telephone."""
_TITLE = "大爷|大娘|大妈|大叔|大婶|大嫂|大哥|大姐|奶奶|爷爷|老汉|女士|先生|老师|师傅|阿姨"
_TITLED = re.compile(rf"[\u4e00-\u9fff]{{1,2}}(?:{_TITLE})$")
_THIRD = re.compile(
    rf"(?:{_TITLE}|村民|群众|居民|住户|老乡|乡亲们?)[^，。,]{{0,4}}(?:说|反映|想|要|提|问|建议|盼)"
)
_BROKEN = re.compile(r"(?<![\dA-Za-z])1[3-9](?:[ -]?\d){6,11}(?!\d)")


_ANSWERED = re.compile(
    r"[\s，,。；;：:]*(?:已经?|我|就)*(?P<said>当场(?:就|已)?(?:答复|解答|回复|办结|解决)(?:了|过)?"
    r"[\s，,：:。]*(?:答复)?(?:内容)?(?:是|为)?[\s：:]*(?P<text>.*))",
    re.DOTALL,
)


def answer_in(text: str) -> str | None:
    """Return what was answered on the spot, None where nothing was."""
    match = _ANSWERED.search(text)
    return (match["text"].strip() or match["said"].strip()) if match else None


def only_answers(text: str) -> bool:
    """Whether the words say nothing but what was answered on the spot."""
    return _ANSWERED.match(text) is not None


def is_record(text: str) -> bool:
    """Whether the words are framed as something taken down for somebody else."""
    return opens(text) or len(fields(text)) > 1 or is_dialogue(text)


def is_dialogue(text: str) -> bool:
    """Whether the words of both sides of a call stand line by line."""
    return len(_SPEAKER.findall(text)) > 1


def speaks_of_another(text: str) -> bool:
    """Whether the words say what somebody else wants: 李大娘说想看戏."""
    return _THIRD.search(text) is not None


def fields(text: str) -> dict[str, Span]:
    """Return the labelled fields of a record, each with the span of its value."""
    marks = list(_FIELD.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {str(mark.lastgroup): (mark.end(), end) for mark, end in zip(marks, ends, strict=False)}


def caller(read: Understanding) -> str | None:
    """Return the name of the one who called, None where it is not said."""
    text = read.text
    label = fields(text).get("name")
    said = _NAME.match(text, label[0]) if label else _named_in_opening(text)
    if said is not None:
        return None if said["name"] in _UNNAMED else _STATUS.sub("", said["name"])
    named = [e.value for e in read.entities if e.entity == "person" and not _OFFICIAL.search(e.value)]
    reports = _REPORTS.match(text, _opened(text))
    if not named and reports and _TITLED.match(reports["who"]):
        named = [reports["who"]]
    return read.person or next(iter(named), None)


def _opened(text: str) -> int:
    opening = OPENING.match(text)
    return opening.end() if opening else 0


def _named_in_opening(text: str) -> re.Match[str] | None:
    opening = OPENING.match(text)
    return opening if opening and opening["name"] else None


def matter(read: Understanding, span: Span | None = None) -> Span:
    """Return the span of what it is about, without the words that frame it."""
    start, end = span or fields(read.text).get("matter") or (0, len(read.text))
    if opening := OPENING.match(read.text, start, end):
        start = opening.end()
    if answered := _ANSWERED.search(read.text, start, end):
        end = answered.start()
    start = _past_contact(read, start, end)
    reports = _REPORTS.match(read.text, start, end)
    if reports and _is_somebody(read, reports):
        start = reports.end()
    elif feels := FEELS.match(read.text, start, end):
        start = feels.end()
    rest = read.text[start:end]
    return start + len(rest) - len(rest.lstrip(" \t\n，,、。；;：:")), end


def _past_contact(read: Understanding, start: int, end: int) -> int:
    """Skip name, telephone and place where they stand one by one before the matter."""
    while start < end:
        gap = _GAP.match(read.text, start, end)
        past = _contact_end(read, gap.end() if gap else start)
        if past is None or not _STANDS_ALONE.match(read.text, past):
            return start
        start = past
    return start


def _contact_end(read: Understanding, at: int) -> int | None:
    """Return where the name, place or number that begins here ends, also a damaged number."""
    broken = _BROKEN.match(read.text, at)
    said = [e.end for e in read.entities if e.start == at and e.entity in ("person", "phone", "place")]
    return broken.end() if broken else next(iter(said), None)


def _is_somebody(read: Understanding, reports: re.Match[str]) -> bool:
    who = reports["who"]
    named = [e for e in read.entities if e.entity == "person" and reports.start() <= e.start < reports.end()]
    return not who or bool(named) or (_WHO.search(who) or _TITLED.match(who)) is not None


def summary(read: Understanding, span: Span | None = None) -> str:
    """Return a short line of what it is about, without contact data; empty where nothing is said."""
    start, end = matter(read, span)
    heard = msgspec.structs.replace(read, text=caller_words(read.text))
    start += len(heard.text[start:end]) - len(heard.text[start:end].lstrip())
    said = summarise(heard, start, end) if heard.text[start:end].strip() else ""
    said = _NO_PHONE.sub("", _BROKEN.sub("", said)) or said
    lines = (line.strip("，,；;：: ") for line in re.split(r"\s*\n\s*|\s{3,}", said))
    return re.sub("(?<=[。！？!?；;])，", "", "，".join(filter(None, lines)))


def leaves_no_phone(read: Understanding) -> bool:
    """Whether the record says that the caller leaves no telephone."""
    return read.phone is None and _NO_PHONE.search(read.text) is not None


def broken_phone(read: Understanding) -> str | None:
    """Return the digits of a mobile number with too few or too many of them."""
    found = _BROKEN.search(read.text) if read.phone is None else None
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return digits if digits and len(digits) != 11 else None

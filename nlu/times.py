"""Time expressions: points in time and recurring times, never durations."""

import re

from nlu.dates import resolve
from nlu.understanding import Entity

__all__ = ["find_times", "resolve"]

_N = r"(?:\d{1,2}|[一二三四五六七八九十两廿]{1,3})"
_WEEKDAY = r"[一二三四五六日天末1-6]"
_DAY = (
    r"大前天|大前儿|大后天|大后儿|前天|前日|(?<!头)前儿个?|昨天|昨日|"
    r"昨儿个?|夜来(?!香)|今天|今日|今儿个?|明天|明日|明儿个?|后天|后日|"
    r"后儿个?"
    r"|(?:初|三十)(?=晚上|早上|那天|上午|下午)"
)
_DAY_PART = r"[今明昨后当]\s?(?:晚上?|早上?|夜里?|黑夜|黑儿?|晌|宿)(?!点|期|来[得了])"
_WEEK = (
    r"(?:每个?|上上个?|下下个?|上个?|下个?|这个?|本|逢)?(?<![一两俩仨三四几半双整])(?:周|"
    rf"星期|礼拜)(?:{_WEEKDAY})(?![节次场])(?:(?:到|至|和|、|或|-)(?:周|"
    rf"星期|礼拜)?{_WEEKDAY}(?![\d十月年个]))?"
    r"|(?:每个?|上上个?|下下个?|上个?|下个?|这个?|本)(?:周|星期|礼拜)(?!年|边|围)"
    r"|(?:每个?|这个?|下个?|上个?|逢)?(?:周末|双休日|公休日|礼拜天|节假日)"
)
_NTH_WEEK = r"(?:每个?|下个?|本|这个?)月的?(?:第[一二三四]|最后一)个?(?:周|星期|礼拜)[一二三四五六日天末]"
_MONTH_DAY = (
    rf"(?:\d{{4}}年|[二〇零]{{2,4}}[一二三四五六七八九〇零]{{0,2}}年|"
    r"今年|明年|去年|前年)?(?:农历|阴历|阳历|公历)?"
    rf"(?:正|腊|冬|(?:十[一二]|[一二三四五六七八九十]|1[0-2]|0?[1-9]))月份?"
    rf"(?:(?:初|二十|三十|廿)?{_N}(?:号|日)?(?:前|后|之前|以前|之后)?|"
    r"上旬|中旬|下旬|初|底|末|里头?|份|间)?(?!个|次|回|场|趟|遍)"
    rf"|(?<![\d.])(?:\d{{4}}[-./年])?(?:1[0-2]|0?[1-9])[-./](?:3[01]|"
    r"[12]\d|0?[1-9])(?:日|号)?(?![\d.:%元万米])"
    rf"|(?:这个?|下个?|上个?|每个?|本)月(?:的?{_N}(?:号|日)|初[一二三四五六七八九十]|"
    r"十[一二三四五六七八九]|底|初|末|中旬|上旬|下旬|里|份)?"
    rf"|(?<![\d第])(?:3[01]|[12]\d|[1-9])[号日](?![楼线院店房间机馆厅门台桌柜])(?:前|后|之前|以前)?"
    r"|(?:大年)?初[一二三四五六七八九十](?![中高年的]|[^\W\d]?班)(?:到初[一二三四五六七八九十])"
    r"?|大年三十|年三十|(?:月底|年底|年初|月初|月末|年末|年中|年前|"
    r"年后)(?:之?前|以前)?"
)
_FEST = (
    r"国庆|春节|元旦|元宵|端午|中秋|重阳|清明|除夕|腊八|小年|五一|六一|"
    r"七一|八一|(?<![一二三四五六七八九十])十一(?![月号日点个岁层楼年班])|"
    r"三八(?!线)|劳动节|儿童节|妇女节|教师节|母亲节|父亲节|建军节|建党节|"
    r"青年节|"
    r"助残日|残疾人日|读书日|遗产日|七夕|二月二|三月三|九九重阳|过年|"
    r"过大年|过节|平安夜|圣诞|跨年(?!晚会)|丰收节|中元节|泼水节|植树节"
)
_FESTIVAL = (
    rf"(?:今年|明年|去年|前年)?(?:{_FEST})节?(?:假期?|期间|长假|小长假|"
    r"放假)?(?:前后|之前|以前|之后|以后|前夕|前(?!天|儿)|后(?!天|儿|"
    r"日)|当晚|晚上)?"
)
_SEASON = (
    r"(?:今年|明年|去年|前年|后年|每年)?(?:的)?(?:开春|入秋|入冬|入夏|"
    r"春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|春上|夏里|冬里|麦收|秋收|"
    r"三伏天?|伏天|三九天?|大冬天|大夏天|放?了?(?:寒假|暑假)|放?(?:寒|"
    r"暑)假|"
    r"开学|期末|期中|放假|汛期|雨季|农闲|农忙|高考|中考|艺考)(?:里头?|"
    r"时候|后|前|之前|以前|期间|那天|那阵|一到)?"
    r"|(?:这|上|下)个?学期|这个(?:寒假|暑假|冬天|夏天|春天|秋天)"
)
_YEAR = (
    r"(?:今年|明年|去年|前年|大前年|后年|往年)(?:年底|年初|上半年|下半年|"
    r"[春夏秋冬](?!天|季))?|\d{4}年(?!\d)|上半年|下半年|(?:八|九)十年代|"
    r"每年"
)
_PART = (
    r"(?:大清早|清早|一大早|大早上|清晨|早晨|早上|早起|上午|头晌|晌午|"
    r"中午|正午|午后|下午|后晌|过晌|傍黑|傍晚|擦黑|天黑|黑天|晚上|夜晚|"
    r"夜里|黑夜|半夜|凌晨|晚间|午饭后|晚饭后|午间|白天)(?!好)"
)
_CLOCK = (
    r"(?<!差)(?:2[0-4]|1\d|\d|(?<![买添加多少快慢好早大小再给有弄办提远近高低轻])一|[二两三四五六七八九]|十[一二]?)点(?!半天|"
    r"也|儿?[的也都赞评名子事书钱儿])(?:[一二三四五]?十?[一二三四五六七八九]?[五十]分?|"
    r"半|一刻|三刻|钟|多|整|来钟|\d{1,2}分?)?(?:之?前|以前|以后|之?后)?"
    r"|(?<!\d)(?:2[0-3]|[01]?\d):[0-5]\d(?!\d)"
)
_OTHER = (
    r"这几天|这两天|那几天|赶这几天|这些天|这阵子|过几天|过两天|(?<!提)前几天|"
    r"(?<!提)前两天|前些天|这俩月|这俩天|每天|每晚|每日|隔天|逢[一二三四五六七八九十]逢?[一二三四五六七八九十]?"
    r"|下次赶集|工作日|上班时间|饭点|[一二三四五六七八九十]点以后"
)
_UNITS = (
    _NTH_WEEK, _FESTIVAL, _MONTH_DAY, _DAY_PART, _DAY, _WEEK, _SEASON, _PART, _CLOCK, _OTHER, _YEAR,
)  # fmt: skip
_UNIT = "(?:" + "|".join(_UNITS) + ")"
_NARROWER = f"(?:{_PART}|{_CLOCK})"
_TAIL = (
    r"(?:(?:之前|以前|之后|以后|前后|以内|左右|前(?!面|头|来|后|天|"
    r"台|院|排|几|两|年)|后(?!面|头|来|天|台|院|边|山|儿|日)|里头?(?!面))|"
    r"的时候|时候)?"
)
_JOIN = r"(?:\s?(?:的|、|,|，)?(?:或者?|到|至|和|跟|-|—|~)\s?)"
_WHEN = re.compile(rf"{_UNIT}(?:的?\s?{_NARROWER})*{_TAIL}(?:{_JOIN}{_UNIT}(?:的?{_NARROWER})*{_TAIL})?")
_MAYBE = re.compile(
    r"[天日号月年周末期拜晚早点儿节午暑寒假晌前后春夏秋冬夜底集明昨今开初除国元端中重清腊五六七八十三二最近刚跨过:时饭]|"
    r"\d[-./]\d"
)
_DURATION = re.compile(r"^(?:半|一|两|俩|几|\d{1,2}|[二三四五六七八九十]+)(?:天|年|个月|周|点钟)$")
_ENGLISH = re.compile(
    r"\b(?:(?:this|next|last|every|on)\s)?(?:mon|tues|wednes|thurs|"
    r"fri|satur|sun)days?(?:\s(?:morning|afternoon|evening|night))?\b"
    r"|\b(?:today|tonight|tomorrow(?:\s(?:morning|night|evening|afternoon))?|"
    r"yesterday|(?:this|next|last)\s(?:week|month|year|weekend|spring|"
    r"summer|autumn|winter))\b",
    re.IGNORECASE,
)


_AGE = re.compile(r"(?:都|快|才|已经|整)?(?:[一二三四五六七八九十]|\d){1,3}(?:周?岁|了|多|啦|咧)")


def tells_age(text: str, when: Entity) -> bool:
    """Whether a year belongs to an age, as in 今年七十九了, and says nothing about when."""
    return when.value.endswith("年") and _AGE.match(text, when.end) is not None


def find_times(text: str) -> list[Entity]:
    """Return the time expressions of a normalised text in order, none overlapping."""
    found = [_entity(text, match) for match in _WHEN.finditer(text)] if _MAYBE.search(text) else []
    found = found or [_entity(text, match) for match in _ENGLISH.finditer(text)]
    return [entity for entity in found if not _DURATION.match(entity.value)]


def _entity(text: str, match: re.Match[str]) -> Entity:
    start, end = match.span()
    while text[end - 1] in " 的" and end > start + 1:
        end -= 1
    return Entity("when", text[start:end], start, end)

"""Taking personal data out of a message that is to be kept for learning.

Telephones, numbers of cases and of papers, accounts, number plates, names and house numbers give way
to placeholders; village, venue and matter stay, for they are what is to be learnt. In doubt it is
taken out: a line lost to training is cheaper than a name kept.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from nlu.case_numbers import find_case_numbers
from nlu.digits import ascii_digits
from nlu.people import find_people
from nlu.phones import find_phones
from nlu.spoken import find_spoken
from nlu.text import normalise
from nlu.wordlists import word_table

PHONE, PERSON, CASE, PAPER, NUMBER, HOUSE, ACCOUNT = (
    "〔电话〕", "〔姓名〕", "〔编号〕", "〔证件〕", "〔号码〕", "〔门牌〕", "〔账号〕",
)  # fmt: skip
Span = tuple[int, int]

_ODD_DIGITS = str.maketrans("⓪①②③④⑤⑥⑦⑧⑨壹贰叁肆伍陆柒捌玖洞拐勾", "0123456789123456789079")
_GAP = r"[\s\-–—_.·,，、…/*\ufe0f\u20e3]{0,5}"
_ID = re.compile(
    rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])|(?<!\d)[1-9](?:{_GAP}\d){{14}}(?!{_GAP}\d)"
)
_PASSPORT = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}\d{7,9}(?!\d)")
_LONG = re.compile(rf"\d(?:{_GAP}\d){{5,}}")
"""Six digits open an anonymous case, seven are a telephone: none of them stays, dates neither."""
_TAIL = re.compile(
    r"(?:尾号|尾数|末尾|后面?[几两二三四234]位|电话|手机|号码|查询码|验证码|密码|身份证|单号|编号)"
    r"[^\d，,。；;]{0,6}?(?P<at>\d{3,})"
)
_MAIL = re.compile(r"[A-Za-z\d_.+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+")
_ACCOUNT = re.compile(
    r"(?:[微威薇]信号?|QQ号?|抖音号?|快手号?|[账帐]号|vx)[是为叫:： ]{0,3}(?P<at>[A-Za-z\d][\w-]{4,})",
    re.IGNORECASE | re.ASCII,
)
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Za-z][·. ]?[A-Za-z\d]{5,6}"
)

_N = r"[甲乙]?[\d零〇一二三四五六七八九十百]{1,6}"
_BUILDING = r"号楼|号院|号门|栋|幢|单元"
_STREET = r"路|街|巷|胡同|弄|大道|村|庄|屯|小区|社区|家园|花园|苑|公寓|组"
_A_DAY = r"上午|下午|中午|晚|早|那天|[之以]?[前后]|左右|开|放|演|唱|办|到|至|有|举|搞|起|去|来|的"
"""What follows 村15号 where it is a day and no house."""
_HOUSES = (
    re.compile(rf"{_N}(?:{_BUILDING})(?:[\s，,-]?{_N}(?:{_BUILDING}|层|楼|室|户|号)?)*"),
    re.compile(rf"(?:{_STREET}|〔门牌〕)(?P<at>{_N}号(?:铺|之{_N})?)(?![线楼院]|{_A_DAY})"),
    re.compile(r"(?<![\d-])\d{1,3}-\d{1,2}-\d{2,4}(?![\d-])"),
    re.compile(rf"门牌号?[是为:： ]?(?P<at>{_N}号?)"),
    re.compile(r"\d{3,4}[室户]"),
)

_NAMES, _PEOPLE = word_table("surnames"), word_table("people")
_SURNAME = rf"(?:{'|'.join(_NAMES['compound'])}|[{''.join(_NAMES['common'])}])"
_GIVEN = rf"[^\W\da-zA-Z_{''.join(_PEOPLE['not_given'])}]"
_HAN = r"[\u4e00-\u9fff]"
_OTHERS = "他她你您它人了过不着大"
"""我叫他来 begins no name."""
_NO_NAMES = frozenset(_PEOPLE["not_names"])
_TRADES = frozenset(("施工", "麻工", "包工", "门卫", "民宿", "方式"))
_FIRST = frozenset("老小阿" + "".join(_NAMES["common"]) + "".join(name[0] for name in _NAMES["compound"]))
_DOTTED = rf"{_HAN}{{1,6}}(?:[·•・]{_HAN}{{1,6}})+"
_END = r"(?=$|[\s，,。.！!？?、；;：:…()（）〔\d]|[住家是在电手想要来反])"
_NAMES_OF = rf"{_SURNAME}{_GIVEN}{{1,2}}"
_PLAIN = rf"[{''.join(sorted(set(_NAMES['common']) - set(_NAMES['rare'])))}]"
"""Family names that are no common word as well."""
_TYPICAL = (
    "[桂秀兰英芳建国德海志强玉莲美春梅淑华军伟丽娟敏静磊勇艳杰涛超霞刚芝凤云珍荣翠红香菊琴萍燕莉婷雪慧洁颖琳娜倩欣"
    "怡轩浩宇泽涵梓振福贵祥顺庆长永宝富喜龙虎林森峰鹏飞斌波辉立成继宗守占娴芹友根才]"
)
_CALLED = re.compile(
    r"(?:(?:[我俺咱他她]|本人|孩子|儿子|女儿|闺女|老伴|对象|邻居|[爷奶妈爸爹娘]{1,2})的?"
    r"(?:大名|真名|名字|姓名)?(?:就|是)?(?:叫做?|名叫|叫个))\s*"
    rf"(?P<at>{_DOTTED}|[老小阿]{_HAN}{_END}|{_NAMES_OF}|(?![{_OTHERS}俺我什啥真]){_HAN}{{2,4}}?{_END})"
)
_CUED = (
    re.compile(
        rf"(?:姓名|名字|联系人|来电人|反映人|署名|称呼)[是叫为]?[:：]?\s*(?P<at>{_DOTTED}|{_NAMES_OF}){_END}"
    ),
    re.compile(rf"(?<![我俺他她])叫(?P<at>{_PLAIN}{_GIVEN}{{1,2}})(?=$|\W|[的没不就在])"),
    re.compile(
        r"(?:会计|网格员|管理员|传承人|烈士|教师|干事|站长|馆长|主任|书记|村长|组长|司机|儿子|女儿|闺女|孙女|孙子"
        rf"|邻居|隔壁|老伴|媳妇|丈夫|对象)(?P<at>{_PLAIN}{_HAN}{{1,2}})(?=$|\W|[，管的自把补骑家在说去来])"
    ),
    re.compile(rf"[的是](?P<at>{_PLAIN}{_GIVEN}{{2}})(?=$|[。！!，,])"),
    re.compile(rf"(?P<at>{_PLAIN}{_GIVEN}{{1,2}})(?=名下|的(?:家长|积分|电话|手机|孩子|爸|妈|信息))"),
    re.compile(
        rf"(?P<at>{_PLAIN}(?:所长|导演?|老汉|老头|老太|老人|老先生|老[大二三四五六七八九]|家老[大二三四五]|氏(?=[^\W宝])"
        r"|奶奶|爷爷|大[娘爷姨妈叔婶嫂]|[二三四五]爷|姑娘|寡妇|[铁石木]匠|瞎子|包工头|烈士))"
    ),
    re.compile(rf"(?P<at>[老小](?![石程段颜]){_PLAIN}头?)(?![镇村庄河湾序剧])"),
    re.compile(rf"(?P<at>{_PLAIN}{_TYPICAL}{{2}})"),
    re.compile(rf"(?P<at>{_PLAIN}{_GIVEN}{{2}})(?=烈士|老人|口述|反映|代记)"),
    re.compile(rf"[“「\"](?P<at>{_PLAIN}{_HAN}{{1,2}})[”」\"]"),
    re.compile(rf"(?:^|[，,。！!\s])(?P<at>{_PLAIN}{_GIVEN}{{2}})(?=$|[。！!\s])"),
)
_SOUGHT = re.compile(rf"(?:找|联系|打给|喊)(?P<at>{_SURNAME}{_GIVEN}{{1,2}}){_END}")
_ANY_DOTTED = re.compile(rf"(?<!{_HAN}){_DOTTED}|{_HAN}{{2,4}}[·•・]{_HAN}{{2,4}}")
_ENGLISH = re.compile(r"(?i:my name is|i am|i'm|this is|call me)\s+(?P<at>[A-Z][a-z]+(?: [A-Z][a-z]+)*)")
LEAST = 2
"""Characters of a name that is looked for wherever it stands; a single one is a common word."""


def redact(text: str, names: Sequence[str] = ()) -> str:
    """Return the text normalised, in one line, with placeholders in place of what is personal.

    ``names`` are names known from elsewhere (what the model marked as a person, the speaker's own).
    Redacting twice changes nothing more.
    """
    plain = " ".join(normalise(text).text.split())
    hidden: list[str] = [""] * len(plain)
    for placeholder, find in _FINDERS:
        _hide(hidden, find(plain), placeholder)
    known = {normalise(name).text.strip() for name in names}
    people = list(_people(plain))
    known |= {plain[start:end] for start, end in people}
    _hide(hidden, people, PERSON)
    for name in known:
        if len(name) >= LEAST:
            _hide(hidden, _spans(re.compile(re.escape(name)), plain), PERSON)
    pieces = groupby(zip(plain, hidden, strict=True), key=lambda pair: pair[1])
    return "".join(placeholder or "".join(char for char, _ in chars) for placeholder, chars in pieces)


def _hide(hidden: list[str], spans: Iterator[Span] | Sequence[Span], placeholder: str) -> None:
    """Mark spans; what an earlier and surer finder took stays with it."""
    for start, end in spans:
        for at in range(start, end):
            hidden[at] = hidden[at] or placeholder


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    group = "at" if "at" in pattern.groupindex else 0
    return (match.span(group) for match in pattern.finditer(text))


def _digits(text: str) -> str:
    return ascii_digits(text.translate(_ODD_DIGITS))


def _papers(text: str) -> Iterator[Span]:
    for pattern in (_ID, _PASSPORT):
        yield from _spans(pattern, _digits(text))


def _cases(text: str) -> Iterator[Span]:
    return ((entity.start, entity.end) for entity in find_case_numbers(text).entities)


def _phones(text: str) -> Iterator[Span]:
    for entity in find_phones(text).entities:
        yield entity.start, entity.end
    for number in find_spoken(text):
        yield number.start, number.end


def _numbers(text: str) -> Iterator[Span]:
    for pattern in (_LONG, _TAIL):
        yield from _spans(pattern, _digits(text))


def _accounts(text: str) -> Iterator[Span]:
    for pattern in (_MAIL, _ACCOUNT, _PLATE):
        yield from _spans(pattern, text)


def _houses(text: str) -> Iterator[Span]:
    for pattern in _HOUSES:
        yield from _spans(pattern, text)


def _people(text: str) -> Iterator[Span]:
    for entity in find_people(text, find_phones(text).entities, ()).entities:
        if entity.value[:1] in _FIRST and not _is_word(text, entity.start, entity.end):
            yield entity.start, entity.end
    for pattern in (*_CUED, _SOUGHT):
        for start, end in _spans(pattern, text):
            if not _is_word(text, start, end):
                yield start, end
    for pattern in (_CALLED, _ANY_DOTTED, _ENGLISH):
        yield from _spans(pattern, text)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether what looks like a name is a common word, or begins inside one (门卫大爷)."""
    return (
        text[start : start + LEAST] in _NO_NAMES
        or text[start:end] in _TRADES
        or text[start - 1 : start + 1] in _TRADES
    )


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
    (ACCOUNT, _accounts), (PAPER, _papers), (CASE, _cases), (HOUSE, _houses), (PHONE, _phones),
    (NUMBER, _numbers),
)  # fmt: skip

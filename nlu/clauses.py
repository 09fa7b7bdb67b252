"""Clauses of a text: whose words they are, and which carry no matter."""

import re
from collections.abc import Iterator, Sequence

from nlu.insults import INSULT
from nlu.wordlists import any_of, word_table

Span = tuple[int, int]

_OPERATOR = re.compile(
    r"^[ \t]*(?:[【\[]?(?:坐席|客服|接线员?|话务员?|热线|工作人员|接听|"
    r"值班员?)[】\]]?\s?[:：】]?|(?:A|话|接|员)\s?[:：]|【接线】|【客服】|问[:：])[^\n]*$",
    re.MULTILINE,
)
_SPEAKER = re.compile(
    r"^[ \t]*(?:[【\[](?:来电|市民|群众|用户|来电人)[】\]]\s?[:：]?|"
    r"(?:B|[\u4e00-\u9fff]{1,4})\s?[:：])",
    re.MULTILINE,
)
_DIALOGUE = re.compile(r"^[ \t]*(?:(?:A|话|接|员)\s?[:：]|【|\[|坐席|客服|接线|话务|热线)", re.MULTILINE)
_FORM_FIELD = re.compile(
    r"^[ \t]*(?:诉求内容|内容|反映内容|诉求描述|主要内容|事由|问题描述)\s?[:：]", re.MULTILINE
)
_FORM_LINE = re.compile(r"^[ \t]*【?[\u4e00-\u9fff]{2,6}】?\s?[:：][^\n]*$", re.MULTILINE)
_INLINE_FORM = re.compile(
    r"\A[ \t]*(?:来电人|诉求人|反映人|联系人|姓名|地址|(?:联系)?电话)\s?[:：].{0,80}?[\s，,；;。]"
    r"(?:诉求内容|反映内容|诉求|反映|内容|事由|问题)\s?[:：]\s?"
)
_EDGE = " \n\t，,。；;！!、：:～~…（("
_BREAK = re.compile(r"[\s，,。；;！!？?：:、…～]+")
_FILLER = re.compile(
    rf"(?:{any_of(word_table('segments')['filler'])}|[\W\d_])*+\Z",
    re.IGNORECASE,
)
_SAID_NAME = re.compile(
    r"(?:(?:我|俺)?(?:免贵)?(?:姓|叫)|(?:我|俺)是)[\u4e00-\u9fff]{1,4}\Z|[\u4e00-\u9fff]{1,3}(?:女士|"
    r"先生)\Z"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:镇|街道|乡)(?:[\u4e00-\u9fff]{1,6}?(?:村|"
    r"社区|小区|庄|峪))?|[\u4e00-\u9fff]{1,6}?(?:村|社区|小区)"
)
_CONTACT = re.compile(r"(?:我的?|俺的?)?(?:联系)?(?:电话|手机|号码)(?![里没打老总不坏响费上亭机一])")


_CONTACT_BEGINS = re.compile(
    r"(?<=[\s，,。；;！!？?：:…])(?:(?:我|俺)(?:的|们的)?(?:联系)?(?:电话|"
    r"手机|号码|方式|叫(?!你|他|人))|(?:联系)?(?:电话|手机号?|号码|"
    r"方式)[是:： 就]?|回电|电[:：]|联系人|(?:我|俺)姓)"
)
_ASKS_CONTACT = re.compile(r"称呼|贵姓|电话|号码|姓名|名字|联系方式")
_LONGEST_ANSWER = 40


_ANSWERED = re.compile(
    r"(?<=[^\s，,。；;：:])[\s，,。；;]*(?:已|就)?当场(?:答复|解答|回复)(?:了|过)?(?:内容)?[:：].*", re.DOTALL
)
"""What an operator answered on the spot: it is told with a colon, where residents tell of such an answer."""


def caller_words(text: str) -> str:
    """Blank out an operator's lines and answer, speaker labels and the fields of a form beside its content."""
    text = _ANSWERED.sub(_blank, text)
    if "\n" not in text:
        return _INLINE_FORM.sub(_blank, text)
    if _FORM_FIELD.search(text):
        return "\n".join(_content_lines(text.split("\n")))
    if _DIALOGUE.search(text):
        return "\n".join(_caller_lines(text.split("\n")))
    return text


def _content_lines(lines: Sequence[str]) -> Iterator[str]:
    """Blank all of a form but its content field."""
    inside = False
    for line in lines:
        label = _FORM_FIELD.match(line)
        inside = label is not None or (inside and not _FORM_LINE.match(line))
        yield _FORM_FIELD.sub(_blank, line) if inside else " " * len(line)


def _caller_lines(lines: Sequence[str]) -> Iterator[str]:
    """Blank the operator's lines and the short answers to questions for name and number."""
    asked = False
    for line in lines:
        if _OPERATOR.match(line):
            asked = _ASKS_CONTACT.search(line) is not None
            yield " " * len(line)
        elif asked and len(line) < _LONGEST_ANSWER:
            yield " " * len(line)
        else:
            yield _SPEAKER.sub(_blank, line)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def trim(text: str, span: Span, matters: Sequence[int] = ()) -> Span:
    """Drop clauses at both ends that hold only greeting, insult, person, place or contact data.

    ``matters`` are the positions of words that state a matter: an insult with one in its clause
    stays, and from where contact data begin, everything goes if no matter starts after it.
    """

    def idle(first: int, last: int) -> bool:
        insult = INSULT.search(text, first, last) and not any(first <= matter < last for matter in matters)
        return bool(insult) or is_context(text[first:last])

    start, end = _stripped(text, span)
    for contact in _CONTACT_BEGINS.finditer(text, start, end):
        if not any(contact.start() <= matter < end for matter in matters):
            end = contact.start()
            break
    while start < end:
        cut = _BREAK.search(text, start, end)
        if cut is None or not idle(start, cut.start()):
            break
        start = cut.end()
    while start < end:
        last = _last_clause(text, start, end)
        if not start < last < end or not idle(last, end):
            break
        start, end = _stripped(text, (start, last))
    start, end = _stripped(text, (start, end))
    return (end, end) if is_context(text[start:end]) else (start, end)


def is_context(clause: str) -> bool:
    """Tell whether a clause says only who, where or how to reach someone, or greets."""
    if _FILLER.match(clause):
        return True
    if _SAID_NAME.match(clause) or _CONTACT.match(clause):
        return True
    return _FILLER.match(_PLACE.sub("", clause)) is not None


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _last_clause(text: str, start: int, end: int) -> int:
    last = start
    for cut in _BREAK.finditer(text, start, end):
        last = cut.end()
    return last

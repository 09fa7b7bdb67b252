"""Telephone numbers in any writing, and the one a person means among several."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlu.digits import ascii_digits, only_digits
from nlu.phone_tails import tail_correction
from nlu.spoken import find_spoken
from nlu.understanding import Entity
from nlu.wordlists import word_table

__all__ = ["Phones", "find_phones", "tail_correction"]

_GAP = r"[ \-–—_.·,，、…/]{0,3}"
_MOBILE = re.compile(rf"(?<!\d)(?:\+?\s?86{_GAP})?(1[3-9](?:{_GAP}\d){{9}})(?!\d)")
_LANDLINE = re.compile(
    rf"(?<!\d)[(（]?(0(?:10|2\d)[)）]?{_GAP}\d(?:{_GAP}\d){{7}}|0[3-9]\d\d[)）]?{_GAP}\d(?:{_GAP}\d)"
    rf"{{6,7}})(?!\d)"
)
_LOCAL = re.compile(r"(?:电话|座机|固话|号码|打|拨)[是:：号 ]{0,4}([2-8]\d{6,7})(?!\d)")
_SERVICE = re.compile(r"(?<!\d)([48]00[ -]?\d{3}[ -]?\d{4})(?!\d)")
_BROKEN = re.compile(rf"(?<!\d)1[3-9](?:{_GAP}\d){{6,8}}(?!\d)|(?<!\d)1[3-9]\d{{10,11}}(?!\d)")
_MANY_DIGITS = re.compile(rf"\d(?:{_GAP}\d){{6}}")
_NO_PHONE_BEFORE = re.compile(
    r"(?:编号|单号|证号|卡号|账号|学号|身份证号?码?|QQ号?|qq|订单|会员号?|"
    r"密码|验证码|查询码|取件码|口令|金额|ISBN|WH|wh)[是为:： #]{0,3}\Z"
)
_NO_PHONE_AFTER = re.compile(r"\s*(?:元|块|万|人次|本书|册|平方|年|度电)")
_NEAR = 14

_TAKEN_BACK = re.compile(
    r"[\s，,。、]*(?:哎呀?|唉|呃|哦|噢|啊)?[\s，,]*(?:(?:不对|不是|错了|[说写打念记报]错了)[\s，,。]*)+"
    r"(?:是|应该是|应是|后面是|末尾是|最后是)?[\s，,]*(\d{2,6})(?!\d)"
)
"""A number taken back and its end said anew: 1233 哦不对 1223."""

_CONTEXT = word_table("phone_context")
_BEFORE_SCORES = {
    "mine_before": 2,
    "wrong_before": -6,
    "backup_before": -1,
    "theirs_before": -6,
    "named_before": 8,
}
_AFTER_SCORES = {"wrong_after": -6, "theirs_after": -6}
_NEVER = -3


def _any(name: str) -> str:
    return "(?:" + "|".join(_CONTEXT[name]) + ")"


_BEFORE = {name: re.compile(_any(name) + r"(?:了|的|是)?[\s，,：:。]{0,2}\Z") for name in _BEFORE_SCORES}
_AFTER = {name: re.compile(r"[\s，,。.…、（(]{0,3}" + _any(name)) for name in _AFTER_SCORES}


class Phones(NamedTuple):
    """All numbers as entities, the one meant (digits) and whether only a damaged one was given."""

    entities: tuple[Entity, ...]
    chosen: str | None
    incomplete: bool


_NONE = Phones((), None, False)


def find_phones(text: str, taken: Sequence[tuple[int, int]] = ()) -> Phones:
    """Find the telephone numbers of a normalised text outside the spans ``taken``."""
    digits = ascii_digits(text)
    spoken = [number for number in find_spoken(text) if not _excluded(text, number.start, number.end)]
    if not spoken and not _MANY_DIGITS.search(digits):
        return _NONE
    whole = [number for number in spoken if number.is_whole]
    entities = [Entity("phone", text[start:end], start, end, number) for start, end, number in whole]
    words = text
    for start, end in [*taken, *(number[:2] for number in spoken)]:
        words, digits = _masked(words, start, end), _masked(digits, start, end)
    for start, end in _spans(words, digits):
        normal = only_digits(digits[start:end])
        normal = normal.removeprefix("86") if len(normal) > 12 else normal
        entities.append(Entity("phone", text[start:end], start, end, normal))
        digits = _masked(digits, start, end)
    entities.sort(key=lambda entity: entity.start)
    chosen = _choose(text, entities)
    return Phones(
        tuple(entities), chosen, chosen is None and (len(whole) < len(spoken) or _has_broken(digits))
    )


def _masked(text: str, start: int, end: int) -> str:
    return text[:start] + "#" * (end - start) + text[end:]


def _spans(text: str, digits: str) -> Iterator[tuple[int, int]]:
    """Yield spans, ASCII writings first: a Chinese digit behind them (…1234一是) is a word."""
    done: list[tuple[int, int]] = []
    for pattern in (_MOBILE, _LANDLINE, _SERVICE, _LOCAL):
        for source in (text, digits):
            for match in pattern.finditer(source):
                start, end = match.span(1)
                if _excluded(text, start, end) or any(start < e and s < end for s, e in done):
                    continue
                done.append((start, end))
                yield start, end


def _excluded(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    return bool(_NO_PHONE_BEFORE.search(before) or _NO_PHONE_AFTER.match(text, end))


def _has_broken(digits: str) -> bool:
    return any(not _excluded(digits, *match.span()) for match in _BROKEN.finditer(digits))


def _choose(text: str, entities: Sequence[Entity]) -> str | None:
    """The best scored number wins, the later of equals; a number taken back or not one's own never."""
    best: tuple[int, Entity] | None = None
    for entity in entities:
        score = _score(text, entity)
        if score > _NEVER and (best is None or score >= best[0]):
            best = (score, entity)
    if best is None or best[1].normal is None:
        return None
    return _with_tail(text, best[1].normal, best[1].end)


def _score(text: str, entity: Entity) -> int:
    if _SERVICE.fullmatch(entity.value):
        return _NEVER
    before = text[max(0, entity.start - _NEAR) : entity.start]
    score = sum(value for name, value in _BEFORE_SCORES.items() if _BEFORE[name].search(before))
    if tail_correction(text[entity.end :]) or _TAKEN_BACK.match(ascii_digits(text), entity.end):
        return score  # 不对 behind the number is about its tail
    return score + sum(value for name, value in _AFTER_SCORES.items() if _AFTER[name].match(text, entity.end))


def _with_tail(text: str, number: str, end: int) -> str:
    taken_back = _TAKEN_BACK.match(ascii_digits(text), end)
    correction = tail_correction(text[end:]) or (taken_back and (taken_back[1], None))
    if not correction or (correction[1] and not number.endswith(correction[1])):
        return number
    return number[: -len(correction[0])] + correction[0]

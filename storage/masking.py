"""Showing a contact without giving it away: ``138****0123``, ``张女士``."""

import re

from storage.entries import ERASED

ANONYMOUS = "匿名"
TITLES = (
    "女士", "先生", "大爷", "大娘", "大妈", "大叔", "大姐", "大哥", "大嫂", "阿姨", "叔叔", "奶奶", "爷爷",
    "老师", "师傅", "同学", "同志", "医生", "校长", "书记", "主任", "站长",
)  # fmt: skip
DOUBLE_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙",
    "宇文", "夏侯", "端木", "司空", "独孤", "南宫",
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\dA-Za-z])\+?\d(?:[\d\- ]{5,18})\d(?!\d)")
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺]{7,}")
_CASE_NO = re.compile(r"WH\d{8}-\d{4,}")


def mask_phone(phone: str | None) -> str:
    """Return a telephone with its middle hidden; of short numbers only the end is left."""
    if not phone or phone == ERASED:
        return phone or ""
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) < 7:
        return "****"
    known = digits.removeprefix("86") if len(digits) == 13 else digits
    return f"{known[:3] if len(known) == 11 else ''}****{known[-4:]}"


def mask_name(name: str | None) -> str:
    """Return surname and title; without a title the surname and a neutral one."""
    if not name or name in (ERASED, ANONYMOUS):
        return name or ANONYMOUS
    surname = next((s for s in DOUBLE_SURNAMES if name.startswith(s) and len(name) > len(s)), name[0])
    title = next((t for t in TITLES if name.endswith(t)), "先生/女士")
    return surname + title


def redact(text: str) -> str:
    """Return free words with telephone and card numbers masked, also spelt out; case numbers stay."""
    kept = [match.span() for match in _CASE_NO.finditer(text)]
    masked = _NUMBER.sub(lambda found: _hide(found, kept), text)
    return _SPOKEN.sub("****", masked)


def _hide(found: re.Match[str], kept: list[tuple[int, int]]) -> str:
    inside = any(begin <= found.start() and found.end() <= end for begin, end in kept)
    digits = sum(map(str.isdigit, found[0]))
    return found[0] if inside or digits < 7 or _is_date(found[0]) else mask_phone(found[0])


def _is_date(number: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d-\d{1,2}-\d{1,2}", number) is not None

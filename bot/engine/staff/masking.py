"""Hiding personal data: telephones as 138****0123, names as surname and title."""

import re

from nlu.phones import find_phones
from storage.case import Case

_TITLES = (
    "女士",
    "先生",
    "老师",
    "大爷",
    "大娘",
    "大妈",
    "阿姨",
    "师傅",
    "书记",
    "经理",
    "主任",
    "大叔",
    "奶奶",
    "爷爷",
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "夏侯")
_DIGITS = re.compile(r"\d[\d -]{5,}\d")
_CASE_NO = re.compile(r"\d{8}-\d{4}|\d{4}-\d{1,2}-\d{1,2}")


def phone(number: str | None) -> str:
    """Return a telephone with its middle hidden; nothing for none."""
    if not number:
        return ""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else f"****{number[-2:]}"


def name(full: str | None) -> str:
    """Return a name as the surname with its title, without title as the surname and stars."""
    if not full:
        return ""
    surname = next((two for two in _COMPOUND if full.startswith(two)), full[:1])
    title = next((title for title in _TITLES if full.endswith(title)), "**")
    return surname + title


def scrub(text: str, case: Case) -> str:
    """Return words of a case with its contact and every telephone in them masked."""
    for entity in reversed(find_phones(text).entities):
        text = text[: entity.start] + phone(entity.normal or entity.value) + text[entity.end :]
    if case.contact_name:
        text = text.replace(case.contact_name, name(case.contact_name))
    if case.contact_phone:
        text = text.replace(case.contact_phone, phone(case.contact_phone))
    return _DIGITS.sub(lambda m: m[0] if _CASE_NO.fullmatch(m[0]) else phone(m[0]), text)

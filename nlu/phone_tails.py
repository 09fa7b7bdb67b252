"""Corrections of the last digits of a number: 尾号写反了，是1140不是1104."""

import re

from nlu.digits import ascii_digits

_GAP = r"[\s，,、；。;]*"
_DIGITS = r"(?<!\d)(\d{2,6})(?!\d)(?![年月日点块元人楼本张个岁时分%])"
_NEW_NOT_OLD = re.compile(rf"{_DIGITS}{_GAP}(?:才对)?{_GAP}(?:而?不是|不能是|别写成?){_GAP}{_DIGITS}")
_NOT_OLD_NEW = re.compile(
    rf"不是{_GAP}{_DIGITS}{_GAP}(?:而是|应该是|应是|应为|是|改成|换成|"
    rf"要改成){_GAP}{_DIGITS}"
)
_OLD_TO_NEW = re.compile(
    rf"{_DIGITS}{_GAP}(?:要|得|应|应该|写错了?|错了)?{_GAP}(?:改成|改为|换成|应该是|应为){_GAP}{_DIGITS}"
)
_TAIL = r"(?:尾号|尾数|末尾|末[几两2]位|后[几两234]位|最后[几两234]位|后面[几两234]位|末[34]位|结尾)"
_TAIL_IS = re.compile(rf"{_TAIL}(?:[^\d]{{0,12}}?)(?:是|为|改成|改为|改|成|换成){_GAP}{_DIGITS}")
_TAIL_WRONG = re.compile(rf"{_TAIL}[^\d]{{0,6}}(?:错|反|不对)[^\d]{{0,8}}{_DIGITS}")
_ENDS_IN = re.compile(rf"{_DIGITS}{_GAP}(?:收尾|结尾|打头的尾)")
_ABOUT_NUMBER = re.compile(r"电话|手机|号码|尾|末|[后几两234]位|数字|写反|念反")
_ABOUT_CASE = re.compile(r"单子|工单|单号|案件|诉求|那件|这件|查")
_ABOUT_PHONE = re.compile(r"电话|手机|号码|写反|写错|念错|记错|打错")
_PLAIN_LENGTH = 4


def tail_correction(text: str) -> tuple[str, str | None] | None:
    """Return (new tail, old tail or None) if the text corrects the end of a telephone number.

    Both are two to six ASCII digits. The caller checks that the number at hand ends in the old one.
    """
    digits = ascii_digits(text)
    pair = _corrected_pair(digits)
    if pair and (_ABOUT_NUMBER.search(digits) or len(pair[0]) >= _PLAIN_LENGTH):
        return pair
    if _ABOUT_CASE.search(digits) and not _ABOUT_PHONE.search(digits):
        return None
    match = _TAIL_IS.search(digits) or _TAIL_WRONG.search(digits) or _ENDS_IN.search(digits)
    return (match[1], None) if match else None


def _corrected_pair(digits: str) -> tuple[str, str] | None:
    for pattern, new, old in ((_NEW_NOT_OLD, 1, 2), (_NOT_OLD_NEW, 2, 1), (_OLD_TO_NEW, 2, 1)):
        match = pattern.search(digits)
        if match and len(match[1]) == len(match[2]) and match[1] != match[2]:
            return match[new], match[old]
    return None

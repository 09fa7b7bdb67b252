"""The number of an earlier case as callers spell it."""

import pytest

from nlu.calls.earlier import said_number
from nlu.calls.layout import read_layout
from nlu.case_numbers import find_case_numbers
from nlu.text import normalise


def told_number(told: str) -> str | None:
    text = normalise(told).text
    found = said_number(text, read_layout(text), find_case_numbers(text))
    return found.normal if found else None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("我查个单子，W H 二零二六幺幺零四 零零三七，办到哪了", "WH20261104-0037"),
        ("编号我念一下 WH20261104 横杠 0037 对 就这个", "WH20261104-0037"),
        ("WH20261104，后头一个杠，37", "WH20261104-0037"),
        ("编号我抄在日历上了，QT-0917-52，请帮我查查", "QT-0917-52"),
        ("原工单 RX20261104000512，问办到哪一步", "RX20261104000512"),
        ("上回打的电话，工单尾号0377，给查查", "0377"),
        ("我上个月打过，没给我单号", None),
        ("工单编号：20261104-1177\n来电人：左女士\n诉求内容：书屋不开门\n回访：是", None),
    ],
)
def test_numbers_of_earlier_cases(told: str, expected: str | None) -> None:
    assert told_number(told) == expected

"""Case numbers: raw text -> normal form."""

import pytest

from nlu.case_numbers import find_case_numbers
from nlu.text import normalise

NUMBERS = [
    ("WH20261120-0007", "WH20261120-0007"),
    ("wh20261120-0007到哪了", "WH20261120-0007"),
    ("ＷＨ２０２６１１２０－０００７", "WH20261120-0007"),
    ("WH202611200007", "WH20261120-0007"),
    ("WH2026 1120 0007", "WH20261120-0007"),
    ("WH 20261120 0007", "WH20261120-0007"),
    ("WH-20261120-0007", "WH20261120-0007"),
    ("Wh20261120—0007号", "WH20261120-0007"),
    ("WH20261120-7", "WH20261120-0007"),
    ("WH2026年11月20日0007号", "WH20261120-0007"),
    ("查20261120-0007", "WH20261120-0007"),
    ("单号202611200007", "WH20261120-0007"),
    ("单号是2026 1120 0007", "WH20261120-0007"),
    ("把WH20261120-0007撤了，不是，是WH20261120-0008", "WH20261120-0008"),
    ("0007号咋样了", "0007"),
    ("尾号0007的那个", "0007"),
    ("尾号1234办到哪了", "1234"),
    ("单号后面是 单子0012", "0012"),
    ("0001 派给县文化馆", "0001"),
    ("0012转图书馆", "0012"),
    ("#0003 延期三天", "0003"),
    ("0007", "0007"),
    ("零零零七号单子", "0007"),
    ("那件0015还没动静", "0015"),
]
NO_NUMBER = [
    "13900001234", "工单编号：20261116231905", "工单编号：20261026-A-0913", "2026年11月20日", "尾号写反了，是1140不是1104",
    "电话尾号0007", "WH20261350-0001", "三百块钱", "2026-11-20 08:41", "都2026年了还没修", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number(text: str, number: str) -> None:
    assert find_case_numbers(normalise(text).text).chosen == number


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number(text: str) -> None:
    assert find_case_numbers(normalise(text).text).chosen is None

"""Contacts on paper."""

import pytest

from storage.entries import ERASED
from storage.masking import mask_name, mask_phone, redact


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812340123", "138****0123"), ("138 1234-0123", "138****0123"), ("+8613812340123", "138****0123"),
        ("0539-3241234", "053****1234"), ("3241234", "****1234"), ("110", "****"), ("", ""), (None, ""),
        (ERASED, ERASED),
    ],
)  # fmt: skip
def test_phone(phone: str | None, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张女士", "张女士"), ("王大爷", "王大爷"), ("李桂花", "李先生/女士"), ("欧阳娜娜", "欧阳先生/女士"),
        ("欧阳老师", "欧阳老师"), ("欧阳", "欧先生/女士"), ("", "匿名"), (None, "匿名"), ("匿名", "匿名"), (ERASED, ERASED),
    ],
)  # fmt: skip
def test_name(name: str | None, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("电话13812340123，", "电话138****0123，"),
        ("打138 1234 0123找我", "打138****0123找我"),
        ("WH20261120-0007还没办", "WH20261120-0007还没办"),
        ("2026-11-20那天来了300人", "2026-11-20那天来了300人"),
        ("身份证370323198001011234", "身份证****1234"),
        ("幺三八一二三四零一二三，一二三四", "****，一二三四"),
        ("5台音响", "5台音响"),
    ],
)
def test_words(words: str, shown: str) -> None:
    assert redact(words) == shown

"""Where a need is: the place of the matter, not of others, of the caller's home, or of a county hall."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import CallRecord, read_record

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts


def read(text: str) -> CallRecord:
    return read_record(text, MODEL, GAZETTEER)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我是燕崖镇碾砣村的，我们村的戏台漏雨，请来修。隔壁西白峪村都修好了。", "燕崖镇碾砣村"),
        ("石桥镇上峪子村文化广场的音响不响了，请派人修一下。", "石桥镇上峪子村"),
        ("我在西里……哦不对，东里镇福禄坪村，戏台的木板朽了，要修。", "东里镇福禄坪村"),
        ("县图书馆六点就闭馆，能不能延到八点。", None),
    ],
)
def test_place_of_the_matter(text: str, place: str | None) -> None:
    cases = read(text).cases
    assert cases
    assert cases[0].place == place


def test_a_village_said_again_within_the_need_is_its_place() -> None:
    record = read(
        "我是中庄镇西孝村的。我反映鲁村镇沙沟村的农家书屋天天锁着门，孩子没法看书。沙沟村的书屋得有人管。"
    )
    assert record.cases[0].place == "鲁村镇沙沟村"

"""Towns outside the county, which no gazetteer lists."""

import pytest

from nlu.calls.far_places import far_towns


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("我是赤岭镇鱼口村的，俺村的电影停了", ["赤岭镇", "鱼口村"]),
        ("来电人称石牌镇文化站锁门", ["石牌镇"]),
        ("希望镇上来人，送戏下乡，老家乡亲都盼着", []),
        ("今年镇里通知要办，各乡镇都去了步行街道", []),
    ],
)
def test_unlisted_towns_and_their_villages(told: str, names: list[str]) -> None:
    assert [told[one.start : one.end] for one in far_towns(told, ())] == names


def test_a_place_already_seen_is_not_told_again() -> None:
    assert not list(far_towns("我是赤岭镇的", [(2, 5)]))

"""Towns outside the county, which no gazetteer lists."""

import pytest

from nlu.calls.far_places import bare_towns, far_towns


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("我是赤岭镇鱼口村的，俺村的电影停了", ["赤岭镇", "鱼口村"]),
        ("来电人称石牌镇文化站锁门", ["石牌镇"]),
        ("话务员：地点孔山镇，反映城北镇东二村没有路灯", ["孔山镇", "城北镇", "东二村"]),
        ("我在太和盘泽镇开烟酒店，属于黄坡街道方浜社区", ["太和盘泽镇", "黄坡街道", "方浜社区"]),
        ("我是古里古镇里面做点心的", ["古里古镇"]),
        ("首先镇里的图书馆搬家，得坐车上镇里，千年古镇也没有人管", []),
        ("希望镇上来人，送戏下乡，老家乡亲都盼着", []),
        ("今年镇里通知要办，各乡镇都去了步行街道", []),
    ],
)
def test_unlisted_towns_and_their_villages(told: str, names: list[str]) -> None:
    assert [told[one.start : one.end] for one in far_towns(told, ())] == names


def test_a_place_already_seen_is_not_told_again() -> None:
    assert not list(far_towns("我是赤岭镇的", [(2, 5)]))


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("我是盘泽的，问个事", ["盘泽"]),
        ("我在娄溪那边的电子厂上班", ["娄溪"]),
        ("我在楼上那边，我是退休的", []),
    ],
)
def test_a_town_named_without_its_ending(told: str, names: list[str]) -> None:
    assert [one.town for one in bare_towns(told)] == names

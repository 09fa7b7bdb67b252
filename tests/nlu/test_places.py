"""Places: raw text -> (town, village) and the names marked."""

import pytest

from nlu.places import find_places
from nlu.text import normalise
from tests.nlu.county import GAZETTEER

PLACES = [
    ("燕崖镇碾砣村", "燕崖镇", "碾砣村"),
    ("燕崖镇的碾砣村", "燕崖镇", "碾砣村"),
    ("燕崖碾砣的戏台", "燕崖镇", "碾砣村"),
    ("燕崖", "燕崖镇", None),
    ("我是燕崖的", "燕崖镇", None),
    ("俺是南麻的", "南麻街道", None),
    ("南麻街道步行街那块", "南麻街道", None),
    ("南麻街道办事处门口", "南麻街道", None),
    ("南麻镇政府旁边", "南麻街道", None),
    ("我住碾砣村", "燕崖镇", "碾砣村"),
    ("碾砣村的书屋锁着", "燕崖镇", "碾砣村"),
    ("俺们福禄坪的戏台朽了", "东里镇", "福禄坪村"),
    ("金星村的书屋锁着", None, "金星村"),
    ("西里镇金星村", "西里镇", "金星村"),
    ("东里金星村", "东里镇", "金星村"),
    ("西里……哦不对东里镇福禄坪村", "东里镇", "福禄坪村"),
    ("西里，不对，东里镇", "东里镇", None),
    ("不是西里，是东里", "东里镇", None),
    ("是东里不是西里", "东里镇", None),
    ("不对不对，俺是燕崖镇，不是南鲁山镇", "燕崖镇", None),
    ("西里镇说错了是东里镇", "东里镇", None),
    ("燕崖改成石桥", "石桥镇", None),
    ("石桥镇石桥村", "石桥镇", "石桥村"),
    ("石桥村的戏台", "石桥镇", "石桥村"),
    ("石桥那场吕剧真好", "石桥镇", None),
    ("村口那座石桥塌了", None, None),
    ("石桥上的栏杆松了", None, None),
    ("老石桥要不要保护", None, None),
    ("石桥镇的老石桥", "石桥镇", None),
    ("东里店的大集", "东里镇", "东里店村"),
    ("东里沟的大集", None, None),
    ("东里店村的戏楼", "东里镇", "东里店村"),
    ("东里镇集上有个摊", "东里镇", None),
    ("俺村想要个书屋", None, None),
    ("我们村的广场没有灯", None, None),
    ("村里的农家书屋", None, None),
    ("全村人都等着", None, None),
    ("公园里跳舞的太吵", None, None),
    ("农村文化生活太少", None, None),
    ("石桥镇上峪子村 文化广场没树", "石桥镇", "上峪子村"),
    ("燕崖镇南坪村的音响", "燕崖镇", "南坪村"),
    ("反映赵家圈村的事", None, "赵家圈村"),
    ("我是柳沟峪村的", None, "柳沟峪村"),
    ("王家庄子想建个大院", None, "王家庄子"),
    ("南麻街道葛家庄的图书角", "南麻街道", "葛家庄"),
    ("北刘庄村没有书屋", "燕崖镇", "北刘庄村"),
    ("大张庄镇凤凰岭村后头", "大张庄镇", "凤凰岭村"),
    ("凤凰岭村后头有古墓", "大张庄镇", "凤凰岭村"),
    ("南麻 呃南麻街道振兴社区", "南麻街道", "振兴社区"),
    ("历山街道饮马河社区文化活动室", "历山街道", "饮马河社区"),
    ("下河社区的活动室", None, "下河社区"),
    ("我们社区的活动室", None, None),
    ("老旧小区没地方跳舞", None, None),
    ("燕涯镇的书屋", "燕崖镇", None),
    ("雁崖镇文化站", "燕崖镇", None),
    ("西理镇广场", "西里镇", None),
    ("南麻街道芝坊村", "南麻街道", "芝坊村"),
    ("隔壁燕崖镇都放电影了，我们石桥镇一场没有", "石桥镇", None),
    ("南鲁山都放两场了 我们上峪村一场没有", "石桥镇", "上峪村"),
    ("東里鎮福祿坪村", "东里镇", "福禄坪村"),
    ("房东里外不是人", None, None),
    ("东西里头都生锈了", None, None),
    ("山东里程碑", None, None),
    ("南关镇的书屋", None, None),
    ("是不是西里镇的人都能去", "西里镇", None),
    ("燕崖镇文化站", "燕崖镇", None),
    ("东里东村的锣鼓", None, "东里东村"),
    ("历山路社区的灯", None, "历山路社区"),
    ("家住尧崖头，村里没有书", None, "尧崖头"),
    ("", None, None),
]


def read(text: str) -> tuple[str | None, str | None, list[str]]:
    plain = normalise(text).text
    found = find_places(plain, GAZETTEER.scanner.scan(plain), GAZETTEER)
    assert all(plain[entity.start : entity.end] == entity.value for entity in found.entities)
    return found.place.town, found.place.village, [entity.value for entity in found.entities]


@pytest.mark.parametrize(("text", "town", "village"), PLACES)
def test_place(text: str, town: str | None, village: str | None) -> None:
    assert read(text)[:2] == (town, village)


def test_only_the_corrected_place_is_marked() -> None:
    assert read("西里……哦不对，东里镇福禄坪村")[2] == ["东里镇", "福禄坪村"]
    assert read("不是西里，是东里")[2] == ["东里"]


def test_town_and_village_are_two_places() -> None:
    assert read("燕崖镇碾砣村")[2] == ["燕崖镇", "碾砣村"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("燕涯镇", "燕崖镇"), ("芦芽电村", "芦芽店村"), ("北里镇", None), ("东关镇", None), ("石村镇", None)],
)
def test_typos_only_where_safe(wrong: str, right: str | None) -> None:
    word = GAZETTEER.correct(wrong)
    assert (word.normal if word else None) == right

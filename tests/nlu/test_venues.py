"""Venues, topics and audiences: raw text -> what is marked."""

import pytest

from nlu.assemble import assemble
from nlu.embedded import load
from tests.nlu.county import GAZETTEER

MODEL = load()
VENUES = [
    ("县图书馆周一开不开", ["县图书馆"]),
    ("村里的农家书屋锁着", ["农家书屋"]),
    ("燕崖镇文化站没人", ["文化站"]),
    ("燕崖镇综合文化站没人", ["综合文化站"]),
    ("图书馆自习室太吵", ["图书馆自习室"]),
    ("二楼阅览室的灯", ["二楼阅览室"]),
    ("图书管关门了", ["图书管"]),
    ("月览室没椅子", ["月览室"]),
    ("广场舞队想要个音响", []),
    ("文化广场跳广场舞的", ["文化广场"]),
    ("老戏台要塌", ["老戏台"]),
    ("ktv放低俗歌", ["ktv"]),
    ("镇文化站缺老师", ["镇文化站"]),
    ("想建个城市书房", ["城市书房"]),
    ("圖書館沒書", ["圖書館"]),
    ("文化馆和博物馆", ["文化馆", "博物馆"]),
    ("游戏好玩", []),
]
TOPICS = [
    ("俺村想看场露天电影", "露天电影"),
    ("无障碍坡道太陡，轮椅上不去", "无障碍坡道"),
    ("书太旧了", "书"),
    ("阅览室的灯坏了没人修", "灯"),
    ("想学古筝", "古筝"),
    ("想看場呂劇", "呂劇"),
]
AUDIENCES = [
    ("孩子们没处看书", ("children",)),
    ("老人想听戏", ("elderly",)),
    ("坐轮椅的进不去图书馆", ("disabled",)),
    ("工友们想看电影", ("migrant",)),
    ("村里妇女想学跳舞", ("women",)),
    ("村民们想看戏", ()),
]


@pytest.mark.parametrize(("text", "venues"), VENUES)
def test_venues(text: str, venues: list[str]) -> None:
    found = assemble(text, MODEL, GAZETTEER).entities
    assert [entity.value for entity in found if entity.entity == "venue"] == venues


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_topic_of_a_need(text: str, topic: str) -> None:
    assert assemble(text, MODEL, GAZETTEER).needs[0].topic == topic


@pytest.mark.parametrize(("text", "audience"), AUDIENCES)
def test_audience(text: str, audience: tuple[str, ...]) -> None:
    assert assemble(text, MODEL, GAZETTEER).audience == audience


def test_misspelt_venue_has_its_right_form() -> None:
    assert assemble("图书管关门了", MODEL, GAZETTEER).entities[0].normal == "图书馆"

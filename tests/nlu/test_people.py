"""Names: raw text -> the speaker's name and all names marked."""

import pytest

from nlu.assemble import assemble
from nlu.embedded import load
from tests.nlu.county import GAZETTEER

MODEL = load()
SPEAKERS = [
    ("我叫李桂花", "李桂花"),
    ("俺叫赵德顺，家住碾砣村", "赵德顺"),
    ("我叫王芳电话13900001234", "王芳"),
    ("我叫费洪亮 电话13900001234", "费洪亮"),
    ("我姓张", "张"),
    ("免贵姓逄", "逄"),
    ("张女士", "张女士"),
    ("我是李老师", "李老师"),
    ("我是石桥村的王大爷", "王大爷"),
    ("我是孙秀兰，想报个班", "孙秀兰"),
    ("叫我老李就行", "老李"),
    ("联系人：周文博", "周文博"),
    ("诉求人：岳女士\n内容：书屋锁着", "岳女士"),
    ("来电人祝先生，反映宿舍没有活动室", "祝先生"),
    ("陈女士反映活动室不开门", "陈女士"),
    ("戏台朽了，杨守田，13800001958", "杨守田"),
    ("13800001958，杨守田", "杨守田"),
    ("A：您怎么称呼？\nB：逄海波，逄是一个夆加走之底", "逄海波"),
    ("A：贵姓？\nB：李……你写李老师吧", "李老师"),
    ("我叫秋菊 不是那个秋菊 邱少云的邱 邱菊 电话13900001234", "邱菊"),
    ("欧阳明 13900001234", "欧阳明"),
    ("名字就不说了", None),
    ("俺娘想听戏", None),
    ("匿名吧", None),
    ("我是高中生", None),
    ("我是石桥镇的", None),
    ("我是党员", None),
    ("我叫什么你别管", None),
    ("石桥村联系人13900003439", None),
    ("周联系人 13900003439", None),
    ("管联系电话：13900003439", None),
    ("来电人: 地址: 石桥镇石桥村", None),
    ("来电人：李桂花 地址：石桥镇石桥村", "李桂花"),
    ("联系人李主任13900003439", "李主任"),
    ("王大爷说书屋锁着", None),
    ("老师讲得好", None),
    ("", None),
]
MARKED = [
    ("你们孙馆长来接一下", ["孙馆长"]),
    ("于经理态度太差", ["于经理"]),
    ("每周老师都来", []),
    ("班主任说去书屋", []),
    ("舞蹈老师走了", []),
    ("周奶奶和王站长都在", ["周奶奶", "王站长"]),
]


@pytest.mark.parametrize(("text", "name"), SPEAKERS)
def test_speaker(text: str, name: str | None) -> None:
    assert assemble(text, MODEL, GAZETTEER).person == name


@pytest.mark.parametrize(("text", "names"), MARKED)
def test_names_marked(text: str, names: list[str]) -> None:
    found = assemble(text, MODEL, GAZETTEER).entities
    assert [entity.value for entity in found if entity.entity == "person"] == names

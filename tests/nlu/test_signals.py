"""Facts of tone and wish, and danger."""

import pytest

from nlu.assemble import assemble
from nlu.embedded import load
from nlu.wordlists import all_words
from tests.nlu.county import GAZETTEER

MODEL = load()
SIGNALS = [
    ("不想留名，就说书屋锁着", "anonymous"),
    ("匿名反映一下", "anonymous"),
    ("电话就不留了", "refuse_contact"),
    ("不方便留联系方式", "refuse_contact"),
    ("别说是我说的", "confidential"),
    ("怕给小鞋穿", "confidential"),
    ("不用回复", "no_reply"),
    ("匿名件，不回访", "no_reply"),
    ("替我妈说一声，她想听戏", "proxy"),
    ("俺娘让我问问几点演", "proxy"),
    ("我12岁，想借书", "minor"),
    ("我今年十二岁", "minor"),
    ("我上五年级，书屋没有漫画", "minor"),
    ("我是小学生", "minor"),
    ("一群饭桶", "abuse"),
    ("給我們修修戲臺", "traditional"),
    ("please fix the lights", "english"),
    ("1390000139", "phone_incomplete"),
    ("哦不对，是东里", "correction"),
    ("电话写错了，是13900001234", "correction"),
    ("刚才打错了", "correction"),
    ("一群吃干饭的，书屋锁半年了", "abuse"),
    ("到底啥时候能修好，给个准话", "promise_date"),
]
NO_SIGNALS = [
    ("我家孩子12岁", "minor"),
    ("我十二岁那年就会唱了", "minor"),
    ("我儿子上五年级", "minor"),
    ("俺今年六十二岁", "minor"),
    ("能匿了名的树", "anonymous"),
    ("书屋电话没人接", "refuse_contact"),
    ("文化站锁着门", "abuse"),
    ("老是锁门", "abuse"),
    ("打我儿子的吧，13900003439", "abuse"),
    ("闺女啊，大爷问你个事", "abuse"),
    ("我今年12岁，书屋没有漫画，我妈的电话是13900003439", "abuse"),
    ("你们可真勤快，半年开一次门", "abuse"),
    ("晚上黑灯瞎火看不成书", "correction"),
    ("讲解词把三爷爷的名字写错了", "correction"),
    ("KTV太吵", "english"),
]
DANGERS = [
    ("文化站着火了，快来人", "fire"),
    ("礼堂后台起火了！", "fire"),
    ("戏台塌了，有人受伤了，赶紧来", "injury"),
    ("舞台灯架倒了，砸着人了", "injury"),
    ("孩子被困在图书馆电梯里，困在电梯了", "injury"),
    ("网吧里有人拿刀，快来", "crime"),
    ("广场上打群架，正打着", "crime"),
    ("这场戏火了，票都抢疯了", None),
    ("去年礼堂着火了，现在还没修", None),
    ("戏里演的着火了那段真好", None),
    ("吓死人了这个滑梯", None),
    ("万一着火了咋跑", None),
    ("广场舞火爆得很", None),
    ("怕有人受伤了没人管", None),
    ("想办个消防知识讲座，讲讲着火了怎么办", None),
    ("话剧里主角昏迷那场", None),
    ("笑死我了这个小品", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "signal"), SIGNALS)
def test_signal(text: str, signal: str) -> None:
    assert signal in assemble(text, MODEL, GAZETTEER).signals


@pytest.mark.parametrize(("text", "signal"), NO_SIGNALS)
def test_no_signal(text: str, signal: str) -> None:
    assert signal not in assemble(text, MODEL, GAZETTEER).signals


@pytest.mark.parametrize(("text", "danger"), DANGERS)
def test_danger(text: str, danger: str | None) -> None:
    assert assemble(text, MODEL, GAZETTEER).danger == danger


def test_a_need_in_danger_is_urgent() -> None:
    understood = assemble("燕崖镇戏台塌了，有人受伤了，赶紧来", MODEL, GAZETTEER)
    assert understood.needs[0].urgency == "urgent"


@pytest.mark.parametrize("table", ["venues", "topics"])
def test_lexicons_have_their_size(table: str) -> None:
    assert len(all_words(table)) >= {"venues": 120, "topics": 400}[table]

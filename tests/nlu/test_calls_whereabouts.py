"""Where a need is: the place of the matter, not of others, of the caller's home, or of a county hall."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import CallRecord, read_record
from nlu.calls.attributes import read_need
from nlu.calls.candidates import is_asked, venues
from nlu.calls.county_cues import spoken_of
from nlu.calls.moments import moments
from nlu.calls.view import look
from nlu.calls.whereabouts import places

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


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("送戏别送到镇上，俺们在晒场上看就行。", "晒场"),
        ("村里公厕没有灯，老人夜里不敢去。", "公厕"),
        ("我们寨子有一座缅寺，瓦掉了。", "缅寺"),
        ("孩子们放学都在村口的完小门口等车。", "完小"),
    ],
)
def test_spots_that_no_list_knows_may_be_venues(text: str, venue: str) -> None:
    assert any(venue in one.value for one in venues(look(text, MODEL, GAZETTEER)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("想请文化馆的老师来教秧歌。", True),
        ("希望文化馆派人指导一下排练。", True),
        ("文化馆二楼的排练厅漏雨。", False),
    ],
)
def test_a_unit_that_is_to_send_somebody_is_asked(text: str, asked: bool) -> None:
    view = look(text, MODEL, GAZETTEER)
    assert any(is_asked(view, one) for one in venues(view)) is asked


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我是西里镇的，领着人家满村转，十里八村都来看。", ["西里镇"]),
        ("我是盘泽的，我们文化站的灯坏了。", ["盘泽"]),
        ("我是西里镇的，在盘泽那边上过班。", ["西里镇"]),
    ],
)
def test_what_may_be_the_place_of_a_need(text: str, named: list[str]) -> None:
    assert [one.value for one in places(look(text, MODEL, GAZETTEER), GAZETTEER)] == named


def test_times_that_touch_are_also_one() -> None:
    view = look("文化站周五周六都锁着门。", MODEL, GAZETTEER)
    told = read_need(view, range(len(view.clauses)), MODEL)
    assert [one.value for one in moments(view, told)] == ["周五", "周五周六", "周六"]


def test_the_last_words_before_a_need_tell_village_or_county() -> None:
    view = look("我们村的戏台漏雨。县图书馆六点闭馆。灯也不亮。", MODEL, GAZETTEER)
    told = [spoken_of(view, read_need(view, [index], MODEL), ())[0] for index in range(len(view.clauses))]
    assert told == ["latest=none/1/0", "latest=ours/0/2", "latest=county/0/0"]


def test_the_field_of_a_work_order_holds_for_a_need_that_names_no_place() -> None:
    text = (
        "工单编号：20261101-B-0021\n来电人：周女士\n来电号码：13900004410\n所属区域：大张庄镇\n"
        "诉求内容：来电人在县影剧院看戏，后排音响一直有杂音，听不清唱词，请检修。\n回访要求：需回访"
    )
    (case,) = read(text).cases
    assert (case.place, text[slice(*case.spans["place"])]) == ("大张庄镇", "大张庄镇")

"""Which venue a need is about: how the names stand to it, what is said beside them, and how they share one chance."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import read_record
from nlu.calls.attributes import Reading, read_need
from nlu.calls.candidates import venues
from nlu.calls.venue_features import chain_labels, likeliest, near, venue_chain, venue_rows
from nlu.calls.view import View, look

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts


def need_of(text: str, words: str) -> tuple[View, Reading]:
    """A record and, as its need, the clauses that stand in these words."""
    view = look(text, MODEL, GAZETTEER)
    begin, end = text.index(words), text.index(words) + len(words)
    clauses = [at for at, one in enumerate(view.clauses) if begin <= one.start and one.end <= end]
    return view, read_need(view, clauses, MODEL)


def heard(text: str, words: str, name: str, before: str | None = None) -> list[str]:
    """What the ranking hears of one name for the need in these words."""
    view, reading = need_of(text, words)
    candidates = venues(view)
    rows = venue_rows(view, reading, candidates, before)
    return next(row for one, row in zip(candidates, rows, strict=True) if one.value == name)


def chosen(text: str, *chances: float) -> str | None:
    found = likeliest(venues(look(text, MODEL, GAZETTEER)), chances)
    return found.value if found else None


STORY = "文化站天天锁门。戏台漏雨，演员没处换衣裳。农家书屋没人管。"


@pytest.mark.parametrize(
    ("name", "where"),
    [("文化站", "before/dialogue"), ("戏台", "in/dialogue"), ("农家书屋", "after/dialogue")],
)
def test_a_name_stands_before_the_need_in_it_or_after_it(name: str, where: str) -> None:
    text = f"坐席：您好，请讲。\n市民：{STORY}"
    assert where in heard(text, "戏台漏雨，演员没处换衣裳", name)


def test_the_nearest_name_before_a_need_that_names_none() -> None:
    text = "文化站天天锁门。戏台漏雨。演员没处换衣裳。"
    assert "nearest_before/any_in=False" in heard(text, "演员没处换衣裳", "戏台")
    assert "nearest_before/any_in=False" not in heard(text, "演员没处换衣裳", "文化站")


def test_the_names_within_a_need_are_numbered_by_the_clauses_they_stand_in() -> None:
    need = "戏台漏雨，演员都到农家书屋换衣裳"
    first, second = heard(f"{need}。", need, "戏台"), heard(f"{need}。", need, "农家书屋")
    assert {"order=0", "first_clause", "clause=0"} <= set(first)
    assert {"order=1", "later_clause", "clause=1"} <= set(second)


def test_a_name_that_holds_that_of_the_need_before_is_alike() -> None:
    words = "县图书馆二楼没有灯"
    assert "as_before=True/in/any_in=True" in heard(f"{words}。", words, "县图书馆", before="图书馆")
    assert "as_before=False/in/any_in=True" in heard(f"{words}。", words, "县图书馆", before="戏台")


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("有人在“飞速”网吧里抽烟。", "飞速", "sort=after/quoted"),
        ("有人在“飞速网吧”里抽烟。", "飞速网吧", "sort=own/quoted"),
        ("有人在“飞速”里头抽烟。", "飞速", "sort=none/quoted"),
        ("“非遗进校园”活动什么时候办。", "非遗进校园", "work=True"),
    ],
)
def test_whether_a_quoted_name_is_that_of_a_house(text: str, name: str, feature: str) -> None:
    assert feature in heard(text, text, name)


def test_a_name_in_quotes_is_told_with_its_sort() -> None:
    record = read_record("我反映“飞速”网吧让小学生进去。", MODEL, GAZETTEER)
    assert [case.venue for case in record.cases] == ["“飞速”网吧"]


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("想请县文化馆派老师来教秧歌。", "asked=True/sends=True"),
        ("县文化馆的灯坏了。", "asked=False/sends=False"),
    ],
)
def test_a_house_that_is_to_send_somebody_may_not_be_where_it_is(text: str, feature: str) -> None:
    assert feature in heard(text, text, "县文化馆")


def test_a_nested_name_knows_what_it_lies_in() -> None:
    text = "县文化馆排练厅漏雨。"
    assert "overlap=inlist" in heard(text, text, "县文化馆")
    assert "outer=练厅/化馆" in heard(text, text, "县文化馆")
    assert "inner=化馆/练厅" in heard(text, text, "县文化馆排练厅")


def test_of_the_names_around_a_need_the_nearest_mention_is_weighed() -> None:
    text = "戏台旧了。图书馆远。戏台漏雨。农家书屋锁门。文化站没人。农家书屋太小。老年大学满员。"
    view, reading = need_of(text, "农家书屋锁门")
    told = near(view, reading, venues(view))
    assert [(one.value, text[one.end]) for one in told] == [
        ("图书馆", "远"),
        ("戏台", "漏"),
        ("农家书屋", "锁"),
        ("文化站", "没"),
        ("农家书屋", "太"),
    ]


def test_six_names_before_a_need_are_weighed() -> None:
    names = ["文化站", "图书馆", "博物馆", "体育馆", "农家书屋", "美术馆", "老年大学"]
    view, reading = need_of("。".join(f"{name}去过" for name in names) + "。灯不亮。", "灯不亮")
    assert [one.value for one in near(view, reading, venues(view))] == names[1:]


def test_the_last_row_of_a_need_is_that_of_having_no_venue() -> None:
    view, reading = need_of(STORY, "戏台漏雨，演员没处换衣裳")
    rows = venue_chain(view, reading, venues(view), None)
    assert [row[0] for row in rows] == ["bias", "bias", "bias", "N:bias"]


def test_one_row_of_a_need_is_right() -> None:
    assert chain_labels(4, right=0) == ["1", "2", "2", "2"]
    assert chain_labels(4, right=2) == ["0", "0", "1", "2"]
    assert chain_labels(4, right=3) == ["0", "0", "0", "1"]


def test_the_outer_and_inner_of_a_nested_name_share_one_chance() -> None:
    assert chosen("县文化馆排练厅漏雨。", 0.25, 0.35, 0.4) == "县文化馆排练厅"
    assert chosen("县文化馆排练厅漏雨。", 0.35, 0.25, 0.4) == "县文化馆"
    assert chosen("图书馆漏雨，戏台也漏。", 0.25, 0.35, 0.4) is None


def test_all_mentions_of_a_name_count_together() -> None:
    assert chosen("戏台漏雨，文化站锁门，戏台的灯也坏了。", 0.25, 0.3, 0.2, 0.25) == "戏台"


def test_without_a_name_there_is_no_venue() -> None:
    assert chosen("想学剪纸。", 1.0) is None

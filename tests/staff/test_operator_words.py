"""How an operator's words fall into commands, a record into points, and a call into parts of their own."""

import pytest

from bot.engine.staff.operator_calls import own_words
from bot.engine.staff.operator_commands import Command, absent, command, confirmed, pieces
from bot.engine.staff.operator_orders import number_in
from bot.engine.staff.operator_points import split
from nlu.calls.record import CallCase


@pytest.mark.parametrize(
    ("text", "at", "rest"),
    [
        ("2 地点改东里镇", (1,), "地点改东里镇"),
        ("第一个紧急", (0,), "紧急"),
        ("删掉第三个", (2,), "删掉"),
        ("最后一个删了", (2,), "删了"),
        ("1和2并一起", (0, 1), "并一起"),
        ("1 2 3都对", (0, 1, 2), "都对"),
        ("三个都是东里镇的", (0, 1, 2), "是东里镇的"),
        ("把第二个和第三个并成一个", (1, 2), "并成一个"),
        ("确认2", (1,), "确认"),
        ("1并到0007", (0,), "并到0007"),
        ("并成一个", (), "并成一个"),
        ("9删掉", (), "9删掉"),
        ("13900004567", (), "13900004567"),
        ("2026年的事", (), "2026年的事"),
    ],
)
def test_which_of_three_drafts_a_command_names(text: str, at: tuple[int, ...], rest: str) -> None:
    assert command(text, 3) == Command(at, rest)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4紧急", (4,)),
        ("第四个地点改东里镇", (4,)),
        ("1和5并一起", (5,)),
        ("删掉9", (9,)),
        ("取消第5个", (5,)),
        ("2紧急", ()),
        ("八里铺村", ()),
        ("时间改每月第五个周六", ()),
        ("改成5个", ()),
        ("13900004567", ()),
        ("2026年的事", ()),
    ],
)
def test_numbers_that_none_of_three_drafts_has(text: str, numbers: tuple[int, ...]) -> None:
    assert absent(text, 3).numbers == numbers


@pytest.mark.parametrize(
    ("text", "body", "confirms"),
    [
        ("2地点改东里镇，其他都对，入账", "2地点改东里镇", True),
        ("都对", "", True),
        ("OK", "", True),
        ("第一个改投诉", "第一个改投诉", False),
        ("书屋的门好的，入账单没给", "书屋的门好的，入账单没给", False),
    ],
)
def test_a_confirmation_at_the_end_is_told_from_the_corrections_before_it(
    text: str, body: str, confirms: bool
) -> None:
    assert confirmed(text) == (body, confirms)


def test_several_corrections_in_one_breath_fall_apart() -> None:
    assert pieces("1另立 2紧急 3删掉") == ["1另立", "2紧急", "3删掉"]
    assert pieces(confirmed("1，2合并").body) == ["1、2合并"]
    assert pieces("第一个改投诉；2时间改周六上午") == ["第一个改投诉", "2时间改周六上午"]


def test_points_of_minutes_have_their_own_words_and_speakers() -> None:
    head, points = split(
        "座谈会记录：碾砣村\n1. 李大娘：想看电影\n2. 王书记建议修灯\n记录人：小刘", "meeting"
    )
    assert "碾砣村" in head
    assert [(p.speaker, p.matter) for p in points] == [("李大娘", "想看电影"), ("王书记", "建议修灯")]


@pytest.mark.parametrize(
    ("words", "speaker", "matter"),
    [
        ("李大娘夸剪纸课好", "李大娘", "夸剪纸课好"),
        ("老赵嫌广场舞太吵", "老赵", "嫌广场舞太吵"),
        ("老人担心戏台塌了", "", "老人担心戏台塌了"),
        ("孙大姐家的孩子想学二胡", "", "孙大姐家的孩子想学二胡"),
    ],
)
def test_who_speaks_stands_before_the_matter(words: str, speaker: str, matter: str) -> None:
    _, points = split(f"座谈会：1. {words} 2. 想看电影", "meeting")
    assert (points[0].speaker, points[0].matter) == (speaker, matter)


def test_a_call_is_never_cut_into_points() -> None:
    assert split("来电：1.书屋锁门 2.想看戏", "hotline")[1] == ()


def test_a_limit_said_for_all_holds_for_each_finding_and_one_of_its_own_only_for_that() -> None:
    _, own = split("暗访发现：1.文化站锁门，限11月30日前整改 2.消防通道堵了", "inspection")
    assert [point.limit for point in own] == ["11月30日", ""]
    _, shared = split("暗访发现：1.文化站锁门 2.消防通道堵了。以上均限11月30日前整改", "inspection")
    assert [point.limit for point in shared] == ["11月30日", "11月30日"]


def case(summary: str, start: int, end: int) -> CallCase:
    spans = {"summary": (start, end)}
    return CallCase("request", "other", "normal", None, None, None, (), None, summary, False, spans)


def test_each_need_keeps_its_own_stretch_of_the_record() -> None:
    text = "灯坏了。站长骂人，赶我走。"
    words = own_words(text, (case("灯坏了", 0, 3), case("站长骂人", 4, 12)))
    assert words == ("灯坏了", "站长骂人，赶我走")


def test_where_needs_run_into_each_other_only_the_clauses_of_each_are_kept() -> None:
    text = "灯坏了。站长骂人。灯坏了俩月了。"
    words = own_words(text, (case("灯坏了，灯坏了俩月了", 0, 15), case("站长骂人", 4, 8)))
    assert words == ("灯坏了，灯坏了俩月了", "站长骂人")


def test_one_need_keeps_the_whole_record() -> None:
    assert own_words("您好，灯坏了。再见", (case("灯坏了", 3, 6),)) == ("您好，灯坏了。再见",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("工单编号：20261026-A-0913\n来电人：岳女士", "20261026-A-0913"),
        ("【受理编号】: GD2026110012", "GD2026110012"),
        ("工单编号：WH20261120-0001", None),
        ("诉求：1390000139打不通", None),
        ("受理时间：2026-11-16", None),
    ],
)
def test_the_number_of_a_work_order(text: str, number: str | None) -> None:
    assert number_in(text) == number

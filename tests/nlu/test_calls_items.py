"""Numbered points of a record, and the number of matters that a record says to have."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls.clauses import cut
from nlu.calls.counted import Range, as_counted, said_count
from nlu.calls.items import items
from nlu.calls.layout import read_layout
from nlu.calls.piece import KEEP, MERGE, NOTHING, TAKEN_BACK, Piece
from nlu.calls.view import look

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts


@pytest.mark.parametrize(
    "text",
    [
        "第一，戏台漏雨。第二，书屋锁门。第三，想学剪纸。",
        "一是戏台漏雨；二是书屋锁门；三是想学剪纸。",
        "反映：1.戏台漏雨。2.书屋锁门。3.想学剪纸。",
        "①戏台漏雨②书屋锁门③想学剪纸",
        "一个是戏台漏雨，第二个是书屋锁门，三个是想学剪纸。",
        "——戏台漏雨\n——书屋锁门\n——想学剪纸",
    ],
)
def test_numbered_points_begin_clauses(text: str) -> None:
    said = [clause for clause in cut(text, read_layout(text)) if clause.item]
    assert [clause.item for clause in said] == [1, 2, 3]
    assert [text[clause.start : clause.end][-4:] for clause in said] == ["戏台漏雨", "书屋锁门", "想学剪纸"]


@pytest.mark.parametrize(
    "text", ["第一次去没开门，第二次去人不在。", "1月2日去过，3号楼的人。", "二楼的灯坏了，三楼也坏了。", ""]
)
def test_other_numbers_are_no_points(text: str) -> None:
    assert items(text, [(0, len(text))], meeting=False) == []


def test_what_counts_again_from_one_restates() -> None:
    text = "1.戏台漏雨。2.书屋锁门。复述：1.戏台，2.书屋。"
    assert items(text, [(0, len(text))], meeting=False) == [0, 7]


def pieces_of(clauses: int) -> list[Piece]:
    return [Piece([number], [{}]) for number in range(clauses)]


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("我说两件事。戏台漏雨。书屋锁门。", Range(2, 2)),
        ("戏台漏雨。书屋锁门。好，一共两件。", Range(2, 2)),
        ("戏台漏雨。书屋锁门，两个问题算一件事。", None),
        ("戏台漏雨。第二件事是书屋锁门。", None),
        ("戏台漏雨。书屋锁门。", None),
    ],
)
def test_the_number_of_matters_is_heard(text: str, range_: Range | None) -> None:
    view = look(text, MODEL, GAZETTEER)
    assert said_count(view, pieces_of(len(view.clauses)), 0) == range_


def test_the_least_certain_verdict_gives_way_to_the_number_said() -> None:
    view = look("戏台漏雨。书屋锁门。想学剪纸。好，一共两件。", MODEL, GAZETTEER)
    pieces = pieces_of(3)
    chances = [{KEEP: keep, MERGE: 0.9 - keep, NOTHING: 0.1, TAKEN_BACK: 0.0} for keep in (0.9, 0.2, 0.4)]
    assert as_counted(view, pieces, [KEEP, MERGE, MERGE], chances) == [KEEP, MERGE, KEEP]
    assert as_counted(view, pieces, [KEEP, KEEP, KEEP], chances) == [KEEP, MERGE, KEEP]
    assert as_counted(view, pieces, [KEEP, MERGE, KEEP], chances) == [KEEP, MERGE, KEEP]

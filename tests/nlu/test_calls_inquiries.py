"""Questions about one hall are one inquiry."""

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.calls import read_record

MODEL, GAZETTEER = local(load_profile("yiyuan")).parts


def count(text: str) -> int:
    return len(read_record(text, MODEL, GAZETTEER).cases)


@pytest.mark.parametrize(
    "text",
    [
        "我想问问县博物馆团体参观怎么预约，还有讲解收不收费，是按人头还是按场？我姓王。",
        "请问县图书馆周末几点开门，另外办借书证要带什么证件？电话13900001234。",
    ],
)
def test_two_questions_about_one_hall_are_one(text: str) -> None:
    assert count(text) == 1


def test_questions_about_two_halls_stay_apart() -> None:
    assert count("我想问问县博物馆团体参观怎么预约。另外县图书馆周末几点开门？我姓王。") == 2


def test_a_question_and_a_complaint_stay_apart() -> None:
    assert count("请问县图书馆周末几点开门？另外我们村戏台顶子漏雨，演员没法上台，你们给修修。") == 2


def test_where_two_points_are_announced_two_are_read() -> None:
    text = "我问两件事，一是县图书馆周末几点开门，二是办借书证要带什么证件？我姓王。"
    assert count(text) == 2

"""Composed call records: the same for a seed, annotated where their words stand."""

from nlu.training.calls_composed import compose
from nlu.training.calls_corpus import Record
from nlu.training.corpus import Line

RECORDS = [
    Record(
        "one",
        "run_on",
        "您好请讲。我们村戏台漏雨，演员没处换衣裳。还有别的吗。第二，书屋天天锁门，孩子进不去。算了灯的事不提了。我姓王。",
        {
            "intent": "submit_need",
            "cases": [
                {
                    "parts": ["我们村戏台漏雨，演员没处换衣裳"],
                    "venue": "戏台",
                    "topic": "漏雨",
                    "must_mention": ["戏台"],
                    "out_of_scope": False,
                },
                {
                    "parts": ["第二，书屋天天锁门，孩子进不去"],
                    "venue": "书屋",
                    "topic": None,
                    "must_mention": ["书屋"],
                    "out_of_scope": False,
                },
            ],
            "withdrawn": ["算了灯的事不提了"],
        },
    )
]
LINES = [
    Line("广场的音响坏了，跳不成舞", "submit_need", (), {}, (), "", "a:1:1"),
    Line("村口路灯三个月不亮了没人修", "out_of_scope", (), {}, (), "", "a:1:2"),
    Line("谢谢", "thanks", (), {}, (), "", "a:1:3"),
]


def test_composed_records_are_the_same_for_a_seed() -> None:
    assert compose(RECORDS, LINES, 20, seed=3) == compose(RECORDS, LINES, 20, seed=3)


def test_what_is_annotated_stands_in_a_composed_record() -> None:
    made = compose(RECORDS, LINES, 60)
    assert len(made) == 60
    for record in made:
        told = [part for case in record.gold["cases"] for part in case["parts"]]
        assert told
        assert all(part in record.transcript for part in [*told, *record.gold["withdrawn"]])


def test_a_matter_of_others_is_told_as_one() -> None:
    cases = [case for record in compose(RECORDS, LINES, 60) for case in record.gold["cases"]]
    assert {case["out_of_scope"] for case in cases} == {False, True}
    assert all(case["out_of_scope"] == any("路灯" in part for part in case["parts"]) for case in cases)

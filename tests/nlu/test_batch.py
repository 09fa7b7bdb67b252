"""Many texts: one answer a line, in order, whatever stands in the line."""

import json

import pytest

from config.loader import load_profile
from nlu.backend import local
from nlu.batch import parse_lines


def test_answers_keep_ids_and_order() -> None:
    read = local(load_profile("yiyuan")).read
    rows = [{"id": "b", "text": "图书馆几点关门"}, {"id": 1, "text": "转人工"}, {"id": "a", "text": ""}]
    answers = [json.loads(line) for line in parse_lines(map(json.dumps, rows), read)]
    assert [answer["id"] for answer in answers] == ["b", 1, "a"]
    assert [answer["intent"] for answer in answers] == ["ask_faq", "human", "out_of_scope"]
    assert answers[0]["faq"] == "opening_hours"
    assert answers[0]["entities"][0] == {"entity": "venue", "value": "图书馆", "start": 0, "end": 3}
    assert set(answers[0]) == {
        "id", "intent", "confidence", "kind", "category", "urgency", "audience", "faq", "entities",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("{", None),
        ("[]", None),
        ('"x"', None),
        ('{"id": "q"}', "q"),
        ('{"id": 3, "text": 5}', 3),
        ('{"text": "x"}', None),
    ],
)
def test_malformed_lines_are_answered(line: str, known: str | int | None) -> None:
    read = local(load_profile("yiyuan")).read
    first, second = [json.loads(answer) for answer in parse_lines([line, '{"id": 1, "text": "谢谢"}'], read)]
    assert first["id"] == known
    assert first["error"].startswith("line 1: ")
    assert second["intent"] == "thanks"

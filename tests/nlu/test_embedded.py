"""The shipped model and its arithmetic."""

import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.embedded import SHIPPED, Embedded, load
from nlu.model import files
from nlu.model.linear import Head, Heads, storable
from nlu.model.ngrams import Vocabulary, by_word, canonical
from nlu.model.spans import decode, tags
from nlu.training.checks import check, hard
from nlu.training.corpus import Line, unmark
from nlu.training.evaluate import MAIN, evaluate, score
from nlu.training.train import ship
from nlu.understanding import AUDIENCES, CATEGORIES, ENTITIES, FAQ_IDS, INTENTS, KINDS, MAX_CHARS, URGENCIES

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def model() -> Embedded:
    return load()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("文化站的音响坏了，快来修修", "submit_need"),
        ("图书馆几点关门", "ask_faq"),
        ("谢谢你们", "thanks"),
        ("我有多少积分", "check_points"),
        ("别再给我发问卷了", "unsubscribe"),
        ("转人工", "human"),
        ("今天会下雨吗", "out_of_scope"),
    ],
)
def test_plain_intents(model: Embedded, text: str, intent: str) -> None:
    assert model.predict(text).intents[0][0] == intent


def test_attributes_and_entities(model: Embedded) -> None:
    read = model.predict("燕崖镇文化站的音响坏了，老年人没法跳广场舞")
    assert read.attributes["kind"][0][0] == "complaint"
    assert read.attributes["category"][0][0] == "facility"
    assert read.audience[0][0] == "elderly"
    assert ("place", "燕崖镇") in {(span.entity, span.value) for span in read.spans}


def test_faq(model: Embedded) -> None:
    assert model.predict("积分怎么攒，有什么规则").faq[0][0] == "points_rules"


def test_labels_are_those_of_the_contract(model: Embedded) -> None:
    read = model.predict("你好")
    assert {label for label, _ in read.intents} == set(INTENTS)
    assert {label for label, _ in read.faq} == {*FAQ_IDS, "none"}
    assert {label for label, _ in read.audience} == set(AUDIENCES) - {"everyone"}
    for name, labels in {"kind": KINDS, "category": CATEGORIES, "urgency": URGENCIES}.items():
        assert {label for label, _ in read.attributes[name]} == set(labels)


def test_probabilities(model: Embedded) -> None:
    read = model.predict("我们村想看一场露天电影")
    for ranking in (read.intents, read.faq, *read.attributes.values()):
        assert sum(chance for _, chance in ranking) == pytest.approx(1)
        assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)
    assert all(0 < chance < 1 for _, chance in read.audience)


def test_any_text_is_read(model: Embedded) -> None:
    dice = random.Random(5)
    alphabet = "文化站音响坏了 \n\x00\x02\x03\x04İ㎡😀👨‍👩‍👧é0９，。/[]()"
    texts = ["", " ", "\x04", "坏" * 50_000]
    texts += ["".join(dice.choices(alphabet, k=dice.randint(1, 60))) for _ in range(300)]
    for text in texts:
        spans = model.predict(text).spans
        assert all(span.entity in ENTITIES and text[span.start : span.end] == span.value for span in spans)
        assert all(0 <= span.start < span.end <= MAX_CHARS for span in spans)


def test_shipped_files_are_small_and_told() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 20 * MEGABYTE
    meta = files.load(SHIPPED).meta
    assert meta["lines"] > 4000
    assert len(meta["training_data"]) == 64


def test_stored_model_is_the_same(model: Embedded, tmp_path: Path) -> None:
    files.save(files.load(SHIPPED), tmp_path)
    text = "下周六晚上能不能在县图书馆门口放场电影"
    assert load(tmp_path).predict(text) == model.predict(text)


def test_canonical_text() -> None:
    assert canonical(" WH20261120-0007, OK? ") == "wh0000-0000， ok？"


def test_vector_counts_terms_and_groups() -> None:
    words = by_word({"gear": ["音响", "话筒"], "long": ["电子阅览室"]})
    vocabulary = Vocabulary(["\x04gear", "坏", "坏了"], words)
    rows, values = vocabulary.vector("音响坏了话筒坏了")
    found = dict(zip(rows.tolist(), values.tolist(), strict=True))
    assert found == pytest.approx(dict.fromkeys((0, 1, 2), 1 / math.sqrt(3)))


def test_vector_of_nothing_known() -> None:
    rows, values = Vocabulary(["坏"], {}).vector("好")
    assert len(rows) == len(values) == 0


def test_finer_classes_add_their_best() -> None:
    head = Head("intent", ("a", "b"), exclusive=True, starts=(0, 1), finer=3)
    weights = storable(np.array([[0.0, 0.0, 1.0, 0.5, 2.0]]))
    ranking = Heads((head,), weights, storable(np.zeros(5))).rank(np.array([0]), np.array([1.0]))["intent"]
    assert ranking[0] == ("b", pytest.approx(1 / (1 + math.exp(-1))))


def test_tags_and_back() -> None:
    spans = [("place", 0, 3), ("venue", 3, 4), ("venue", 4, 6), ("topic", 7, 9)]
    assert decode(tags(9, spans)) == spans


def test_broken_tags_begin_anew() -> None:
    assert decode(["I-a", "I-a", "O", "E-b", "B-b", "I-c"]) == [
        ("a", 0, 2),
        ("b", 3, 4),
        ("b", 4, 5),
        ("c", 5, 6),
    ]


def test_marks_keep_their_place_when_normalised() -> None:
    text, spans, marked = unmark("㎡廣場[文化站](venue)的[音响](topic)")
    assert text == "m2广场文化站的音响"
    assert [text[span.start : span.end] for span in spans] == ["文化站", "音响"]
    assert marked == "m2广场[文化站](venue)的[音响](topic)"


def line(marked: str, intent: str, labels: dict[str, str] | None = None, origin: str = "a:1:1") -> Line:
    text, spans, again = unmark(marked)
    return Line(text, intent, spans, labels or {}, (), again, origin)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (line("你好", "hello"), "unknown intent hello"),
        (line("几点开门", "ask_faq"), "labels [] where ['faq'] belong"),
        (line("几点开门", "ask_faq", {"faq": "hours"}), "unknown faq hours"),
        (line("[文化站](site)好", "thanks"), "unknown entity site"),
        (line("[文化站](venue好", "thanks"), "a broken mark"),
        (line("[文化站] (venue)好", "thanks"), "a broken mark"),
    ],
)
def test_mistakes_are_told(wrong: Line, told: str) -> None:
    assert any(told in mistake for mistake in check([wrong], []))


def test_copied_test_lines_are_told() -> None:
    trained = line("文化站的音响坏了没人修", "thanks")
    told = check([trained], [line("文化站的音响坏了，没人修！", "thanks", origin="b:1:1")])
    assert hard(told) == told == ["b:1:1: nearly the same text as a:1:1, which is trained on"]
    assert not hard(check([trained, line("文化站的音响坏了没人修", "bye", origin="a:1:2")], []))


def test_a_worse_model_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = files.load(SHIPPED)
    files.save(good, tmp_path)
    needs = {"kind": "complaint", "category": "facility", "urgency": "normal"}
    tests = [
        line("[文化站](venue)的[音响](topic)坏了", "submit_need", needs),
        line("图书馆几点关门", "ask_faq", {"faq": "opening_hours"}),
    ]
    empty = Heads(good.heads.heads, good.heads.weights * 0, good.heads.bias)
    bad = replace(good, heads=empty, net=replace(good.net, share=0.0), meta={})
    loss = score(evaluate(Embedded(good), tests)) - score(evaluate(Embedded(bad), tests))
    assert ship(bad, tests, tmp_path) == 1
    assert f"worse than the shipped model by {loss:.4f}" in capsys.readouterr().out
    assert ship(good, tests, tmp_path) == 0
    assert set(MAIN) < set(files.load(tmp_path).meta["metrics"])

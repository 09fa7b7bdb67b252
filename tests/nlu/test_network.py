"""The network, its blending with the linear heads and the measuring of the whole."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.model import net_files
from nlu.model.blend import blend
from nlu.model.linear import storable
from nlu.model.net import PLACES, Net, Output, Parts, Reader, Weights
from nlu.training.corpus import Line, unmark
from nlu.training.whole import by_label, by_overlap, measure
from nlu.understanding import Entity, Understanding

SIZES = (3, 4, 2)
WIDTHS = (1, 2, 3)
FILTERS = 5
OUTPUTS = (
    Output("intent", ("ask_faq/fees", "ask_faq/hours", "bye"), exclusive=True),
    Output("audience", ("children", "women"), exclusive=False),
)


@pytest.fixture
def parts() -> Parts:
    dice = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return dice.normal(size=shape).astype(np.float32)

    chars, words = ("\x02", "\x03", "文", "化"), ("文化", "化站", "好")
    tables = some(len(chars) + 2, SIZES[0]), some(len(words) + 2, SIZES[1]), some(PLACES, SIZES[2])
    kernels, bias = some(sum(WIDTHS), sum(SIZES), FILTERS), some(len(WIDTHS) * FILTERS)
    last, last_bias = some(len(WIDTHS) * FILTERS, 5), some(5)
    return Parts(chars, words, Weights(*tables, kernels, bias, last, last_bias), WIDTHS, OUTPUTS, 0.5)


def test_longest_words_from_the_left() -> None:
    chars, words, places = Reader(("\x02", "文"), ("文化", "文化站", "站")).read("文化站文站x")
    assert words.tolist() == [1, 3, 3, 3, 1, 4, 1, 1]
    assert places.tolist() == [0, 1, 2, 3, 0, 0, 0, 0]
    assert chars.tolist() == [2, 3, 1, 1, 3, 1, 1, 1]


def test_network_against_plain_sums(parts: Parts) -> None:
    text, weights = "文化站好", parts.weights
    tables = (weights.chars, weights.words, weights.places)
    rows = np.hstack(
        [
            table[ids]
            for table, ids in zip(tables, Reader(parts.chars, parts.word_list).read(text), strict=True)
        ]
    )
    best, first = [], 0
    for width in WIDTHS:
        before = (width - 1) // 2
        padded = np.pad(rows, ((before, width // 2), (0, 0)))
        answers = [
            sum(padded[at + k] @ weights.kernels[first + k] for k in range(width)) for at in range(len(rows))
        ]
        best.append(np.max(answers, axis=0))
        first += width
    scores = np.maximum(np.concatenate(best) + weights.bias, 0) @ weights.last + weights.last_bias
    powers = np.exp(scores[:3]) / np.exp(scores[:3]).sum()
    found = Net(parts).by_output(text)
    assert found["intent"] == pytest.approx({"ask_faq": powers[0] + powers[1], "bye": powers[2]}, abs=1e-5)
    assert found["audience"]["women"] == pytest.approx(1 / (1 + math.exp(-scores[4])), abs=1e-5)


def test_stored_network_is_stored_alike(parts: Parts, tmp_path: Path) -> None:
    net_files.save(parts, tmp_path)
    once = net_files.load(tmp_path)
    net_files.save(once, tmp_path)
    twice = net_files.load(tmp_path)
    assert Net(once).by_output("文化好") == Net(twice).by_output("文化好")
    assert replace(once, weights=parts.weights) == parts


def test_stored_weights_are_stored_alike() -> None:
    weights = np.random.default_rng(4).normal(size=(50, 7)) * np.logspace(-3, 3, 7)
    once = storable(weights)
    assert np.array_equal(storable(once), once)
    assert np.abs(once - weights).max(axis=0) == pytest.approx(np.zeros(7), abs=0.008 * np.abs(weights).max())


def test_blend_weighs_logarithms_and_keeps_the_unknown() -> None:
    mixed = blend(
        (("none", 0.2), ("fees", 0.6), ("hours", 0.2)), {"fees": 0.1, "hours": 0.9}, exclusive=True, share=0.5
    )
    fees, hours = math.sqrt(0.6 * 0.1), math.sqrt(0.2 * 0.9)
    expected = {"none": 0.2, "fees": 0.8 * fees / (fees + hours), "hours": 0.8 * hours / (fees + hours)}
    assert dict(mixed) == pytest.approx(expected, abs=1e-5)
    assert [name for name, _ in mixed] == ["hours", "fees", "none"]


def test_blend_of_several() -> None:
    assert blend((("a", 0.9), ("b", 0.1)), {"a": 0.1, "b": 0.3}, exclusive=False, share=0.25) == (
        ("a", pytest.approx(0.7)),
        ("b", pytest.approx(0.15)),
    )


def test_labels_are_counted() -> None:
    rows = by_label([("a", "a"), ("a", "b"), ("b", None)])
    assert rows == {
        "a": {"lines": 2, "precision": 1.0, "recall": 0.5},
        "b": {"lines": 1, "precision": 0.0, "recall": 0.0},
    }


def line(marked: str) -> Line:
    text, spans, again = unmark(marked)
    labels = {"kind": "complaint", "category": "facility", "urgency": "normal"}
    return Line(text, "submit_need", spans, labels, (), again, "a:1:1")


def read(text: str) -> Understanding:
    entities = (Entity("topic", text[:2], 0, 2), Entity("topic", text[-2:], len(text) - 2, len(text)))
    return Understanding(text, "submit_need", 0.9, kind="complaint", category="service", entities=entities)


def test_the_whole_is_measured() -> None:
    lines = [line("[音响](topic)又没有声音"), line("[椅子](topic)少几把")]
    figures = measure(read, lines)
    assert (figures["kind_accuracy"], figures["category_accuracy"]) == (1.0, 0.0)
    assert figures["entities"]["topic"] == pytest.approx(
        {"spans": 2, "precision": 0.5, "recall": 1.0, "f1": 2 / 3}
    )
    assert figures["reliability"][5] == {"from": 0.9, "lines": 2, "confidence": 0.9, "right": 1.0}
    assert by_overlap("place", [])["f1"] == 0.0

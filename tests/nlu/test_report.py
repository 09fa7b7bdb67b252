"""The report of the understanding: figures, tables, pictures and learning curve."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from nlu.prediction import Prediction
from nlu.training import pictures, report, tables, whole
from nlu.training.corpus import Line, unmark
from nlu.training.curve import PARTS, curve, quarters, store
from nlu.training.drawing import Drawing
from nlu.understanding import INTENTS, Understanding

SVG = "{http://www.w3.org/2000/svg}"
NEED = {"kind": "complaint", "category": "facility", "urgency": "normal"}


def line(marked: str, intent: str = "submit_need", origin: str = "pen_a_1.yml:1:1") -> Line:
    text, spans, again = unmark(marked)
    labels = {"submit_need": NEED, "ask_faq": {"faq": "fees"}}.get(intent, {})
    return Line(text, intent, spans, labels, (), again, origin)


def read(intent: str, sure: float = 0.9, kind: str | None = "complaint") -> Understanding:
    return Understanding(
        "…", intent, sure, kind=kind, category="facility", urgency="normal", audience=("women",), faq="fees"
    )


PAIRS = [
    (line("灯坏了"), read("submit_need")),
    (line("门坏了"), read("submit_need", kind="report")),
    (line("收钱吗", "ask_faq", "pen_b_1.yml:1:1"), read("ask_faq")),
    (line("要交钱吗", "ask_faq", "pen_b_2.yml:1:1"), read("submit_need", 0.4)),
    (line("你好", "greet", "pen_b.yml:1:1"), read("greet", 1.0)),
]
FIGURES = whole.figures(PAIRS)


def rows_of(table: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    assert len({len(row) for row in cells}) == 1
    return {row[0]: row[1:] for row in cells}


def test_calibration_error_weighs_bins_by_their_lines() -> None:
    rows = [
        {"from": 0.0, "lines": 30, "confidence": 0.5, "right": 0.7},
        {"from": 0.5, "lines": 0, "confidence": 0.0, "right": 0.0},
        {"from": 0.9, "lines": 10, "confidence": 0.9, "right": 0.5},
    ]
    assert whole.calibration_error(rows) == pytest.approx((30 * 0.2 + 10 * 0.4) / 40)
    assert whole.calibration_error([]) == 0.0


def test_who_is_sure_and_right_is_calibrated() -> None:
    assert whole.figures([(line("灯坏了"), read("submit_need", 1.0))])["calibration_error"] == 0.0
    assert whole.figures([(line("灯坏了"), read("greet", 1.0))])["calibration_error"] == 1.0


def test_groups_served_are_counted_one_by_one() -> None:
    served = replace(line("灯坏了"), audience=("women", "elderly"))
    rows = whole.by_group([(served, read("submit_need")), PAIRS[0]])
    assert rows["women"] == {"lines": 1, "precision": 0.5, "recall": 1.0}
    assert rows["elderly"] == {"lines": 1, "precision": 0.0, "recall": 0.0}
    assert "everyone" not in rows


def test_interval_of_a_share() -> None:
    assert tables.interval(0.5, 100) == pytest.approx((0.404, 0.596), abs=0.001)
    assert tables.interval(1.0, 10) == pytest.approx((0.722, 1.0), abs=0.001)


def test_main_figures_stand_beside_the_goals() -> None:
    rows = rows_of(tables.headlines(FIGURES, {"intent_accuracy": 0.6}))
    assert rows["intent accuracy"] == ["5", "0.600", "0.800", "0.376–0.964", "≥ 0.950", "**no**"]
    assert rows["kind"][:3] == ["2", "–", "0.500"]
    assert rows["needs refused"][-3:] == ["0.000–0.658", "≤ 0.010", "yes"]
    assert rows["out_of_scope recall"] == ["0", "–", "–", "–", "≥ 0.900", "–"]


def test_labels_without_lines_have_no_recall() -> None:
    rows = rows_of(tables.labels("intent", {"": whole.by_label([("greet", "bye"), ("greet", "greet")])}))
    assert rows["greet"] == ["2", "1.000", "0.500"]
    assert rows["bye"] == ["0", "0.000", "–"]


def test_writers_are_told_by_their_files() -> None:
    writers = report.by_writer(PAIRS)
    assert {pen: len(of_pen) for pen, of_pen in writers.items()} == {"pen_a": 2, "pen_b": 3}
    rows = rows_of(tables.pens({pen: whole.figures(of_pen) for pen, of_pen in writers.items()}))
    assert rows["intent accuracy"] == ["1.000", "0.667", "0.333"]
    assert rows["kind"] == ["0.500", "–", "0.000"]


def test_reliability_shows_each_bin() -> None:
    rows = rows_of(tables.reliability(FIGURES["reliability"]))
    assert rows["0.00–0.50"] == ["1", "0.400", "0.000"]
    assert rows["0.50–0.60"] == ["0", "–", "–"]
    assert sum(int(row[0]) for name, row in rows.items() if "–" in name) == len(PAIRS)


def test_every_share_of_the_report_has_three_places() -> None:
    figures = {**FIGURES, "milliseconds": {"p50": 0.5, "p99": 1.0}}
    text = report.summary(PAIRS, figures, {}) + report.details(figures)
    shares = re.findall(r"(?<=\| )\d\.\d+(?= \|)", text)
    assert len(shares) > 50
    assert {len(share) for share in shares} == {5}
    assert not [one.text for one, _ in PAIRS if one.text in text]


def test_surest_errors_come_first() -> None:
    told = report.surest_errors([*PAIRS, (line("再见", "bye"), read("thanks", 0.95))], 2)
    assert told == [
        "intent: bye not thanks 0.95  再见  (pen_a_1.yml:1:1)",
        "intent: ask_faq not submit_need 0.40  要交钱吗  (pen_b_2.yml:1:1)",
    ]


def test_errors_of_the_test_set_are_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["report", "--errors", "3"])
    with pytest.raises(SystemExit):
        report.main()
    assert "nlu/dev only" in capsys.readouterr().err


def test_only_what_stands_between_marks_is_written() -> None:
    page = "before\n<!-- a:begin -->\nold\n<!-- a:end -->\nafter\n"
    once = report.between(page, "a", "new")
    assert once == "before\n<!-- a:begin -->\nnew\n<!-- a:end -->\nafter\n"
    assert report.between(once, "a", "new") == once
    with pytest.raises(ValueError, match="b:begin"):
        report.between(page, "b", "new")


def test_the_page_has_all_marks_and_pictures() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    for name in ("figures", "figures-dev", "learning"):
        assert report.between(page, name, "") != page
    shown = re.findall(r"\(pictures/(\w+\.svg)\)", page)
    assert sorted(shown) == ["confusion.svg", "learning.svg", "reliability.svg"]
    assert all(ET.parse(report.PICTURES / name).getroot().tag == f"{SVG}svg" for name in shown)


def texts(picture: Drawing) -> list[str]:
    return [one.text or "" for one in ET.fromstring(picture.svg()).iter(f"{SVG}text")]


def test_every_count_stands_in_the_confusion_matrix() -> None:
    counts = Counter({("greet", "greet"): 41, ("greet", "bye"): 9, ("bye", "greet"): 3, ("bye", "bye"): 57})
    picture = pictures.confusion(counts, INTENTS, "110 lines")
    told = Counter(texts(picture))
    assert all(told[str(count)] == 1 for count in counts.values())
    assert all(told[label] == 2 for label in INTENTS)
    assert (told["0.82"], told["0.95"], told["–"]) == (1, 1, len(INTENTS) - 2)
    assert len(list(ET.fromstring(picture.svg()).iter(f"{SVG}rect"))) == 1 + len(counts)


def test_more_of_a_row_is_redder() -> None:
    picture = pictures.confusion(
        Counter({("a", "b"): 1, ("a", "a"): 9, ("b", "a"): 5, ("b", "b"): 5}), "ab", ""
    )
    _, right, few, many, right_too = (
        one.get("fill") for one in ET.fromstring(picture.svg()).iter(f"{SVG}rect")
    )
    assert right == right_too
    assert int(str(many)[3:5], 16) < int(str(few)[3:5], 16)


def test_reliability_has_a_dot_for_each_bin_with_lines() -> None:
    picture = pictures.reliability(FIGURES["reliability"], "5 lines")
    filled = [row for row in FIGURES["reliability"] if row["lines"]]
    assert len(list(ET.fromstring(picture.svg()).iter(f"{SVG}circle"))) == len(filled) == 3
    assert any("Expected calibration error 0.140" in text for text in texts(picture))


def test_words_of_a_picture_are_escaped() -> None:
    picture = Drawing(10, 10, "a < b & c")
    picture.text((1, 1), "<b>")
    assert texts(picture) == ["<b>"]


CURVE = {
    "about": "Model alone",
    "points": [
        {"share": n / 4, "lines": n * 1000, **dict.fromkeys(tables.SERIES.values(), 1 - 0.3 / n**0.5)}
        for n in range(1, 5)
    ],
}


def test_learning_is_drawn_without_labels_over_each_other() -> None:
    root = ET.fromstring(pictures.learning(CURVE).svg())
    assert len(list(root.iter(f"{SVG}circle"))) == 4 * len(tables.SERIES)
    heights = sorted(
        float(one.get("y", 0)) for one in root.iter(f"{SVG}text") if (one.text or "").endswith(" 0.850")
    )
    assert len(heights) == len(tables.SERIES)
    assert min(b - a for a, b in pairwise(heights)) >= pictures.SPACE - 0.01


def test_next_thousand_lines_follow_the_power_of_the_errors() -> None:
    expected = 0.3 / 4**0.5 - 0.3 / 5**0.5
    about, told = tables.learning(CURVE).split("\n\n")
    rows = rows_of(told)
    assert about == "Model alone:"
    assert rows["100% · 4,000"] == ["0.850"] * 4
    assert tables.next_gain([1000, 2000, 4000], [0.7, 1 - 0.3 / 2**0.5, 0.85]) == pytest.approx(expected)
    assert list(rows.values())[-1] == [f"{expected:+.3f}"] * 4


class Parrot:
    """A model that says greet to all it was taught, and nothing of culture to the rest."""

    def __init__(self, lines: list[Line]) -> None:
        self.known = {line.text for line in lines}

    def predict(self, normalised_text: str) -> Prediction:
        intent = "greet" if normalised_text in self.known else "out_of_scope"
        ranking = ((intent, 1.0),)
        return Prediction(ranking, dict.fromkeys(NEED, (("", 1.0),)), (), (("", 1.0),), ())


CORPUS = [
    line(f"第{n}句", "greet", f"{file}.yml:1:{n}")
    for file, count in (("a", 5), ("b", 16))
    for n in range(count)
]


def test_quarters_deal_out_every_file() -> None:
    numbers = quarters(CORPUS)
    assert numbers == quarters(CORPUS)
    assert sorted(Counter(numbers).values()) == [5, 5, 5, 6]
    of_b = [number for one, number in zip(CORPUS, numbers, strict=True) if one.origin.startswith("b")]
    assert Counter(of_b) == Counter(dict.fromkeys(range(PARTS), 4))
    assert of_b != sorted(of_b)


def test_each_point_of_the_curve_knows_the_lines_before(tmp_path: Path) -> None:
    taught: list[set[str]] = []

    def learn(lines: list[Line]) -> Parrot:
        taught.append({line.origin for line in lines})
        return Parrot(lines)

    points = curve(CORPUS, CORPUS, learn)
    assert all(before < after for before, after in pairwise(taught))
    assert taught[-1] == {line.origin for line in CORPUS}
    assert [point["share"] for point in points] == [0.25, 0.5, 0.75, 1.0]
    assert [point["lines"] for point in points] == [len(known) for known in taught]
    assert points[-1]["intent_accuracy"] == 1.0
    store(points, "a parrot", tmp_path / "new" / "learning.json")
    stored = json.loads((tmp_path / "new" / "learning.json").read_text(encoding="utf-8"))
    assert stored["points"] == points
    assert "a parrot." in texts(pictures.learning(stored))

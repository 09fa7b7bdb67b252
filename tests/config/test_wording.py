"""The catalogue of texts: variants, fields, overrides, mistakes."""

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.loader import load_profile
from config.wording import Wording


def write(folder: Path, **files: str) -> Path:
    folder = folder / "wording"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_variants_fields_and_overrides(tmp_path: Path) -> None:
    folder = write(tmp_path, a="greet: [您好, '{name}好']\ndone: 记下了，编号 {number}\n")
    profile = load_profile("yiyuan").model_copy(update={"wording": {"done": "好了，{number}，请打 {phone}"}})
    wording = Wording.load(profile, folder)
    assert wording.text("greet") == "您好"
    assert wording.text("greet", 3, name="张女士") == "张女士好"
    assert wording.text("done", number="0007") == "好了，0007，请打 0533-3240000"


def test_braces_in_a_value_stay(tmp_path: Path) -> None:
    wording = Wording.load(folder=write(tmp_path, a="echo: 您说“{words}”\n"))
    assert wording.text("echo", words="{phone}") == "您说“{phone}”"


def test_unknown_key_and_missing_field_raise(tmp_path: Path) -> None:
    wording = Wording.load(folder=write(tmp_path, a="done: '{number} {town}'\n"))
    with pytest.raises(KeyError, match="no wording for 'gone'"):
        wording.text("gone")
    with pytest.raises(KeyError, match="'done' needs the fields number, town"):
        wording.text("done")


def test_key_in_two_files_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, a="greet: 您好\n", b="# 别的\ngreet: 你好\n")
    with pytest.raises(ConfigError) as caught:
        Wording.load(folder=folder)
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "wording/b.yaml 第 2 行，greet：wording/a.yaml 第 1 行已经有这一句，请只留一处"
    ]


@pytest.mark.parametrize("value", ["", "[]", "{a: b}", "[{a: b}]"])
def test_value_that_is_no_text_is_told(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Wording.load(folder=write(tmp_path, a=f"greet: {value}\n"))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "wording/a.yaml 第 1 行，greet：应写一句话，或几句话的列表"
    ]

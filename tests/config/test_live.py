"""A changed file is in force at the next message; a broken one is reported and changes nothing."""

import shutil
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.live import LiveProfile
from config.loader import PROFILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped profiles and a small catalogue."""
    shutil.copytree(PROFILES, tmp_path / "profiles")
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "common.yaml").write_text("greet: 您好\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def reports() -> list[ConfigError]:
    return []


@pytest.fixture
def live(folder: Path, reports: list[ConfigError]) -> LiveProfile:
    profiles, wording = folder / "profiles", folder / "wording"
    return LiveProfile("yiyuan", reports.append, profiles=profiles, wording=wording)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_unchanged_files_are_not_read_again(live: LiveProfile) -> None:
    assert live.current() is live.current()


def test_changed_answer_and_wording_are_in_force(live: LiveProfile, folder: Path) -> None:
    edit(folder / "profiles" / "_base" / "faq.yaml", "不记名字，3 分钟就完", "不记名字，5 分钟就完")
    edit(folder / "wording" / "common.yaml", "您好", "乡亲好")
    profile, wording = live.current()
    assert "5 分钟" in profile.faq["survey_purpose"].answer
    assert wording.text("greet") == "乡亲好"


def test_added_file_is_in_force(live: LiveProfile, folder: Path) -> None:
    (folder / "wording" / "more.yaml").write_text("bye: 再见\n", encoding="utf-8")
    assert live.current().wording.text("bye") == "再见"


def test_broken_file_keeps_the_last_good_one(
    live: LiveProfile, folder: Path, reports: list[ConfigError]
) -> None:
    good = live.current()
    path = folder / "profiles" / "yiyuan" / "units.yaml"
    edit(path, "category: market, unit: market", "category: market, unit: nobody")
    assert live.current() is good
    assert live.current() is good
    assert len(reports) == 1
    assert "没有 id 叫 nobody 的单位" in str(reports[0])
    edit(path, "unit: nobody", "unit: center")
    assert live.current().profile.routing[-2].unit == "center"
    assert len(reports) == 1


def test_removed_file_keeps_the_last_good_one(
    live: LiveProfile, folder: Path, reports: list[ConfigError]
) -> None:
    good = live.current()
    (folder / "profiles" / "yiyuan.yaml").unlink()
    assert live.current() is good
    assert len(reports) == 1


def test_broken_profile_stops_the_start(folder: Path, reports: list[ConfigError]) -> None:
    edit(folder / "profiles" / "yiyuan.yaml", "id: yiyuan", "identity: yiyuan")
    with pytest.raises(ConfigError):
        LiveProfile("yiyuan", reports.append, profiles=folder / "profiles", wording=folder / "wording")

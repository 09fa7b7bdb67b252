"""Every kind of mistake in a profile is told with file, line, field and what belongs there."""

import shutil
from pathlib import Path

import pytest
import yaml

from config.errors import ConfigError
from config.loader import PROFILES, load_profile, profile_names

HERE = Path(__file__).parent
DEMO = (HERE / "demo.yaml").read_text(encoding="utf-8")
MISTAKES = yaml.safe_load((HERE / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profiles folder with the shared part and a small profile."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    shutil.copy(PROFILES / "_base.yaml", folder)
    shutil.copytree(PROFILES / "_base", folder / "_base")
    (folder / "demo.yaml").write_text(DEMO, encoding="utf-8")
    return folder


def mistakes(folder: Path, name: str = "demo") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_profile(name, folder)
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize("kind", MISTAKES)
def test_mistake_is_told(folder: Path, kind: str) -> None:
    case = MISTAKES[kind]
    assert DEMO.count(case["old"]) == 1, "the change must hit one place"
    (folder / "demo.yaml").write_text(DEMO.replace(case["old"], case["new"]), encoding="utf-8")
    found = mistakes(folder)
    assert len(found) == 1
    assert found[0].startswith(case["told"])


def test_unknown_stage_is_told(folder: Path) -> None:
    (folder / "demo.yaml").write_text(DEMO.replace("closed", "shut"), encoding="utf-8")
    assert mistakes(folder)[0].startswith(
        "profiles/demo.yaml 第 12 行，stages 第 2 项：没有 shut 这一步；可以写 received"
    )


def test_category_without_a_way_is_told(folder: Path) -> None:
    (folder / "demo.yaml").write_text(DEMO.replace("  - {unit: town}\n", ""), encoding="utf-8")
    found = mistakes(folder)
    assert len(found) == 5
    assert (
        "profiles/demo.yaml 第 26 行，routing：activity 这一类没有去处；请加一条只写 category: activity 和 unit 的"
        in found
    )


def test_missing_and_unknown_answers_are_told(folder: Path) -> None:
    path = folder / "_base" / "faq.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  fees:", "  prices:"), encoding="utf-8")
    first, second = mistakes(folder)
    assert first == "profiles/_base/faq.yaml 第 3 行，faq fees：缺这一条答复，请补上"
    assert second.startswith(
        "profiles/_base/faq.yaml 第 37 行，faq prices：没有这个问题；可以写 opening_hours、"
    )


def test_several_mistakes_are_told_together(folder: Path) -> None:
    text = DEMO.replace("triage_unit: section", "triage_unit: x").replace("every: 1y", "every: x")
    (folder / "demo.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"^配置有 2 处要改：\n- profiles/demo\.yaml 第 10 行.*\n- .*第 30 行"
    ):
        load_profile("demo", folder)


def test_block_in_two_files_is_told(folder: Path) -> None:
    (folder / "demo").mkdir()
    (folder / "demo" / "more.yaml").write_text("# 更多\nunits: []\n", encoding="utf-8")
    assert mistakes(folder) == [
        "profiles/demo/more.yaml 第 2 行，units：这一项在 profiles/demo.yaml 第 20 行已经写过，请只留一处"
    ]


def test_unknown_profile_is_told(folder: Path) -> None:
    assert mistakes(folder, "nowhere") == ["profiles/nowhere.yaml：没有这个文件；现有 demo"]


def test_no_mapping_and_no_utf8_are_told(folder: Path) -> None:
    (folder / "demo.yaml").write_text("- a\n", encoding="utf-8")
    assert mistakes(folder) == ["profiles/demo.yaml 第 1 行：应写若干行“名称: 内容”"]
    (folder / "demo.yaml").write_bytes("某县".encode("gb18030"))
    assert mistakes(folder) == ["profiles/demo.yaml：请把文件存成 UTF-8 编码"]


def test_child_overrides_single_entries(folder: Path) -> None:
    child = "parent: demo\nid: child\nfaq: {fees: {answer: '都不要钱，请打 {phone}'}}\n"
    child += "referrals:\n  - {id: water, words: [停水], who: 水务站}\n"
    (folder / "child.yaml").write_text(child, encoding="utf-8")
    profile, parent = load_profile("child", folder), load_profile("demo", folder)
    assert profile.faq["fees"].answer == "都不要钱，请打 0533-3240000"
    assert profile.faq["privacy"] == parent.faq["privacy"]
    assert len(profile.referrals) == len(parent.referrals)
    assert next(item.who for item in profile.referrals if item.id == "water") == "水务站"
    assert profile.units == parent.units
    assert profile_names(folder) == ["child", "demo"]

"""The shipped profiles are complete, and their answers are plain and short."""

import re

import pytest

from config.check import check
from config.loader import load_profile, profile_names
from config.vocabulary import FAQ_IDS, OFFICIAL_TERMS
from config.wording import Wording

NAMES = ("culture_centre", "neixiang", "qingzhou", "suzhou", "yiyuan")


def test_five_profiles_are_shipped() -> None:
    assert tuple(profile_names()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_profile_is_complete(name: str) -> None:
    profile = load_profile(name)
    assert set(profile.faq) == set(FAQ_IDS)
    assert len(profile.referrals) >= 25
    assert all(profile.town_unit(town.name) for town in profile.towns)
    assert all(town.villages for town in profile.towns)
    assert profile.phone_default


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("faq_id", FAQ_IDS)
def test_answer_is_plain_and_leads_to_a_person(name: str, faq_id: str) -> None:
    profile = load_profile(name)
    answer = profile.faq[faq_id].answer
    assert len(answer) <= 160
    assert not [term for term in OFFICIAL_TERMS if term in answer]
    assert not re.search(r"[{}]", answer)
    assert profile.phone in answer or "转人工" in answer
    sentences = re.split("[。！？]", answer.replace(profile.phone, ""))
    assert [sentence for sentence in sentences if len(re.sub(r"[\d ]", "", sentence)) > 20] == []


def test_yiyuan_has_its_twelve_towns_with_known_villages() -> None:
    profile = load_profile("yiyuan")
    assert len(profile.towns) == 12
    assert all(len(town.villages) >= 10 for town in profile.towns)
    yanya = profile.town("燕崖镇")
    assert yanya is not None
    assert {"碾砣村", "北刘庄村"} <= {village.name for village in yanya.villages}
    levels = [unit.level for unit in profile.units]
    assert (levels.count("county"), levels.count("section"), levels.count("town")) == (5, 5, 12)


def test_numbers_of_the_documents_are_no_defaults() -> None:
    assert not load_profile("yiyuan").limits.handle_wd.default
    assert load_profile("yiyuan").limits.urgent_wd.note == "默认值，县里可改"
    assert load_profile("qingzhou").limits.satisfaction_pct.value == 90
    visits = next(task for task in load_profile("neixiang").recurring if task.task == "群众意见走访")
    assert (visits.every, visits.default) == ("2mo", False)


@pytest.mark.parametrize("name", NAMES)
def test_check_lists_placeholder_phone_and_defaults(name: str) -> None:
    findings = check(name)
    assert any("是占位号码" in finding for finding in findings)
    assert "limits rectify_wd = 7：默认值，县里可改" in findings


def test_check_names_misspelt_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILIU_DATABSE", "sqlite:///x.db")
    assert "环境变量 SHILIU_DATABSE：没有这个设置，是不是 SHILIU_DATABASE？" in check("yiyuan")


def test_check_tells_mistakes() -> None:
    assert check("nowhere") == [f"profiles/nowhere.yaml：没有这个文件；现有 {'、'.join(NAMES)}"]


@pytest.mark.parametrize("name", NAMES)
def test_wording_knows_the_locality(name: str) -> None:
    profile = load_profile(name)
    assert profile.phone in Wording.load(profile).text("help")

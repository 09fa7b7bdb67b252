"""What the page looks like to old eyes and thumbs: sizes, contrast, targets, narrow screens, roles."""

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.chatting import find, reads, say, visit, wait
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
TARGETS = """
return [...document.querySelectorAll('button, .tools a, textarea')].filter((one) => one.checkVisibility())
  .map((one) => ({name: one.textContent.trim(), h: one.offsetHeight, w: one.offsetWidth}))
"""
QUIET = "我用完了，清掉"


def screen(browser: Chrome, width: int, height: int = 740) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def talk(browser: Chrome, site: Site) -> None:
    """Fill the page with everything it can show."""
    visit(browser, site.url)
    say(browser, "文化广场的健身器材坏了，" * 5)
    say(browser, "选")
    wait(browser, lambda: len(browser.find_elements(By.CSS_SELECTOR, "#lines .choices button")) == 2)
    find(browser, "#place").click()


def looks(browser: Chrome) -> list[dict[str, Any]]:
    return list(browser.execute_script(LOOK))


@pytest.mark.parametrize("presses", range(4))
@pytest.mark.parametrize("width", [320, 360, 390, 1200])
def test_text_is_large_and_clear_and_nothing_runs_off_the_side(
    browser: Chrome, site: Site, width: int, presses: int
) -> None:
    screen(browser, width)
    talk(browser, site)
    for _ in range(presses):
        find(browser, "#size").click()
    seen = looks(browser)
    assert len(seen) > 15
    least = (18, 22, 26, 30)[presses]
    assert [one for one in seen if one["size"] < min(least, 18) or one["contrast"] < 4.5] == []
    assert [one for one in seen if one["line"] < 1.499] == []
    assert max(one["size"] for one in seen) >= least
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    inside = "const log = document.getElementById('log'); return log.scrollWidth - log.clientWidth"
    assert browser.execute_script(overflow) == 0
    assert browser.execute_script(inside) == 0
    targets = browser.execute_script(TARGETS)
    assert [one for one in targets if min(one["h"], one["w"]) < (44 if one["name"] == QUIET else 60)] == []


def test_the_chosen_size_is_kept(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    find(browser, "#size").click()
    visit(browser, site.url)
    assert browser.execute_script("return getComputedStyle(document.body).fontSize") == "22px"


def test_phone_and_person_stay_in_sight_on_a_small_screen(browser: Chrome, site: Site) -> None:
    screen(browser, 360, 640)
    talk(browser, site)
    visible = """return [...document.querySelectorAll('.tools > *, #text, .send')].filter((one) => one.checkVisibility()).every((one) => {
      const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })"""
    for _ in range(4):
        assert browser.execute_script(visible)
        find(browser, "#size").click()
    find(browser, "#panel-no").click()
    for _ in range(4):
        assert browser.execute_script(visible)
        assert browser.execute_script("return document.getElementById('log').offsetHeight") >= 120
        find(browser, "#size").click()


def test_roles_and_names_for_a_screen_reader(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    log = find(browser, "#log")
    assert (log.aria_role, log.get_attribute("aria-live"), log.accessible_name) == (
        "log",
        "polite",
        "聊天记录",
    )
    assert find(browser, "#text").accessible_name == "您想说的话"
    said = browser.execute_script(
        "return [...document.querySelectorAll('.bubble')].map((b) => b.textContent)"
    )
    assert said == ["您说：一", "小石榴说：您说：一"]
    named = browser.find_elements(By.CSS_SELECTOR, "button, a, textarea, img:not([alt=''])")
    assert [one.tag_name for one in named if one.is_displayed() and not one.accessible_name] == []
    assert find(browser, "html").get_attribute("lang") == "zh-CN"


def test_without_scripts_the_telephone_remains(browser: Chrome, site: Site) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(site.url)
    assert "0533-3240000" in find(browser, ".noscript").text

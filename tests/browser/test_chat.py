"""Chatting in a real browser."""

from pathlib import Path

import pytest
from PIL import Image
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By

from connectors.web.hub import ELSEWHERE
from tests.browser.chatting import find, reads, say, states, visit, wait, words
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_conversation_with_buttons_survives_a_reload(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "球场灯坏了")
    reads(browser, ["球场灯坏了", "您说：球场灯坏了"])
    say(browser, "选")
    wait(browser, lambda: len(browser.find_elements(By.CSS_SELECTOR, "#lines .choices button")) == 2)
    browser.find_elements(By.CSS_SELECTOR, "#lines .choices button")[1].click()
    talk = ["球场灯坏了", "您说：球场灯坏了", "选", "是哪个村？", "东里村", "您说：village:2"]
    reads(browser, talk)
    assert states(browser) == ["已收到"]
    assert not browser.find_elements(By.CSS_SELECTOR, "#lines .choices")
    visit(browser, site.url)
    reads(browser, talk)


def test_quick_messages_keep_their_order(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    for text in "一二三四五":
        say(browser, text)
    reads(browser, [said for text in "一二三四五" for said in (text, f"您说：{text}")])


def test_markup_stays_text(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "<img src=x onerror=alert(1)> & <b>")
    reads(browser, ["<img src=x onerror=alert(1)> & <b>", "您说：<img src=x onerror=alert(1)> & <b>"])


def test_a_photo_is_sent_and_seen(browser: Chrome, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "操场.jpg"
    Image.new("RGB", (800, 600), "#446633").save(file)
    visit(browser, site.url)
    find(browser, "#file").send_keys(str(file))
    reads(browser, ["", "收到1个附件"])
    seen = "const one = document.querySelector('.bubble img'); return one.complete && one.naturalWidth"
    wait(browser, lambda: browser.execute_script(seen) == 800)
    visit(browser, site.url)
    wait(browser, lambda: browser.execute_script(seen) == 800)


def test_what_is_no_photo_is_said_in_words(browser: Chrome, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "假.jpg"
    file.write_text("<html>")
    visit(browser, site.url)
    find(browser, "#file").send_keys(str(file))
    wait(browser, lambda: "没收下" in find(browser, "#panel").text)


def test_the_place_is_asked_for_only_after_a_yes(browser: Chrome, site: Site) -> None:
    browser.execute_cdp_cmd("Browser.grantPermissions", {"origin": site.url, "permissions": ["geolocation"]})
    browser.execute_cdp_cmd(
        "Emulation.setGeolocationOverride", {"latitude": 36.2, "longitude": 118.2, "accuracy": 5}
    )
    visit(browser, site.url)
    find(browser, "#place").click()
    assert "只用这一次" in find(browser, "#panel").text
    assert site.desk.heard == []
    find(browser, "#panel-yes").click()
    reads(browser, ["我现在的位置", "收到1个附件"])
    assert site.desk.heard[0].attachments[0].latitude == pytest.approx(36.2)


def test_a_person_is_one_press_away(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    find(browser, "#person").click()
    reads(browser, ["转人工", "您说：转人工"])
    assert find(browser, ".tools a").get_attribute("href") == "tel:0533-3240000"


def test_what_is_said_while_the_line_is_down_arrives_once_it_is_back(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    [page] = site.channel._hub._pages[site.desk.heard[0].sender]
    site.run(page.close(ELSEWHERE))  # with this code the page waits until the visitor turns to it
    wait(browser, lambda: "重连" in find(browser, "#offline").text)
    say(browser, "二")
    say(browser, "三")
    assert states(browser)[-2:] == ["等网络，连上就发"] * 2
    browser.execute_script("dispatchEvent(new Event('online'))")
    reads(browser, ["一", "您说：一", "二", "您说：二", "三", "您说：三"])
    assert not find(browser, "#offline").is_displayed()
    assert len(site.desk.heard) == 3


def test_unsent_words_survive_a_reload(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    [page] = site.channel._hub._pages[site.desk.heard[0].sender]
    site.run(page.close(ELSEWHERE))
    wait(browser, lambda: "重连" in find(browser, "#offline").text)
    say(browser, "二")
    visit(browser, site.url)
    reads(browser, ["一", "您说：一", "二", "您说：二"])


def test_after_a_dropped_line_the_page_comes_back_by_itself(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    site.run(site.channel.close())
    say(browser, "二")
    reads(browser, ["一", "您说：一", "二", "您说：二"])


def test_a_notice_appears_at_once(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    site.run(site.desk.notify("web", site.desk.heard[0].sender, "您的事办完了"))
    reads(browser, ["一", "您说：一", "您的事办完了"])


def test_leaving_a_shared_computer_clears_the_conversation(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    say(browser, "一")
    reads(browser, ["一", "您说：一"])
    browser.execute_script("document.querySelector('#leave button').click()")
    wait(browser, lambda: words(browser) == [])
    visit(browser, site.url)
    say(browser, "二")
    reads(browser, ["二", "您说：二"])
    assert site.desk.heard[0].sender != site.desk.heard[1].sender


def test_everything_works_with_the_keyboard_alone(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    press = ActionChains(browser).send_keys
    press(Keys.TAB, Keys.ENTER).perform()
    browser.execute_script("document.getElementById('text').focus()")
    ActionChains(browser).send_keys("选", Keys.ENTER).perform()
    wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#lines .choices button"))
    reached = _tab_to(browser, "燕崖村")
    assert reached
    ActionChains(browser).send_keys(Keys.SPACE).perform()
    reads(browser, ["选", "是哪个村？", "燕崖村", "您说：village:1"])
    assert browser.switch_to.active_element.get_attribute("id") == "text"
    for wanted in ("照片", "位置", "打电话", "找人"):
        assert _tab_to(browser, wanted)
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    reads(browser, ["选", "是哪个村？", "燕崖村", "您说：village:1", "转人工", "您说：转人工"])


def test_a_line_break_and_an_open_input_method_send_nothing(browser: Chrome, site: Site) -> None:
    visit(browser, site.url)
    field = find(browser, "#text")
    field.send_keys("一", Keys.SHIFT + Keys.ENTER + Keys.NULL, "二")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, cancelable: true})"
    browser.execute_script(f"arguments[0].dispatchEvent({composing})", field)
    assert field.get_attribute("value") == "一\n二"
    assert words(browser) == []


def _tab_to(browser: Chrome, text: str) -> bool:
    """Press Tab until the focus is on something that reads so, at most once around."""
    for _ in range(30):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        focused = browser.switch_to.active_element
        if focused.text == text:
            outline = focused.value_of_css_property("outline-style")
            return outline == "solid"
    return False

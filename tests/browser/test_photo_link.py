"""Links to photos in a real browser: in place in the chat, and on a page of their own elsewhere."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.chatting import find, say, visit, wait
from tests.browser.conftest import Site
from tests.photos import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET = "0123456789" * 4
PHOTO = picture(size=(800, 600))


def test_in_the_chat_a_photo_opens_in_its_place_and_once(browser: Chrome, site: Site) -> None:
    site.desk.links[SECRET] = PHOTO
    visit(browser, site.url)
    say(browser, f"1. https://bot.example.cn/photo/{SECRET} 完")
    wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, ".bot .words button"))
    assert find(browser, ".bot .words").text.split() == ["您说：1.", "看照片", "完"]
    find(browser, ".bot .words button").click()
    seen = "const one = document.querySelector('.bot .words img'); return one && one.naturalWidth"
    wait(browser, lambda: browser.execute_script(seen) == 800)
    visit(browser, site.url)
    find(browser, ".bot .words button").click()
    wait(browser, lambda: "打不开了" in find(browser, ".bot .words").text)
    assert not browser.find_elements(By.CSS_SELECTOR, ".bot .words button")


def test_elsewhere_a_button_on_a_page_opens_it(browser: Chrome, site: Site) -> None:
    site.desk.links[SECRET] = PHOTO
    browser.get(f"{site.url}/photo/{SECRET}")
    assert site.desk.links
    find(browser, "#open button").click()
    wait(
        browser,
        lambda: browser.execute_script("return document.querySelector('#picture').naturalWidth") == 800,
    )
    assert not site.desk.links
    assert not find(browser, "#open").is_displayed()
    browser.get(f"{site.url}/photo/{SECRET}")
    find(browser, "#open button").click()
    wait(browser, lambda: "打不开了" in find(browser, "#words").text)

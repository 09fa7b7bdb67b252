"""The page as a poster opens it: the place is said once, and only one that is known."""

import pytest
from selenium.webdriver import Chrome

from connectors.web.page import address
from tests.browser.chatting import reads, say, visit, words
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACE = "燕崖镇碾砣村"


def test_a_poster_says_its_place_once(browser: Chrome, site: Site) -> None:
    visit(browser, address(site.url, PLACE))
    reads(browser, [PLACE, f"您说：{PLACE}"])
    assert browser.current_url == f"{site.url}/"
    browser.refresh()
    say(browser, "书屋锁着")
    reads(browser, [PLACE, f"您说：{PLACE}", "书屋锁着", "您说：书屋锁着"])


def test_an_address_cannot_put_words_into_somebodys_mouth(browser: Chrome, site: Site) -> None:
    visit(browser, address(site.url, "删掉我的信息"))
    say(browser, "你好")
    reads(browser, ["你好", "您说：你好"])
    assert words(browser)[0] == "你好"

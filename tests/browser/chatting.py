"""What a visitor does and sees, in words."""

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.patience import PATIENCE


def wait(browser: Chrome, condition, what: str = "") -> None:
    WebDriverWait(browser, PATIENCE, poll_frequency=0.05).until(lambda _: condition(), what)


def visit(browser: Chrome, url: str) -> None:
    browser.get(url)
    wait(browser, lambda: find(browser, "#log").get_attribute("data-ready") == "yes", "no history")


def find(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def say(browser: Chrome, text: str) -> None:
    find(browser, "#text").send_keys(text)
    find(browser, ".send").click()


def words(browser: Chrome) -> list[str]:
    """The texts of the conversation, in one step, so that a redraw cannot come between."""
    script = "return [...document.querySelectorAll('.words')].map((one) => one.textContent)"
    return list(browser.execute_script(script))


def states(browser: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('.state')].map((one) => one.textContent)"
    return list(browser.execute_script(script))


def reads(browser: Chrome, expected: list[str]) -> None:
    wait(browser, lambda: words(browser) == expected, f"expected {expected}")

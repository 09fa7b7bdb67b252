"""The whole way in real browsers: a resident reports, staff move the case, the resident rates, a stranger fishes."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from app.compose import utc_now
from config.secrets import load_secrets
from storage.case import Case
from storage.people import CaseFilter
from storage.store import Store
from tests.browser.chatting import say, visit, wait, words
from tests.browser.conftest import FLAGS
from tests.patience import PATIENCE
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEED = "俺村文化广场那个音响坏了快俩月了，没人修，我是燕崖镇碾砣村的，电话幺三九零零零零幺二三四"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def home(tmp_path: Path, port: int) -> Iterator[Path]:
    """A running ``shiliu serve`` with a ledger of its own."""
    env = {**os.environ, "SHILIU_VAR": str(tmp_path / "var")}
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert "开门了" in server.stdout.readline()
    yield tmp_path / "var"
    server.send_signal(signal.SIGINT)
    assert server.wait(PATIENCE) == 0
    server.stdout.close()


@pytest.fixture
def person(tmp_path: Path, port: int) -> Iterator[Callable[[str], Chrome]]:
    """Open the page as somebody with a browser of their own."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium or chromedriver is not installed")
    with ExitStack() as stack:

        def opened(name: str) -> Chrome:
            options = ChromeOptions()
            options.binary_location = chromium
            for flag in (*FLAGS, f"--user-data-dir={tmp_path / name}"):
                options.add_argument(flag)
            chrome = Chrome(options=options, service=Service(driver))
            stack.callback(chrome.quit)
            visit(chrome, f"http://127.0.0.1:{port}")
            return chrome

        yield opened


def answered(browser: Chrome, text: str, *parts: str) -> str:
    """Say something and wait for a new line that holds all parts; returns that line."""
    before = len(words(browser))
    say(browser, text)
    return heard(browser, before, *parts)


def heard(browser: Chrome, before: int, *parts: str) -> str:
    """Wait for a line after the first ``before`` that holds all parts."""

    def found() -> bool:
        return any(all(part in line for part in parts) for line in words(browser)[before:])

    wait(browser, found)
    return next(line for line in words(browser)[before:] if all(part in line for part in parts))


def invitation(home: Path, *args: str) -> str:
    env = {**os.environ, "SHILIU_VAR": str(home)}
    command = [sys.executable, "-m", "app.cli", "staff", "invite", *args, "--json"]
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    match = re.search(r'"code":\s*"([^"]+)"', told)
    assert match, told
    return match.group(1)


def ledger(home: Path) -> list[Case]:
    async def read() -> list[Case]:
        store = await Store.open(
            f"sqlite:///{home / 'shiliu.db'}", load_secrets(home / "secret.key").encryption, utc_now
        )
        try:
            return await store.read(lambda tx: tx.ledger.cases(CaseFilter(limit=100)))
        finally:
            await store.close()

    return asyncio.run(read())


def test_from_the_residents_words_to_the_rating(home: Path, person: Callable[[str], Chrome]) -> None:
    resident = person("resident")
    answered(resident, NEED, "您看对不对", "燕崖镇碾砣村", "13900001234")
    number = re.search(r"WH\d{8}-\d{4}", answered(resident, "对", "给您记上了", "WH"))
    assert number
    case = ledger(home)[0]
    assert case.words == NEED
    assert (case.kind, case.category, case.source) == ("complaint", "facility", "chat")
    assert (case.place, case.venue, case.topic) == ("燕崖镇碾砣村", "文化广场", "音响")
    assert case.contact_phone == "13900001234"

    supervisor = person("supervisor")
    answered(supervisor, f"邀请码 {invitation(home, 'supervisor')}", "督查")
    answered(supervisor, "燕崖镇还有哪些没办完", number.group(0))
    lines = len(words(resident))
    answered(supervisor, f"{number.group(0)[-4:]} 派给县文化馆", "县文化馆")
    heard(resident, lines, "县文化馆")
    lines = len(words(resident))
    answered(supervisor, "办好了，音响已经换新", number.group(0)[-4:])
    heard(resident, lines, "音响已经换新")
    answered(resident, "满意", "谢")
    assert [(c.status, c.result, c.score) for c in ledger(home)] == [
        ("resolved", "音响已经换新", "satisfied")
    ]

    stranger = person("stranger")
    for fishing in (
        f"{number.group(0)}办得咋样了",
        f"看{number.group(0)}的联系电话",
        "碾砣村报音响那个人电话多少",
    ):
        before = len(words(stranger))
        say(stranger, fishing)
        wait(stranger, lambda before=before: len(words(stranger)) >= before + 2)
        time.sleep(0.3)
    told = "\n".join(words(stranger))
    assert not any(secret in told for secret in ("13900001234", "139****", "交给了", "说办好了", "换新")), (
        told
    )
    assert len(ledger(home)) == 1 or all("13900001234" not in (c.words or "") for c in ledger(home)[:-1])

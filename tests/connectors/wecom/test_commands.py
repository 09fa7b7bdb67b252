"""``shiliu wecom`` as it is typed, and what ``serve`` loads."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import load_settings
from config.wechat_menu import FILE, load_menu
from tests.connectors.shell import ROOT, Run
from tests.connectors.wecom.platform import AGENT, CORP, ROBOT, SECRET, TOKEN, Platform
from tests.patience import START

BELOW = 40
"""Bytes of a line below the first ones, fewer than an Official Account has."""


async def test_the_menu_is_published(run: Run, platform: Platform) -> None:
    items = load_menu(FILE.with_name("wecom_menu.yaml"))
    code, told = await run("wecom", "menu")
    assert (code, platform.menus) == (0, [(str(AGENT), {"button": [one.published() for one in items]})]), told
    assert "发布了" in told
    assert all(len(line.name.encode()) <= BELOW for item in items for line in item.items)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SHILIU_WECOM_SECRET": "wrong-secret"}, "Secret 不对"),
        ({"SHILIU_WECOM_CORP_ID": "ww0"}, "企业 ID 不对"),
    ],
)
async def test_what_is_wrong_is_said_plainly_and_not_shown(
    run: Run, change: dict[str, str], said: str
) -> None:
    code, told = await run("wecom", "menu", **change)
    assert code == 1
    assert said in told
    assert "wrong-secret" not in told


async def test_an_address_that_is_not_listed_is_said(run: Run, platform: Platform) -> None:
    platform.listed = False
    code, told = await run("wecom", "menu")
    assert code == 1
    assert "企业可信IP" in told


async def test_without_an_application_the_command_says_what_to_set(run: Run) -> None:
    names = ("CORP_ID", "AGENT_ID", "TOKEN", "AES_KEY", "SECRET", "API")
    code, told = await run("wecom", "menu", **{f"SHILIU_WECOM_{name}": "" for name in names})
    assert code == 1
    assert "SHILIU_WECOM_CORP_ID" in told


async def test_a_bulletin_is_queued_for_the_group(run: Run, tmp_path: Path) -> None:
    code, told = await run("wecom", "say", "明天上午九点在文化馆开会")
    assert code == 0, told
    code, told = await run("outbox", "list", "--status", "pending")
    assert code == 0, told
    assert "wecom-group" in told


@pytest.mark.parametrize(
    ("text", "said"), [("请打 13900003302 找老王", "别写电话"), ("长" * 700, "最多 600 个汉字"), ("  ", "空")]
)
async def test_a_bulletin_that_does_not_belong_there_is_refused(run: Run, text: str, said: str) -> None:
    code, told = await run("wecom", "say", text)
    assert code == 1
    assert said in told


@pytest.mark.parametrize(
    ("name", "value", "said"), [("AES_KEY", "short", "43 位"), ("AGENT_ID", "一", "整数")]
)
def test_a_wrong_setting_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    own = {"CORP_ID": CORP, "AGENT_ID": "1000002", "TOKEN": TOKEN, "AES_KEY": "k" * 43, "SECRET": SECRET}
    for key, good in own.items():
        monkeypatch.setenv(f"SHILIU_WECOM_{key}", good)
    monkeypatch.setenv(f"SHILIU_WECOM_{name}", value)
    with pytest.raises(ConfigError, match=said):
        load_settings(None)


def test_the_robot_has_settings_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILIU_WECOMGROUP_KEY", ROBOT)
    settings = load_settings(None)
    assert settings.wecom is None
    assert settings.wecomgroup is not None
    assert ROBOT not in repr(settings)


def test_without_the_channels_nothing_of_them_is_loaded() -> None:
    code = "import app.doors, app.commands.wecom, sys; print('wechatpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=START, check=True
    )
    assert done.stdout.strip() == "False"

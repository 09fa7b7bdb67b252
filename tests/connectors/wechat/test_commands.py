"""``shiliu wechat`` as it is typed, and what ``serve`` loads."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import load_settings
from config.wechat_menu import load_menu
from tests.connectors.shell import ROOT, Run
from tests.connectors.wechat.platform import APP_ID, SECRET, TOKEN, Platform
from tests.patience import START


async def test_the_menu_is_published(run: Run, platform: Platform) -> None:
    code, told = await run("wechat", "menu")
    assert (code, platform.menus) == (0, [{"button": [item.published() for item in load_menu()]}]), told
    assert "发布了" in told


async def test_a_wrong_secret_is_said_plainly_and_not_shown(run: Run) -> None:
    code, told = await run("wechat", "menu", SHILIU_WECHAT_SECRET="wrong-secret")
    assert code == 1
    assert "AppSecret 不对" in told
    assert "wrong-secret" not in told


async def test_without_an_account_the_command_says_what_to_set(run: Run) -> None:
    nothing = {f"SHILIU_WECHAT_{name}": "" for name in ("APP_ID", "TOKEN", "AES_KEY", "SECRET", "API")}
    code, told = await run("wechat", "menu", **nothing)
    assert code == 1
    assert "SHILIU_WECHAT_APP_ID" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("menu: []", "1 到 3"),
        ("menu:\n- {name: 这个名称实在太长了, says: 好}", "最多 5 个汉字"),
        ("menu:\n- {name: 查, says: 好, link: 'https://x'}", "says、link、items"),
        ("menu:\n- {name: 查, link: ftp}", "https://"),
        ("menu:\n- {name: 查, items: [{name: 办, items: [{name: 问, says: 好}]}]}", "两级"),
        ("menu:\n- {nam: 查}", "name"),
        ("other: 1", "缺这一项"),
    ],
)
def test_a_menu_beyond_wechats_bounds_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "menu.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_menu(path)


def test_a_key_of_the_wrong_length_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"APP_ID": APP_ID, "TOKEN": TOKEN, "AES_KEY": "short", "SECRET": SECRET}.items():
        monkeypatch.setenv(f"SHILIU_WECHAT_{name}", value)
    with pytest.raises(ConfigError, match="43"):
        load_settings(None)


def test_without_the_channel_nothing_of_it_is_loaded() -> None:
    code = "import app.doors, app.commands.wechat, sys; print('wechatpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=START, check=True
    )
    assert done.stdout.strip() == "False"

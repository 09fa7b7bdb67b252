"""Settings from variables and the secret file: defaults, channels, mistakes, safety."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.secrets import load_secrets
from config.settings import load_settings, variable_names


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SHILIU_")]:
        monkeypatch.delenv(name)


def test_defaults() -> None:
    settings = load_settings(None)
    assert (settings.profile, settings.port, settings.nlu) == ("yiyuan", 8080, "embedded")
    assert settings.database == "sqlite:///var/shiliu.db"
    assert settings.secret_file == Path("var/secret.key")
    assert settings.telegram is settings.wechat is settings.wecom is settings.kf is settings.smartbot is None


def test_env_file_and_var_folder(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(f"SHILIU_VAR={tmp_path}\nSHILIU_PORT=9000\nSHILIU_HOST=\nOTHER=1\n", encoding="utf-8")
    settings = load_settings(path)
    assert settings.port == 9000
    assert settings.host == "127.0.0.1"
    assert settings.database == f"sqlite:///{tmp_path}/shiliu.db"
    assert settings.secret_file == tmp_path / "secret.key"


def test_channel_is_on_with_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP_ID", "TOKEN", "AES_KEY", "SECRET"):
        monkeypatch.setenv(f"SHILIU_WECHAT_{name}", "k" * 43 if name == "AES_KEY" else f"my-{name}")
    settings = load_settings(None)
    assert settings.wechat is not None
    assert settings.wechat.app_id == "my-APP_ID"
    assert settings.wechat.api == "https://api.weixin.qq.com"
    assert settings.wechat.aes_key.get_secret_value() == "k" * 43
    assert "my-SECRET" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SHILIU_PORT", "八千", "应写整数"),
        ("SHILIU_PORT", "0", "应写不小于 1 的数"),
        ("SHILIU_PORT", "70000", "应写不大于 65535 的数"),
        ("SHILIU_NLU", "gpt", "只能写 embedded、rasa"),
        ("SHILIU_DATABASE", "mysql://x", "应写 sqlite:///文件 或 postgresql://用户@主机/库名"),
        ("SHILIU_RASA_URL", "localhost:5005", "应写 http:// 或 https:// 开头的地址"),
        ("SHILIU_RATE_PER_MINUTE", "0", "应写不小于 1 的数"),
        ("SHILIU_TELEGRAM_TOKENS", "x", "没有这一项；这里可以写 mode、token、secret、api、url"),
        ("SHILIU_WECHAT_AES_KEY", "太短", "应写后台给的 43 位 EncodingAESKey（字母和数字）"),
        ("SHILIU_TELEGRAM_MODE", "push", "只能写 webhook、polling"),
        ("SHILIU_TELEGRAM_TOKEN", "没有冒号", "应写 BotFather 给的整串，像 123456:ABC-def"),
        ("SHILIU_TELEGRAM_SECRET", "带 空格", "只能用英文字母、数字、- 和 _，最多 256 个"),
        ("SHILIU_TELEGRAM_URL", "http://x.cn", "应写 https:// 开头的公网地址，像 https://wh.example.cn"),
    ],
)
def test_bad_value_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load_settings(None)
    assert f"{name}：{expected}" in [str(mistake) for mistake in caught.value.mistakes]


def test_half_a_channel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILIU_TELEGRAM_TOKEN", "1:x")
    with pytest.raises(ConfigError) as caught:
        load_settings(None)
    assert str(caught.value) == "配置有 1 处要改：\n- SHILIU_TELEGRAM_SECRET：缺这一项，请补上"


def test_polling_needs_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILIU_TELEGRAM_TOKEN", "1:x")
    monkeypatch.setenv("SHILIU_TELEGRAM_MODE", "polling")
    settings = load_settings(None)
    assert settings.telegram is not None
    assert settings.telegram.secret is None


def test_variables_have_names() -> None:
    assert {"SHILIU_DATABASE", "SHILIU_WECOM_CORP_ID", "SHILIU_SMARTBOT_AES_KEY"} <= set(variable_names())


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    first = load_secrets(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    assert load_secrets(path).encryption == first.encryption
    assert list(path.parent.iterdir()) == [path]


def test_starting_together_gives_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(load_secrets, [tmp_path / "secret.key"] * 32))
    assert len({each.cookie for each in found}) == 1


def test_keys_differ_by_purpose_and_installation(tmp_path: Path) -> None:
    one, other = load_secrets(tmp_path / "one"), load_secrets(tmp_path / "other")
    keys = {one.encryption, one.blind_index, one.cookie, other.encryption}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_open_or_damaged_secret_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    load_secrets(path)
    path.chmod(0o644)
    with pytest.raises(ConfigError, match=r"别人也能读这个文件；请运行 chmod 600"):
        load_secrets(path)
    path.write_bytes(b"short")
    with pytest.raises(ConfigError, match=r"密钥文件应正好 32 个字节，现在是 5 个；请从备份恢复"):
        load_secrets(path)

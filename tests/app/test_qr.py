"""``shiliu qr`` as it is typed: the files are really there, and their codes lead where they should."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image

from app.poster.fonts import FontError, find
from app.poster.sheet import HEIGHT, WIDTH
from connectors.telegram.start import mark
from tests.connectors.kf import platform as customer_service
from tests.connectors.shell import Run, typed
from tests.connectors.telegram.bot_api import TOKEN as BOT_TOKEN
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.wechat.platform import APP_ID, KEY, SECRET, TOKEN, Platform

PLACE = "燕崖镇碾砣村"
PUBLIC = {"SHILIU_PUBLIC_URL": "https://wh.example.gov.cn/"}


@pytest.fixture
def qr(tmp_path: Path) -> Run:
    """Type the command in an empty folder."""
    return partial(typed(tmp_path, {}), "qr")


@pytest.fixture
async def account() -> AsyncIterator[tuple[Platform, dict[str, str]]]:
    platform = Platform()
    await platform.start()
    names = {"APP_ID": APP_ID, "TOKEN": TOKEN, "AES_KEY": KEY, "SECRET": SECRET, "API": platform.url}
    yield platform, {f"SHILIU_WECHAT_{name}": value for name, value in names.items()}
    assert platform.server is not None
    await platform.server.close()


def decoded(path: Path) -> str:
    with Image.open(path) as image:
        [found] = zxingcpp.read_barcodes(image)
    return str(found.text)


async def test_where_the_account_is_configured_the_code_is_its_scene(
    qr: Run, account: tuple[Platform, dict[str, str]], tmp_path: Path
) -> None:
    platform, variables = account
    code, told = await qr("碾砣村", "--out", "put", **variables)
    assert (code, platform.scenes) == (0, [PLACE]), told
    png, pdf = (tmp_path / "put" / f"{PLACE}.{kind}" for kind in ("png", "pdf"))
    assert decoded(png) == platform.scanned(PLACE)
    with Image.open(png) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    page = pdf.read_bytes()
    assert page.startswith(b"%PDF")
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in page


async def test_without_an_account_the_code_is_the_page_with_the_village(qr: Run, tmp_path: Path) -> None:
    code, told = await qr(PLACE, "--format", "png", **PUBLIC)
    assert code == 0, told
    assert [path.name for path in (tmp_path / "posters").iterdir()] == [f"{PLACE}.png"]
    address = urlsplit(decoded(tmp_path / "posters" / f"{PLACE}.png"))
    assert (address.scheme, address.netloc, address.path) == ("https", "wh.example.gov.cn", "/")
    assert parse_qs(address.query) == {"place": [PLACE]}
    assert "占位号码" in told


async def test_a_poster_may_lead_to_telegram(qr: Run, tmp_path: Path) -> None:
    api = BotApi()
    variables = {"SHILIU_TELEGRAM_TOKEN": BOT_TOKEN, "SHILIU_TELEGRAM_MODE": "polling"}
    base = await api.start()
    code, told = await qr(
        PLACE, "--channel", "telegram", "--format", "png", SHILIU_TELEGRAM_API=base, **variables
    )
    await api.stop()
    assert code == 0, told
    found = decoded(tmp_path / "posters" / f"{PLACE}.png")
    assert found == f"https://t.me/shiliu_test_bot?start={mark(PLACE)}"


async def test_a_poster_may_lead_to_customer_service(qr: Run, tmp_path: Path) -> None:
    platform = customer_service.Platform()
    await platform.start()
    names = {
        "CORP_ID": customer_service.CORP, "TOKEN": TOKEN, "AES_KEY": KEY,
        "SECRET": customer_service.SECRET, "API": platform.url,
    }  # fmt: skip
    variables = {f"SHILIU_KF_{name}": value for name, value in names.items()}
    code, told = await qr(PLACE, "--channel", "kf", "--format", "png", **variables)
    assert platform.server is not None
    await platform.server.close()
    assert code == 0, told
    address = urlsplit(decoded(tmp_path / "posters" / f"{PLACE}.png"))
    assert (address.netloc, address.path) == ("work.weixin.qq.com", f"/kf/{customer_service.DESK}")
    assert parse_qs(address.query) == {"enc_scene": ["ENCvillage"], "scene_param": [PLACE]}


async def test_every_village_gets_its_own(qr: Run, tmp_path: Path) -> None:
    code, told = await qr("--all", "--format", "png", "--profile", "culture_centre", **PUBLIC)
    assert code == 0, told
    files = list((tmp_path / "posters").iterdir())
    assert len(files) == 9
    for path in files:
        assert parse_qs(urlsplit(decoded(path)).query) == {"place": [path.stem]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("没有这个村",), "没有「没有这个村」"),
        (("村",), "把镇名也写上"),
        ((), "写一个村名"),
        (("碾砣村", "--all"), "两样写一样"),
        (("碾砣村",), "SHILIU_PUBLIC_URL"),
        (("碾砣村", "--channel", "wechat"), "SHILIU_WECHAT_APP_ID"),
        (("碾砣村", "--channel", "telegram"), "SHILIU_TELEGRAM_TOKEN"),
        (("碾砣村", "--channel", "kf"), "SHILIU_KF_CORP_ID"),
    ],
)
async def test_what_is_missing_is_said(qr: Run, words: tuple[str, ...], said: str) -> None:
    code, told = await qr(*words)
    assert (code, said in told) == (1, True), told


async def test_without_a_chinese_font_the_command_says_how_to_get_one(qr: Run, tmp_path: Path) -> None:
    with pytest.raises(FontError, match="apt install fonts-wqy-zenhei"):
        find(folders=(tmp_path, tmp_path / "none"))
    other = tmp_path / "other.ttf"
    other.write_bytes(b"no font")
    code, told = await qr("碾砣村", "--font", str(other), **PUBLIC)
    assert (code, "请换一个" in told) == (2, True), told

"""Links to photos at the door: a page with a button that uses nothing up, and the photo once, as nothing else."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.compose import Parts, running
from app.doors import doors
from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from connectors.web.session import COOKIE, Sessions
from storage.case import Case
from storage.messages import Inbound
from tests.connectors.doors import Client, origin, serve
from tests.photos import exif_of, taken_by_phone
from tests.storage.samples import need

LINK = re.compile(r"http://127\.0\.0\.1:8080(/photo/[0-9a-f]{40})")


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with running(Settings(_env_file=None, var=tmp_path)) as opened:
        yield opened


@pytest.fixture
async def client(parts: Parts) -> AsyncIterator[Client]:
    channels = doors(parts)
    sender = Sender(parts.store, channels, idle=0.05)
    client = await serve(build_app(parts.service, channels, parts.settings, sender))
    yield client
    await client.close()


@pytest.fixture
async def case(parts: Parts) -> Case:
    photo = await parts.service.keep_file("photo", taken_by_phone(), "web:resident")
    return await parts.store.run(
        lambda tx: tx.ledger.open(need(attachments=(photo,)), actor="bot", person=None)
    )


async def link_for(parts: Parts, who: str, case: Case, channel: str) -> str:
    code = await parts.store.run(
        lambda tx: tx.posts.invite(role="supervisor", unit=None, town=None, by="test")
    )
    now = datetime.now(UTC)
    for number, text in enumerate((f"邀请码 {code}", f"看照片 {case.no}")):
        message = Inbound(channel, f"{who}-{number}", who, who, text, now)
        said = await parts.service.answer(message)
    [path] = LINK.findall(said[-1].text)
    return path


async def visit(client: Client, parts: Parts, who: str) -> None:
    """Browse as this visitor of the page."""
    client.session.cookie_jar.update_cookies(
        {COOKIE: Sessions(parts.secrets.cookie).value(who)}, client.make_url("/")
    )


async def test_looking_at_the_address_uses_nothing_up(client: Client, parts: Parts, case: Case) -> None:
    path = await link_for(parts, "77", case, "telegram")
    for _ in range(3):
        page = await client.get(path)
        assert (page.status, page.content_type) == (200, "text/html")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert (await page.text()) == await (await client.get("/photo/" + "0" * 40)).text()
    assert (await client.head(path)).status == 405
    assert (await client.post(path, headers=origin(client))).status == 200


async def test_the_button_brings_the_copy_once_and_as_a_picture_only(
    client: Client, parts: Parts, case: Case
) -> None:
    path = await link_for(parts, "77", case, "telegram")
    shown = await client.post(path, headers=origin(client))
    assert exif_of(await shown.read()) == {}
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Disposition"] == f'inline; filename="{case.no}-1.jpg"'
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "no-store"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    again = await client.post(path, headers=origin(client))
    assert (again.status, (await again.json())["error"]) == (410, "link_over")


async def test_a_link_of_the_page_is_for_the_visitor_who_asked(
    client: Client, parts: Parts, case: Case
) -> None:
    path = await link_for(parts, "a" * 32, case, "web")
    assert (await client.post(path)).status == 410
    await visit(client, parts, "b" * 32)
    assert (await client.post(path)).status == 410
    await visit(client, parts, "a" * 32)
    assert (await client.post(path, headers=origin(client))).status == 200


@pytest.mark.parametrize("path", ["/photo/" + "0" * 40, "/photo/x", "/photo/%00", "/photo/%F0%9F%8D%8E"])
async def test_a_forged_link_says_no_more_than_a_used_one(client: Client, path: str) -> None:
    answer = await client.post(path)
    said = await answer.json()
    assert (answer.status, said["error"]) == (410, "link_over")
    assert "看照片" in said["zh"]


async def test_another_site_cannot_use_a_link_up(client: Client, parts: Parts, case: Case) -> None:
    path = await link_for(parts, "77", case, "telegram")
    assert (await client.post(path, headers={"Origin": "https://evil.example"})).status == 403
    assert (await client.post(path)).status == 200


async def test_the_public_address_stands_in_links_where_it_is_set(tmp_path: Path) -> None:
    assert Settings(_env_file=None, var=tmp_path).address == "http://127.0.0.1:8080"
    assert Settings(_env_file=None, public_url="https://wh.example.cn/").address == "https://wh.example.cn"

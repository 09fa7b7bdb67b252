"""The page, its cookie and its headers."""

import re
import time

import pytest
from aiohttp.test_utils import make_mocked_request

from connectors.web import page as pages
from connectors.web import session
from connectors.web.hub import Hub
from connectors.web.session import COOKIE, LIFETIME, Sessions
from tests.connectors.doors import Client, origin

KEY = b"c" * 32


async def cookie(client: Client, given: str | None = None) -> str:
    client.session.cookie_jar.clear()
    headers = {} if given is None else {"Cookie": f"{COOKIE}={given}"}
    response = await client.get("/", headers=headers)
    return response.cookies[COOKIE].value


async def test_a_visitor_keeps_the_identity(web_client: Client) -> None:
    first = await cookie(web_client)
    again = await cookie(web_client, first)
    assert Sessions(KEY).read(again) == Sessions(KEY).read(first) is not None


@pytest.mark.parametrize(
    "forge",
    [
        lambda good: "",
        lambda good: "x",
        lambda good: "..",
        lambda good: good[:-1] + ("A" if good[-1] != "A" else "B"),
        lambda good: "f" * 32 + good[32:],
        lambda good: good.rpartition(".")[0] + ".",
        lambda good: Sessions(b"another key of the same size 012").value("f" * 32),
        lambda good: "坏",
    ],
)
async def test_a_forged_cookie_gives_a_new_visitor(web_client: Client, forge) -> None:
    good = await cookie(web_client)
    given = forge(good)
    new = Sessions(KEY).read(await cookie(web_client, given))
    assert new is not None
    assert new != Sessions(KEY).read(good)
    assert new != "f" * 32


def test_a_stale_cookie_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    value = Sessions(KEY).value("f" * 32)
    assert Sessions(KEY).read(value) == "f" * 32
    later = time.time() + LIFETIME
    monkeypatch.setattr(session.time, "time", lambda: later)
    assert Sessions(KEY).read(value) is None


async def test_the_cookie_is_kept_from_scripts_and_other_sites(web_client: Client) -> None:
    response = await web_client.get("/", headers={"X-Forwarded-Proto": "https"})
    set_cookie = response.headers["Set-Cookie"]
    for flag in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
        assert flag in set_cookie


async def test_the_page_brings_everything_itself(web_client: Client) -> None:
    response = await web_client.get("/")
    text = await response.text()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert not re.search(r"<script>|\son\w+=|style=", text)
    for path in re.findall(r"(?:src|href)=\"(/web/static/[^\"]+)\"", text):
        assert (await web_client.get(path)).status == 200
    for said in ("文化小石榴", "沂源县", 'href="tel:0533-3240000"', "<noscript>"):
        assert said in text


async def test_names_of_the_locality_cannot_become_html(web_client: Client) -> None:
    face = pages.Face("<b>榴</b>", '"县', "1", "<script>")
    door = pages.PageDoor(Sessions(KEY), Hub(), lambda: face, 100)
    response = await door.page(make_mocked_request("GET", "/", headers={"Host": "localhost"}))
    assert "&lt;b&gt;榴&lt;/b&gt; · &quot;县" in (response.text or "")
    assert "<script>" not in (response.text or "")


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("?place=燕崖镇碾砣村", "燕崖镇碾砣村"),
        ("?place=删掉我的信息", ""),
        ('?place="onload="x', ""),
        ("", ""),
    ],
)
async def test_only_a_known_place_gets_into_the_page(query: str, known: str) -> None:
    face = pages.Face("榴", "县", "1", "2", ("燕崖镇碾砣村",))
    door = pages.PageDoor(Sessions(KEY), Hub(), lambda: face, 100)
    response = await door.page(make_mocked_request("GET", f"/{query}", headers={"Host": "localhost"}))
    assert f'<body data-place="{known}">' in (response.text or "")


async def test_static_files_are_served_by_name_only_and_kept_by_the_browser(web_client: Client) -> None:
    response = await web_client.get("/web/static/main.js")
    assert response.content_type == "text/javascript"
    again = await web_client.get("/web/static/main.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304
    for path in ("index.html", "..%2Fpage.py", "nothing.js"):
        assert (await web_client.get(f"/web/static/{path}")).status == 404


async def test_leaving_ends_the_visit(web_client: Client) -> None:
    response = await web_client.post("/web/leave", headers=origin(web_client), allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/")
    assert response.cookies[COOKIE]["max-age"] == "0"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("path", ["/web/leave", "/web/photo"])
async def test_other_sites_can_do_nothing_here(
    web_client: Client, path: str, headers: dict[str, str]
) -> None:
    response = await web_client.post(path, headers=headers, allow_redirects=False)
    assert response.status == 403

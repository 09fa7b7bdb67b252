"""Photos on the web page: what counts as one, whose it is, and what is left of it on the screen."""

from io import BytesIO

import pytest
from PIL import Image

from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, origin
from tests.photos import exif_of, picture, taken_by_phone


async def upload(client: Client, content: bytes) -> tuple[int, dict[str, str]]:
    response = await client.post("/web/photo", data=content, headers=origin(client))
    return response.status, await response.json()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_photo_is_kept_and_shown(web_client: Client, form: str) -> None:
    status, said = await upload(web_client, picture(form))
    shown = await web_client.get(f"/web/photo/{said['digest']}")
    assert (status, shown.status, shown.content_type) == (200, 200, "image/jpeg")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "bad_file"),
        (b"<svg onload=alert(1)>", 415, "bad_file"),
        (b"\xff\xd8\xff" + b"0" * 100, 415, "bad_file"),
        (picture("BMP"), 415, "bad_file"),
        (picture("PNG", (5_000, 4_000)), 415, "bad_file"),
        (b"\xff\xd8\xff" + b"0" * 200_000, 413, "too_large"),
    ],
)
async def test_what_is_no_photo(web_client: Client, content: bytes, status: int, code: str) -> None:
    found, said = await upload(web_client, content)
    assert (found, said["error"]) == (status, code)
    assert said["zh"]


async def test_the_original_keeps_what_the_screen_does_not_show(web_client: Client, desk: EchoDesk) -> None:
    original = taken_by_phone()
    _, said = await upload(web_client, original)
    shown = await (await web_client.get(f"/web/photo/{said['digest']}")).read()
    with Image.open(BytesIO(shown)) as seen:
        assert exif_of(shown) == {}
        assert seen.size == (30, 60)
    [(identity, digest)] = desk._owned
    assert await desk.get_file(digest, identity) == (original, "image/jpeg")


async def test_a_shown_photo_is_nothing_but_a_picture_to_any_browser(web_client: Client) -> None:
    _, said = await upload(web_client, picture())
    headers = (await web_client.get(f"/web/photo/{said['digest']}")).headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert "sandbox" in headers["Content-Security-Policy"]


async def test_photos_of_others_are_not_shown(web_client: Client) -> None:
    _, said = await upload(web_client, picture())
    web_client.session.cookie_jar.clear()
    await web_client.get("/")
    assert (await web_client.get(f"/web/photo/{said['digest']}")).status == 404


async def test_a_photo_that_breaks_off_is_not_shown(web_client: Client) -> None:
    whole = picture(size=(600, 300))
    status, said = await upload(web_client, whole[: len(whole) // 2])
    assert status == 200
    assert (await web_client.get(f"/web/photo/{said['digest']}")).status == 404

"""The REST channel: Rasa's shape, what is refused and how, each delivery once."""

import base64
import json
from typing import Any

import pytest

from config.settings import Settings
from connectors.sender import Sender
from connectors.server import build_app
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, rest, serve
from tests.photos import picture

HOOK = "/webhooks/rest/webhook"


async def say(client: Client, message: str, number: str | None = None, **extra: Any) -> Any:
    metadata = {"message_id": number} if number else {}
    body = {"sender": "v1", "message": message, "metadata": metadata, **extra}
    response = await client.post(HOOK, json=body)
    return await response.json()


async def test_answers_in_the_shape_of_rasa(client: Client) -> None:
    assert await say(client, "你好") == [{"recipient_id": "v1", "text": "您说：你好"}]
    [asked] = await say(client, "选")
    assert asked["buttons"] == [
        {"title": "燕崖村", "payload": "village:1"},
        {"title": "东里村", "payload": "village:2"},
    ]


@pytest.mark.parametrize("path", ["/webhooks/rest", "/webhooks/rest/"])
async def test_status(client: Client, path: str) -> None:
    response = await client.get(path)
    assert await response.json() == {"status": "ok"}


async def test_a_delivery_seen_before_gets_the_stored_answer(client: Client, desk: EchoDesk) -> None:
    first = await say(client, "修一修球场", "m-1")
    assert await say(client, "修一修球场", "m-1") == first
    assert len(desk.heard) == 1


async def test_message_ids_belong_to_their_sender(client: Client, desk: EchoDesk) -> None:
    for sender in ("a", "b"):
        await client.post(HOOK, json={"sender": sender, "message": "好", "metadata": {"message_id": 1}})
    assert len(desk.heard) == 2


async def test_an_edit_names_what_it_corrects(client: Client, desk: EchoDesk) -> None:
    await say(client, "在东里", "m-1")
    await say(client, "在燕崖", metadata={"message_id": "m-2", "edit_of": "m-1"})
    assert desk.heard[1].edit_of == desk.heard[0].external_id


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b'{"sender": "a", "message": "\\ud800"}', 400, "bad_json"),
        (b'{"x": ' + b"[" * 1_900, 400, "bad_json"),
        (b"[]", 400, "bad_field"),
        (b"null", 400, "bad_field"),
        (b'{"message": "x"}', 400, "bad_field"),
        (b'{"sender": "", "message": "x"}', 400, "bad_field"),
        (b'{"sender": 7, "message": "x"}', 400, "bad_field"),
        (b'{"sender": "a\\nb", "message": "x"}', 400, "bad_field"),
        (b'{"sender": "a"}', 400, "empty"),
        (b'{"sender": "a", "message": null}', 400, "empty"),
        (b'{"sender": "a", "message": " \\n "}', 400, "empty"),
        (b'{"sender": "a", "message": ["x"]}', 400, "bad_field"),
        (b'{"sender": "a", "message": "x", "metadata": []}', 400, "bad_field"),
        (b'{"sender": "a", "metadata": {"attachments": [{"kind": "bomb"}]}}', 400, "bad_field"),
        (b'{"sender": "a", "metadata": {"attachments": [{"kind": "photo", "content": "%"}]}}', 400,
         "bad_attachment"),
        ('{"sender": "a", "metadata": {"attachments": [{"kind": "photo", "content": "照"}]}}'.encode(), 400,
         "bad_attachment"),
        (b'{"sender": "a", "metadata": {"attachments": [{"kind": "photo", "digest": "' + b"0" * 64 + b'"}]}}',
         400, "bad_attachment"),
        (json.dumps({"sender": "a", "message": "字" * 101}).encode(), 413, "too_long"),
        (b'{"sender": "a", "message": "' + b"x" * 2_000 + b'"}', 413, "too_large"),
    ],
)  # fmt: skip
async def test_what_cannot_be_taken_is_said_in_both_languages(
    client: Client, desk: EchoDesk, body: bytes, status: int, code: str
) -> None:
    response = await client.post(HOOK, data=body)
    answer = await response.json()
    assert (response.status, answer["error"]) == (status, code)
    assert answer["zh"]
    assert answer["en"].isascii()
    assert desk.heard == []


async def test_a_body_without_length_is_bounded_too(client: Client) -> None:
    async def pieces():
        for _ in range(100):
            yield b"x" * 1_000

    response = await client.post(HOOK, data=pieces())
    assert response.status == 413


@pytest.mark.parametrize(
    "body",
    [
        {"sender": "a", "message": "x", "metadata": None},
        {"sender": "a", "message": "x", "metadata": {"campaign": {"any": 1}}, "input_channel": "rest"},
    ],
)
async def test_fields_of_others_do_no_harm(client: Client, body: dict[str, Any]) -> None:
    response = await client.post(HOOK, json=body)
    assert response.status == 200


async def test_attachments_are_kept_with_the_message(client: Client, desk: EchoDesk) -> None:
    photo = picture()
    items = [
        {
            "kind": "photo",
            "name": "操场.jpg",
            "mime": "image/jpeg",
            "content": base64.b64encode(photo).decode(),
        },
        {"kind": "location", "latitude": 36.18, "longitude": 118.17, "label": "燕崖镇文化站"},
    ]
    await say(client, "", metadata={"attachments": items})
    kept, place = desk.heard[0].attachments
    assert await desk.get_file(kept.digest or "", "rest:v1") == (photo, "image/jpeg")
    assert await desk.get_file(kept.digest or "", "rest:v2") is None
    assert (place.latitude, place.label) == (36.18, "燕崖镇文化站")


@pytest.mark.parametrize("content", [b"<html>", b"\xff\xd8\xff" + b"0" * 50, b"MZ" + bytes(60)])
async def test_an_attachment_that_is_not_what_it_says_is_refused_in_words(
    client: Client, desk: EchoDesk, content: bytes
) -> None:
    photo = {"kind": "photo", "mime": "image/jpeg", "content": base64.b64encode(content).decode()}
    response = await client.post(
        HOOK, json={"sender": "v1", "message": "看", "metadata": {"attachments": [photo]}}
    )
    answer = await response.json()
    assert (response.status, answer["error"]) == (415, "bad_file")
    assert answer["zh"]
    assert desk.heard == []


async def test_notices_are_polled_once_each(client: Client, desk: EchoDesk) -> None:
    await say(client, "你好")
    [first] = await (await client.get("/webhooks/rest/messages?sender=v1")).json()
    await desk.notify("rest", "v1", "您的事办好了")
    query = {"sender": "v1", "after": first["at"]}
    [notice] = await (await client.get("/webhooks/rest/messages", params=query)).json()
    assert notice["text"] == "您的事办好了"
    query["after"] = notice["at"]
    assert await (await client.get("/webhooks/rest/messages", params=query)).json() == []


@pytest.mark.parametrize("query", ["", "?sender=", "?sender=a&after=gestern", "?sender=a&after=2026-11-20"])
async def test_a_poll_that_makes_no_sense(client: Client, query: str) -> None:
    assert (await client.get(f"/webhooks/rest/messages{query}")).status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"Host": "evil.example"},
    ],
)
async def test_without_a_token_only_this_machine_may_speak_for_others(
    client: Client, headers: dict[str, str]
) -> None:
    sent = await client.post(HOOK, json={"sender": "a", "message": "x"}, headers=headers)
    polled = await client.get("/webhooks/rest/messages?sender=a", headers=headers)
    assert (sent.status, polled.status) == (403, 403)


@pytest.mark.parametrize(
    ("header", "status"),
    [("", 401), ("Bearer wrong", 401), ("Bearer geheim", 200), ("bearer geheim", 401), ("Bearer 错", 401)],
)
async def test_a_token_is_asked_for(
    store: Store, desk: EchoDesk, settings: Settings, header: str, status: int
) -> None:
    channel = rest(token="geheim")
    client = await serve(build_app(desk, [channel], settings, Sender(store, [channel])))
    headers = {"Authorization": header, "X-Forwarded-For": "203.0.113.7"}
    response = await client.post(HOOK, json={"sender": "a", "message": "x"}, headers=headers)
    assert response.status == status
    await client.close()


async def test_too_fast_is_told_once_and_clearly_and_danger_passes(
    store: Store, desk: EchoDesk, settings: Settings
) -> None:
    channel = rest(burst=2)
    client = await serve(build_app(desk, [channel], settings, Sender(store, [channel])))
    statuses = []
    for text in ("一", "二", "三", "救命", "转人工"):
        response = await client.post(HOOK, json={"sender": "a", "message": text})
        statuses.append(response.status)
        if response.status == 429:
            assert int(response.headers["Retry-After"]) >= 1
            assert "太快" in (await response.json())["zh"]
    other = await client.post(HOOK, json={"sender": "b", "message": "一"})
    assert statuses == [200, 200, 429, 200, 200]
    assert other.status == 200
    await client.close()

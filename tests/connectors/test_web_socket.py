"""The WebSocket of the page: committed before confirmed, once however often sent, resumed after breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from connectors.web import hub as hubs
from storage.store import Store
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, origin
from tests.patience import PATIENCE


async def opened(client: Client) -> ClientWebSocketResponse:
    return await client.ws_connect("/ws", headers=origin(client))


def say(number: int, text: str, **extra: Any) -> dict[str, Any]:
    return {"t": "say", "id": f"message-{number}", "text": text, **extra}


async def frame(socket: ClientWebSocketResponse, kind: str, *, receipt: bool = True) -> Any:
    """The next frame of a kind; lines are confirmed on the way unless told otherwise."""
    while True:
        found = await asyncio.wait_for(socket.receive_json(), PATIENCE)
        if found["t"] == "lines" and receipt:
            await socket.send_json({"t": "got", "n": found["n"]})
        if found["t"] == kind:
            return found


async def until(socket: ClientWebSocketResponse, text: str) -> Any:
    """The lines of the first frame whose last line reads so."""
    while True:
        lines = (await frame(socket, "lines"))["lines"]
        if lines and lines[-1]["text"] == text:
            return lines


@asynccontextmanager
async def confirming(socket: ClientWebSocketResponse) -> AsyncIterator[None]:
    """Confirm whatever comes, as a page does."""
    task = asyncio.create_task(frame(socket, "none"))
    yield
    task.cancel()


async def statuses(store: Store) -> dict[str, int]:
    counts = {}
    for status in ("pending", "sent", "held", "dead", "refused"):
        counts[status] = len(await store.read(lambda tx, status=status: tx.outbox.rows(status)))
    return {status: count for status, count in counts.items() if count}


async def settled(store: Store, wanted: dict[str, int]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while await statuses(store) != wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert await statuses(store) == wanted


async def test_a_message_is_taken_and_answered(web_client: Client, store: Store) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "你好"))
    assert (await frame(socket, "taken"))["id"] == "message-1"
    lines = await until(socket, "您说：你好")
    assert [(line.get("bot", False), line["text"]) for line in lines] == [
        (False, "你好"),
        (True, "您说：你好"),
    ]
    await settled(store, {"sent": 1})


async def test_several_replies_come_in_order(web_client: Client) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "多"))
    lines = await until(socket, "第3句")
    assert [line["text"] for line in lines] == ["多", "第1句", "第2句", "第3句"]


async def test_a_button_hands_over_its_payload(web_client: Client, desk: EchoDesk) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "选"))
    button = (await until(socket, "是哪个村？"))[-1]["buttons"][0]
    await socket.send_json(say(2, button["title"], payload=button["payload"]))
    await until(socket, "您说：village:1")
    assert (desk.heard[1].text, desk.heard[1].payload) == ("燕崖村", "village:1")


async def test_sent_again_after_a_break_is_handled_once(web_client: Client, desk: EchoDesk) -> None:
    first = await opened(web_client)
    await first.send_json(say(1, "球场灯坏了"))
    await first.close()
    again = await opened(web_client)
    await again.send_json(say(1, "球场灯坏了"))
    assert (await frame(again, "taken"))["id"] == "message-1"
    await again.send_json({"t": "sync"})
    await until(again, "您说：球场灯坏了")
    assert len(desk.heard) == 1


async def test_the_history_comes_with_the_next_visit(web_client: Client) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "你好"))
    await until(socket, "您说：你好")
    await socket.close()
    again = await opened(web_client)
    await again.send_json({"t": "sync"})
    assert [line["text"] for line in (await frame(again, "lines"))["lines"]] == ["你好", "您说：你好"]


async def test_a_notice_reaches_an_open_page_and_waits_for_an_absent_visitor(
    web_client: Client, desk: EchoDesk, store: Store
) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "你好"))
    await until(socket, "您说：你好")
    visitor = desk.heard[0].sender
    await desk.notify("web", visitor, "您的事有人办了")
    await until(socket, "您的事有人办了")
    await settled(store, {"sent": 2})
    await socket.close()
    await asyncio.sleep(0.05)
    await desk.notify("web", visitor, "您的事办完了")
    await settled(store, {"sent": 2, "held": 1})
    again = await opened(web_client)
    await again.send_json({"t": "sync"})
    async with confirming(again):
        await settled(store, {"sent": 3})


async def test_what_no_page_confirms_is_held(
    web_client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "RECEIPT", 0.1)
    socket = await opened(web_client)
    await socket.send_json(say(1, "你好"))
    await frame(socket, "lines", receipt=False)
    await settled(store, {"held": 1})


async def test_both_tabs_of_a_visitor_see_the_answer(web_client: Client) -> None:
    one, two = await opened(web_client), await opened(web_client)
    await one.send_json(say(1, "你好"))
    assert await until(one, "您说：你好") == await until(two, "您说：你好")


async def test_a_ninth_tab_closes_the_first(web_client: Client) -> None:
    tabs = [await opened(web_client) for _ in range(9)]
    closing = await asyncio.wait_for(tabs[0].receive(), PATIENCE)
    assert (closing.type, closing.data) == (WSMsgType.CLOSE, hubs.ELSEWHERE)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (say(1, " "), "empty"),
        (say(1, "字" * 101), "long"),
        (say(1, "", photos=["0" * 64]), "photo"),
        (say(1, "坏"), "trouble"),
    ],
)
async def test_what_cannot_be_taken_is_said(web_client: Client, said: dict[str, Any], why: str) -> None:
    socket = await opened(web_client)
    await socket.send_json(said)
    answer = await frame(socket, "not_taken")
    assert (answer["id"], answer["why"], bool(answer["text"])) == ("message-1", why, True)
    assert (answer["again"] is not None) == (why == "trouble")


async def test_too_fast_is_told_when_to_send_again_and_danger_passes(web_client: Client) -> None:
    socket = await opened(web_client)
    for number in range(7):
        await socket.send_json(say(number, f"第{number}条"))
    slow = await frame(socket, "not_taken")
    assert (slow["id"], slow["why"]) == ("message-6", "slow")
    assert 0 < slow["again"] <= 1
    await socket.send_json(say(8, "救命"))
    assert (await frame(socket, "taken"))["id"] == "message-8"


@pytest.mark.parametrize(
    "raw",
    [
        "", "{", "[]", "null", '{"t": "shout"}', '{"t": "say"}', '{"t": "say", "id": "../../etc"}',
        '{"t": "say", "id": "message-1", "text": 5}', '{"t": "got", "n": "x"}',
        '{"t": "say", "id": "message-1", "place": {"latitude": 91, "longitude": 0}}',
        '{"t": "say", "id": "message-1", "photos": ["../x"]}', "x" * 70_000,
    ],
)  # fmt: skip
async def test_frames_of_no_page_of_ours_end_the_connection(
    web_client: Client, desk: EchoDesk, raw: str
) -> None:
    socket = await opened(web_client)
    await socket.send_str(raw)
    assert (await asyncio.wait_for(socket.receive(), PATIENCE)).type is WSMsgType.CLOSE
    assert desk.heard == []


async def test_bytes_end_the_connection(web_client: Client) -> None:
    socket = await opened(web_client)
    await socket.send_bytes(b"{}")
    assert (await asyncio.wait_for(socket.receive(), PATIENCE)).type is WSMsgType.CLOSE


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_only_our_own_page_may_connect(web_client: Client, headers: dict[str, str]) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await web_client.ws_connect("/ws", headers=headers)
    assert refused.value.status == 403


async def test_a_location_is_kept(web_client: Client, desk: EchoDesk) -> None:
    socket = await opened(web_client)
    await socket.send_json(say(1, "", place={"latitude": 36.2, "longitude": 118.2}))
    lines = await until(socket, "收到1个附件")
    assert lines[0]["place"] is True
    assert desk.heard[0].attachments[0].latitude == 36.2

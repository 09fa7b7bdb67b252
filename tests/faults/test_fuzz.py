"""Two thousand callbacks as no platform sends them: no crash, no hang, no effect of one that nobody signed."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from structlog.testing import LogCapture

from storage.tables import metadata
from storage.tx import Tx
from tests.connectors.doors import origin
from tests.connectors.house import House, open_house
from tests.connectors.kf import platform as kf
from tests.connectors.telegram.people import Somebody
from tests.faults.frames import CLOSE, frame, frames
from tests.faults.fuzz import Shot, shots
from tests.faults.gates import corp_xml, gates, of_the_page, rest, smartbot

pytestmark = pytest.mark.slow
SEED = 20_261_120
SIGNED, UNSIGNED, FRAMES = 1_150, 700, 150
PATIENCE = 60
AT_ONCE = 8
SWITCHED, COME_AGAIN = 101, 503
ASKS = "图书馆几点开门"
FAST = {"rate_per_minute": 100_000, "rate_burst": 100_000, "rest_per_minute": 100_000}
Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr("connectors.problem.SILENCE", 1.0)
    async with open_house(tmp_path, **FAST) as opened:
        yield opened


@pytest.fixture
async def crashes(house: House) -> AsyncIterator[Callable[[], list[Any]]]:
    """What went wrong behind the answers: logged errors, and tasks that died."""
    capture, before, died = LogCapture(), structlog.get_config(), list[Any]()
    level = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(processors=[capture], wrapper_class=level)
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: died.append(context))
    yield lambda: [
        *died,
        *(entry for entry in capture.entries if entry["log_level"] in ("error", "critical")),
    ]
    structlog.configure(**before)


async def test_what_nobody_signed_is_turned_away_and_changes_nothing(
    house: House, crashes: Callable[[], list[Any]]
) -> None:
    await serves(house, "before")
    await house.quiet()
    before = await tables(house)
    found = await fired(house, [*of_the_page(), *shots(SEED, gates(), UNSIGNED, signed=False)])
    assert [(status, what) for status, what in found if not 400 <= status < 500] == []
    await house.quiet()
    assert await tables(house) == before
    assert crashes() == []
    await serves(house, "after")


async def test_what_is_signed_and_nonsense_breaks_nothing(
    house: House, crashes: Callable[[], list[Any]]
) -> None:
    found = await fired(house, shots(SEED, gates(), SIGNED, signed=True))
    assert [
        (status, what) for status, what in found if not 200 <= status < 500 and status != COME_AGAIN
    ] == []
    await house.parts.service.idle()
    assert crashes() == []
    await serves(house, "after")


async def test_frames_of_the_page(house: House, crashes: Callable[[], list[Any]]) -> None:
    ours = origin(house.client)["Origin"].encode()
    head = (
        b"GET /ws HTTP/1.1\r\nHost: " + ours.removeprefix(b"http://") + b"\r\nOrigin: " + ours + b"\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    bye = frame(CLOSE, b"\x03\xe8")
    made = [(head + content + bye, open_) for content, open_ in frames(SEED, FRAMES)]
    found = await fired(
        house, [Shot(f"frame {raw[len(head) :][:60]!r}", raw, True, open_) for raw, open_ in made]
    )
    assert [(status, what) for status, what in found if status != SWITCHED] == []
    assert crashes() == []
    await serves(house, "after")


async def fired(house: House, many: list[Shot]) -> list[tuple[int, str]]:
    """Fire, some at a time; returns status and description of each, 0 where no answer came."""
    server, room = house.client.server, asyncio.Semaphore(AT_ONCE)

    async def one(shot: Shot) -> tuple[int, str]:
        async with room:
            return await answered(str(server.host), int(server.port or 0), shot), shot.what

    return await asyncio.gather(*map(one, many))


async def answered(host: str, port: int, shot: Shot) -> int:
    """Send bytes; returns the status of the answer once all of it is there, 0 where none comes."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(shot.raw)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split()[1])
            if status == SWITCHED and not shot.stops:
                await reader.read()
            elif status != SWITCHED and not shot.raw.startswith(b"HEAD"):
                [length] = re.findall(rb"Content-Length: (\d+)", head)
                await reader.readexactly(int(length))
            return status
    except (ConnectionError, EOFError, TimeoutError):
        return 0
    finally:
        writer.close()


async def tables(house: House) -> Tables:
    def rows(tx: Tx, table: sa.Table) -> list[tuple[Any, ...]]:
        return sorted((tuple(row) for row in tx.scope.all(sa.select(table))), key=repr)

    return await house.parts.store.read(
        lambda tx: {table.name: rows(tx, table) for table in metadata.sorted_tables}
    )


async def serves(house: House, mark: str) -> None:
    """Somebody new asks something at every door, and is answered."""
    me = Somebody(house.telegram, 4711 + len(mark))
    me.message(text="/start")
    update = {"update_id": 10**9, "message": me.message(text=ASKS)}
    who = {"FromUserName": f"o{mark}", "CreateTime": 1795136400}
    house.kf.happened(
        kf.DESK,
        origin=3,
        open_kfid=kf.DESK,
        external_userid=f"wm{mark}",
        msgtype="text",
        text={"content": ASKS},
    )
    said = {
        f"wechat:o{mark}": corp_xml(**who, MsgType="text", Content=ASKS),
        f"wechat:o{mark}s": corp_xml(**{**who, "FromUserName": f"o{mark}s"}, MsgType="text", Content=ASKS),
        f"wecom:{mark}": corp_xml(**{**who, "FromUserName": mark}, MsgType="text", Content=ASKS),
        f"kf:{kf.DESK}/wm{mark}": corp_xml(
            MsgType="event", Event="kf_msg_or_event", Token="", OpenKfId=kf.DESK
        ),
        f"smartbot:{mark}": smartbot(
            msgid=mark, msgtype="text", text={"content": ASKS}, **{"from": {"userid": mark}}
        ),
        f"telegram:{me.id}": json.dumps(update).encode(),
        f"rest:{mark}": rest(mark, ASKS),
    }
    many = [
        gate.carry(content).shot("a normal message", signed=True)
        for gate, content in zip(gates(), said.values(), strict=True)
    ]
    assert {status for status, _ in await fired(house, many)} == {200}
    await asyncio.gather(*(until_answered(house, conversation) for conversation in said))
    async with house.client.ws_connect("/ws", headers=origin(house.client)) as page:
        await page.send_json({"t": "say", "id": f"m{mark}0000000", "text": ASKS})
        assert (await page.receive_json(timeout=PATIENCE))["t"] in ("taken", "lines")
    await house.parts.service.idle()


async def until_answered(house: House, conversation: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            lines = await house.parts.store.read(lambda tx: tx.outbox.history(conversation, 9))
            if [line.text for line in lines if not line.mine] == [ASKS] and lines[-1].mine:
                return
            await asyncio.sleep(0.05)

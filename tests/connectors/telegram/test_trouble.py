"""What goes wrong between the bot and the platform, and what becomes of it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from connectors.lane import Lane
from connectors.limits import PACES
from connectors.telegram import Telegram
from storage.messages import Button, Outbound
from tests.connectors.desk import EchoDesk
from tests.connectors.doors import Client, gate
from tests.connectors.telegram.bot_api import BotApi
from tests.connectors.telegram.conftest import PUBLIC, SECRET, echoing, settings_of, until
from tests.connectors.telegram.people import GROUP, Somebody, buttons
from tests.patience import PATIENCE

Line = tuple[Client, EchoDesk]
LARGEST = 1_000_000


def words(key: str) -> str:
    return key


def channel(mode: str, base: str) -> Telegram:
    return Telegram(settings_of(mode, base), words, gate(), LARGEST)


@pytest.fixture
async def line(api: BotApi) -> AsyncIterator[Line]:
    async with echoing(api, channel("webhook", await api.start())) as opened:
        await until(lambda: api.commands)
        yield opened


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still for whoever keeps a pace."""
    monkeypatch.setattr("connectors.lane._now", lambda: 100.0)


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "密"])
async def test_a_wrong_secret_is_refused_without_effect(line: Line, secret: str | None) -> None:
    client, desk = line
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": "x"},
    }
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret.encode().decode("latin-1")}
    answer = await client.post("/telegram", json=update, headers=headers)
    assert answer.status == 401
    assert desk.heard == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (b"{}", 200),
        (b'{"update_id": "x"}', 200),
        (b'{"update_id": 5, "new_kind": {}}', 200),
        (b'{"update_id": 5, "deep": ' + b"[" * 9_000 + b"]" * 9_000 + b"}", 200),
    ],
)
async def test_what_nobody_can_read_does_not_come_for_ever(line: Line, body: bytes, status: int) -> None:
    client, desk = line
    answer = await client.post("/telegram", data=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
    assert answer.status == status
    assert desk.heard == []


async def test_the_platform_is_told_everything(line: Line, api: BotApi) -> None:
    assert api.webhook["url"] == f"{PUBLIC}/telegram"
    assert api.webhook["secret_token"] == SECRET
    assert "my_chat_member" in api.webhook["allowed_updates"]
    assert {"command": "help", "description": "telegram.menu.help"} in api.commands


async def test_an_update_not_committed_is_brought_again(line: Line, api: BotApi) -> None:
    _, desk = line
    desk.away = True
    await Somebody(api).says("你好")
    bringing = asyncio.create_task(api.bring())
    await until(lambda: api.refused_deliveries)
    assert desk.heard == []
    desk.away = False
    await bringing
    await until(lambda: api.texts(77) == ["您说：你好"])


async def test_a_long_button_comes_back_whole(line: Line, api: BotApi) -> None:
    _, desk = line
    me, payload = Somebody(api), "我想问：" + "那台老放映机" * 9
    await me.says("你好")
    await api.bring()
    out = Outbound("telegram", "77", "记下来？", (Button("记下来", payload), Button("不用", "不用")))
    await desk.store.run(lambda tx: tx.outbox.add(out, conversation="telegram:77"))
    desk.wake()
    await until(lambda: "记下来？" in api.texts(77))
    assert len(buttons(api.last(77))["记下来"]) <= 64
    await me.presses("记下来")
    await api.bring()
    await until(lambda: len(desk.heard) == 2)
    assert desk.heard[1].payload == desk.heard[1].text == payload


async def test_a_long_text_goes_in_parts_and_goes_on_where_it_was_cut_off(line: Line, api: BotApi) -> None:
    _, desk = line
    await Somebody(api).says("你好")
    await api.bring()
    await until(lambda: api.texts(77))
    await desk.notify("telegram", "77", "村里的书屋老锁着门。" * 900)
    await until(lambda: len(api.texts(77)) == 4)
    assert "".join(api.texts(77)[1:]) == "村里的书屋老锁着门。" * 900
    assert all(len(text) <= 4096 for text in api.texts(77))


@pytest.mark.parametrize(("chat", "status"), [(77, "refused"), (GROUP, "refused")])
async def test_who_blocked_the_bot_is_not_written_to_again(
    line: Line, api: BotApi, chat: int, status: str
) -> None:
    _, desk = line
    Somebody(api, 77, chat).message(text="x")
    api.blocked.add(chat)
    await desk.notify("telegram", str(chat), "有回信了")
    async with asyncio.timeout(PATIENCE):
        while not (rows := await desk.store.read(lambda tx: tx.outbox.rows(status))):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert "bot was" in rows[0].error
    assert rows[0].attempts == 1


async def test_the_platform_says_how_long_to_wait(line: Line, api: BotApi) -> None:
    _, desk = line
    Somebody(api).message(text="x")
    api.floods[77], api.pause = 1, 4
    await desk.notify("telegram", "77", "有回信了")
    await until(lambda: api.floods[77] == 0)
    [row] = await desk.store.read(lambda tx: tx.outbox.rows("pending"))
    assert row.error.endswith("429") or row.attempts == 0
    await until(lambda: api.texts(77) == ["有回信了"])


async def test_a_trouble_of_the_platform_passes(line: Line, api: BotApi) -> None:
    _, desk = line
    Somebody(api).message(text="x")
    api.failing["sendMessage"] = 1
    await desk.notify("telegram", "77", "有回信了")
    await until(lambda: api.texts(77) == ["有回信了"])


async def test_a_group_that_moved_gets_its_messages(line: Line, api: BotApi) -> None:
    _, desk = line
    Somebody(api, 77, GROUP).message(text="x")
    Somebody(api, 77, -100500).message(text="x")
    api.migrated[GROUP] = -100500
    await desk.notify("telegram", str(GROUP), "一")
    await desk.notify("telegram", str(GROUP), "二")
    await until(lambda: api.texts(-100500) == ["一", "二"])


async def test_two_who_ask_for_updates_lose_nothing(api: BotApi) -> None:
    base = await api.start()
    me = Somebody(api)
    async with echoing(api, channel("polling", base)) as (_, desk):
        await until(lambda: api.commands)
        async with ClientSession() as other, other.get(f"{base}/bot4242:fake-token_A/getUpdates"):
            pass  # a second asker, who acknowledges nothing
        await me.says("一")
        await me.says("二")
        await until(lambda: len(desk.heard) == 2)
    assert [message.text for message in desk.heard] == ["一", "二"]


async def test_polling_asks_again_for_what_was_not_committed(api: BotApi) -> None:
    base = await api.start()
    me = Somebody(api)
    async with echoing(api, channel("polling", base)) as (_, desk):
        await until(lambda: api.commands)
        desk.away = True
        await me.says("一")
        await api.put({"message": {"message_id": "broken"}})
        await me.says("二")
        await asyncio.sleep(0.2)
        assert len(api.updates) == 3
        desk.away = False
        await until(lambda: len(desk.heard) == 2)
    assert [message.text for message in desk.heard] == ["一", "二"]


@pytest.mark.usefixtures("standing")
async def test_a_chat_and_a_group_have_a_pace_of_their_own() -> None:
    lane = Lane(PACES["telegram"])
    private, group = Outbound("telegram", "77", ""), Outbound("telegram", "-5", "", group=True)
    waits = [lane.wait(private) for _ in range(4)]
    assert waits[:3] == [0, 0, 0]
    assert 0 < waits[3] <= 1
    assert [lane.wait(group) for _ in range(5)] == [0] * 5
    assert 3 < lane.wait(group) <= 4
    assert lane.wait(Outbound("telegram", "78", "")) == 0


@pytest.mark.usefixtures("standing")
async def test_a_pause_that_the_platform_asks_for_holds_the_chat_only() -> None:
    lane = Lane(PACES["telegram"])
    lane.hold(Outbound("telegram", "77", ""), 30)
    assert 29 < lane.wait(Outbound("telegram", "77", "")) <= 30
    assert lane.wait(Outbound("telegram", "78", "")) == 0

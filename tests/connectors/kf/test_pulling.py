"""Asking for messages: once for many calls, by one process at a time, without a call as well, never past what is kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.service import Service
from config.channels import Kf as Account
from config.form import Forms
from connectors.kf.channel import Kf
from connectors.kf.events import NAME
from storage.messages import Inbound
from storage.store import Store
from tests.connectors.doors import gate
from tests.connectors.kf.platform import DESK, Platform
from tests.connectors.kf.resident import Resident, until

NEED = "燕崖镇碾砣村书屋老锁着门"


async def test_three_calls_at_once_have_one_effect(resident: Resident, platform: Platform) -> None:
    resident.write("text", text={"content": NEED})
    await asyncio.gather(*(resident.call() for _ in range(3)))
    await resident.settled()
    assert await resident.heard() == [NEED]
    assert len(resident.shown) == 1
    cursors = [asked["cursor"] for asked in platform.asked]
    assert cursors[0] == ""
    assert set(cursors[1:]) <= {"cur-1"}, "what was kept is not asked for again"


async def test_pages_are_read_to_the_end_in_order(resident: Resident, platform: Platform) -> None:
    platform.page = 2
    texts = ["你好", "查进度", "转人工", "你好啊", "谢谢"]
    for text in texts:
        resident.write("text", text={"content": text})
    await resident.call()
    await resident.settled()
    assert await resident.heard() == texts
    assert [asked["cursor"] for asked in platform.asked] == ["", "cur-2", "cur-4"]


async def test_an_event_that_the_platform_tells_again_changes_nothing(
    resident: Resident, platform: Platform
) -> None:
    await resident.say(NEED)
    platform.log[resident.desk].append(platform.log[resident.desk][0])
    await resident.call()
    await resident.settled()
    assert await resident.heard() == [NEED]
    assert len(resident.shown) == 1


async def test_a_call_that_got_lost_is_made_up_for(
    resident: Resident, channel: Kf, platform: Platform
) -> None:
    await resident.say("你好")
    resident.write("text", text={"content": NEED})
    assert channel._puller is not None
    channel._puller.every = timedelta(0)
    await until(lambda: len(resident.shown) == 2)
    channel._puller.every = timedelta(minutes=5)
    assert platform.asked[-1]["token"], "the token of the last call is good for some minutes yet"


async def test_a_token_that_is_too_old_is_left_out(resident: Resident, platform: Platform) -> None:
    resident.write("text", text={"content": NEED})
    await resident.call(platform.ticket(resident.desk, age=700))
    await resident.settled()
    assert await resident.heard() == [NEED]
    assert ["token" in asked for asked in platform.asked] == [True, False]


async def test_a_cursor_that_is_not_known_any_more_does_not_stop_the_channel(
    resident: Resident, channel: Kf, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    await resident.say(NEED)
    platform.forgetful = True
    monkeypatch.setattr("connectors.kf.puller.REST", timedelta(0))
    await resident.say("不留")
    assert await resident.heard() == [NEED, "不留"]


async def test_a_platform_that_is_tired_is_left_alone_and_nothing_is_lost(
    resident: Resident, platform: Platform, ledger: Store
) -> None:
    platform.tired = 1
    resident.write("text", text={"content": NEED})
    with capture_logs() as logs:
        await resident.call()
        await until(lambda: any(line["event"] == "no messages" for line in logs))
    await asyncio.sleep(0.3)
    assert len(platform.asked) == 1, "it said to wait a minute"
    await ledger.run(lambda tx: tx.pulls.rest(f"{NAME}:{resident.desk}", timedelta(0)))
    await resident.settled()
    assert await resident.heard() == [NEED]


async def test_two_processes_ask_by_turns(
    resident: Resident, account: Account, platform: Platform, service: Service, url: str
) -> None:
    platform.page = 1
    store = await Store.open(url, b"k" * 32, lambda: datetime.now(UTC))
    second = Service(store, service.understander, service.live, Forms.load())
    other = Kf(account, store, service.live.current().wording.text, gate(), 1, look=0.01)
    work = asyncio.create_task(other.run(second))
    texts = [f"第{number}件：{NEED}" for number in range(6)]
    for text in texts:
        resident.write("text", text={"content": text})
        await resident.call()
    await resident.settled()
    await second.idle()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await other.close()
    await resident.settled()
    await store.close()
    assert await resident.heard() == texts
    cursors = [asked["cursor"] for asked in platform.asked if asked["cursor"] != f"cur-{len(texts)}"]
    assert len(cursors) == len(set(cursors)), "no page was asked for twice"


async def test_what_a_dead_process_left_is_taken_up(
    resident: Resident, ledger: Store, channel: Kf, platform: Platform
) -> None:
    name = f"{NAME}:{resident.desk}"
    resident.write("text", text={"content": NEED})
    await ledger.run(lambda tx: tx.pulls.call(name, platform.ticket(resident.desk)))
    await resident.settled()
    assert await resident.heard() == [NEED], "written down and acknowledged, and then killed"


async def test_messages_nobody_can_read_do_not_hold_up_the_others(
    resident: Resident, platform: Platform
) -> None:
    items = platform.log.setdefault(resident.desk, [])
    items += [
        {}, {"msgid": 1}, "text", None, {"msgid": "a", "msgtype": "text", "send_time": "soon"},
        {"msgid": "b", "msgtype": "text", "send_time": 1, "origin": 3, "text": {"content": [1]}},
        {"msgid": "c", "msgtype": "text", "send_time": 10**30, "origin": 3},
        {"msgid": "d", "msgtype": "event", "send_time": 1, "origin": 4, "event": {"event_type": "enter_session"}},
        {"msgid": "e", "msgtype": "text", "send_time": 1, "origin": 3, "open_kfid": "a/b", "external_userid": "u"},
    ]  # type: ignore[list-item]  # fmt: skip
    platform.log[resident.desk] = items
    await resident.call()
    await until(lambda: bool(platform.asked))
    await resident.say(NEED)
    assert await resident.heard() == [NEED]


class Away:
    """A desk whose database is away the first times that something is to be kept."""

    def __init__(self, desk: Service, times: int) -> None:
        self.desk, self.times = desk, times

    async def accept(self, message: Inbound) -> bool:
        self.times -= 1
        if self.times >= 0:
            raise OSError("the database is away")
        return await self.desk.accept(message)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


async def test_a_page_that_cannot_be_kept_is_asked_for_again(
    account: Account, platform: Platform, service: Service, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.kf.puller.REST", timedelta(0))
    channel = Kf(account, ledger, service.live.current().wording.text, gate(), 1, look=0.01)
    for text in (NEED, "不留"):
        message = {"open_kfid": DESK, "external_userid": "wmA", "msgtype": "text", "text": {"content": text}}
        platform.happened(DESK, origin=3, **message)
    await ledger.run(lambda tx: tx.pulls.call(f"{NAME}:{DESK}", platform.ticket(DESK)))
    work = asyncio.create_task(channel.run(Away(service, 2)))  # type: ignore[arg-type]
    await until(lambda: len(platform.asked) == 3)

    async def both() -> bool:
        lines = await service.history(f"{NAME}:{DESK}/wmA", 50)
        return [line.text for line in lines if not line.mine] == [NEED, "不留"]

    await until(both)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await channel.close()
    await service.idle()
    assert [asked["cursor"] for asked in platform.asked] == ["", "", ""], "it moved on only when all was kept"

"""What goes out by itself: late answers, notices, the quota, dead tokens, refusals inside HTTP 200."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from bot.service import Service
from connectors.errors import Away, Gone, Misconfigured, Quota, Refused, RetryAfter, SendFailed, TooLong
from connectors.wechat.account import failure
from connectors.wechat.channel import Wechat
from connectors.wechat.events import NAME
from nlu.understanding import Understanding
from storage.messages import Button, Outbound
from storage.store import Store
from tests.connectors.doors import Client
from tests.connectors.wechat.follower import Follower
from tests.connectors.wechat.platform import KEY, SECRET, TOKEN, Platform
from tests.patience import PATIENCE


class Gate:
    """An understanding that waits until it is let through."""

    def __init__(self, service: Service) -> None:
        self.inner = service.understander
        self.open = asyncio.Event()
        service.understander = self

    async def parse(self, text: str) -> Understanding:
        await self.open.wait()
        return await self.inner.parse(text)


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for something that happens in the background; a test that waits in vain fails."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)


async def notify(ledger: Store, follower: Follower, *texts: str, buttons: tuple[Button, ...] = ()) -> None:
    """Leave notices nobody asked for, all in one commit: none is sent before the others are there."""
    outs = [Outbound(NAME, follower.openid, text, buttons, priority=1) for text in texts]
    conversation = f"{NAME}:{follower.openid}"
    await ledger.run(lambda tx: [tx.outbox.add(out, conversation=conversation) for out in outs])


async def statuses(ledger: Store) -> dict[str, int]:
    names = ("pending", "held", "sent", "refused", "dead")
    rows = await ledger.read(lambda tx: {name: len(tx.outbox.rows(name)) for name in names})
    return {name: count for name, count in rows.items() if count}


async def settled(ledger: Store) -> None:
    async def none_pending() -> bool:
        return not await ledger.read(lambda tx: tx.outbox.rows("pending"))

    await until(none_pending)


@pytest.fixture
def slow(channel: Wechat, service: Service, bot: Client) -> Gate:
    return Gate(service)


@pytest.fixture
def impatient(channel: Wechat) -> None:
    channel.patience = 0.05


async def test_a_slow_answer_goes_out_as_a_customer_service_message(
    impatient: None, slow: Gate, follower: Follower, ledger: Store
) -> None:
    xml = follower.message("text", Content="你好")
    assert (await follower.deliver(xml)).body == "success"
    assert len(await ledger.read(lambda tx: tx.outbox.history(f"{NAME}:{follower.openid}"))) == 1, "kept"
    slow.open.set()
    await until(lambda: len(follower.platform.sent.get(follower.openid, [])) == 1)
    assert (await follower.deliver(xml)).body == "success"
    await settled(ledger)
    assert len(follower.platform.sent[follower.openid]) == 1
    assert "小石榴" in follower.screen


async def test_what_waits_for_one_follower_is_sent_together(follower: Follower, ledger: Store) -> None:
    await follower.say("你好")
    await notify(ledger, follower, "第一条", "第二条", "第三条")
    await until(lambda: "第三条" in follower.screen)
    await settled(ledger)
    assert len(follower.platform.sent[follower.openid]) < 3
    assert await statuses(ledger) == {"sent": 4}


async def test_a_sixth_message_is_never_tried_but_held_until_the_next_contact(
    follower: Follower, ledger: Store
) -> None:
    await follower.say("你好")
    for number in range(7):
        await notify(ledger, follower, f"通知{number}")
        await settled(ledger)
    assert follower.platform.answers == [0] * 5
    assert await statuses(ledger) == {"sent": 6, "held": 2}
    answer = await follower.say("你好")
    assert "通知5" in answer
    assert "通知6" in answer
    await settled(ledger)
    assert follower.platform.answers == [0] * 5, "they went along with the passive reply"


async def test_a_repeated_delivery_opens_no_second_window(follower: Follower, ledger: Store) -> None:
    xml = follower.message("text", Content="你好")
    await follower.deliver(xml)
    for number in range(5):
        await notify(ledger, follower, f"通知{number}")
        await settled(ledger)
    await follower.deliver(xml)
    assert await ledger.read(lambda tx: tx.quotas.left(NAME, follower.openid)) == 0


async def test_a_follower_who_only_followed_gets_three(follower: Follower, ledger: Store) -> None:
    await follower.event("subscribe")
    assert await ledger.read(lambda tx: tx.quotas.left(NAME, follower.openid)) == 3


async def test_a_quota_that_wechat_counts_otherwise_closes_the_window(
    follower: Follower, platform: Platform, ledger: Store
) -> None:
    await follower.say("你好")
    platform.wrote(follower.openid, 1)
    for number in range(4):
        await notify(ledger, follower, f"通知{number}")
        await settled(ledger)
    assert platform.answers == [0, 45047]
    assert (await statuses(ledger))["held"] == 3


async def test_nobody_is_written_to_who_never_wrote(follower: Follower, ledger: Store) -> None:
    await notify(ledger, follower, "通知")
    await settled(ledger)
    assert follower.platform.answers == []
    assert await statuses(ledger) == {"held": 1}


async def test_a_permanent_40001_makes_one_refresh(
    follower: Follower, channel: Wechat, platform: Platform
) -> None:
    await follower.say("你好")
    platform.deaf = True
    for _ in range(3):
        with pytest.raises(Misconfigured, match="40001"):
            await channel.send(Outbound(NAME, follower.openid, "通知"))
    assert platform.fetches == [False, True]


async def test_a_token_that_somebody_else_killed_is_fetched_anew_once(
    follower: Follower, channel: Wechat, platform: Platform
) -> None:
    await follower.say("你好")
    await channel.send(Outbound(NAME, follower.openid, "一"))
    platform.forget_token()
    await asyncio.gather(*(channel.send(Outbound(NAME, follower.openid, text)) for text in "二三四"))
    assert sorted(platform.sent[follower.openid]) == sorted("一二三四")
    assert platform.fetches == [False, True]


async def test_many_senders_and_processes_fetch_one_token(
    follower: Follower, channel: Wechat, platform: Platform, ledger: Store
) -> None:
    await follower.say("你好")
    other = Wechat(channel.settings, ledger, channel.gate, 1)
    outs = [Outbound(NAME, follower.openid, str(number)) for number in range(4)]
    await asyncio.gather(*(door.send(out) for door, out in zip((channel, other) * 2, outs, strict=True)))
    await other.close()
    assert platform.fetches == [False]


async def test_a_long_text_is_split_at_1800_bytes(
    follower: Follower, channel: Wechat, platform: Platform
) -> None:
    await follower.say("你好")
    text = "。".join(f"第{number}句说的是村里的事" for number in range(100))
    await channel.send(Outbound(NAME, follower.openid, text))
    parts = platform.sent[follower.openid]
    assert all(len(part.encode()) <= 1800 for part in parts)
    assert "".join(parts) == text
    with pytest.raises(TooLong):
        await channel.send(Outbound(NAME, follower.openid, "很长" * 3000))


async def test_a_server_that_cannot_be_reached_costs_no_quota(
    follower: Follower, channel: Wechat, platform: Platform, ledger: Store
) -> None:
    await follower.say("你好")
    assert platform.server is not None
    await platform.server.close()
    for _ in range(6):
        with pytest.raises(RetryAfter):
            await channel.send(Outbound(NAME, follower.openid, "通知"))
    assert await ledger.read(lambda tx: tx.quotas.left(NAME, follower.openid)) == 5


async def test_what_does_not_fit_into_the_passive_reply_follows(follower: Follower, ledger: Store) -> None:
    await follower.say("你好")
    text = "。".join(f"第{number}句说的是村里的事" for number in range(100))
    await ledger.run(lambda tx: tx.quotas.close(NAME, follower.openid))
    await notify(ledger, follower, text)
    await settled(ledger)
    first = await follower.say("你好", CreateTime=int(time.time()) + 1)  # not in the same second
    await settled(ledger)
    assert text.startswith(first)
    assert len(first.encode()) <= 1800
    rest = "".join(follower.platform.sent[follower.openid])
    assert all(f"第{number}句" in first + rest for number in range(100))


async def test_a_question_comes_as_a_menu_or_as_numbers(
    follower: Follower, channel: Wechat, platform: Platform
) -> None:
    await follower.say("你好")
    out = Outbound(NAME, follower.openid, "满意吗？", (Button("满意", "满意"), Button("不满意", "不满意")))
    await channel.send(out)
    platform.may_menu = False
    await channel.send(out)
    await channel.send(out)
    menu, numbers, again = platform.sent[follower.openid]
    assert menu == "满意吗？\n[满意]\n[不满意]"
    assert numbers == again == "满意吗？\n1. 满意\n2. 不满意\n回复数字就行。"
    assert platform.answers == [0, 40200, 0, 0]


async def test_control_characters_and_the_end_of_cdata_reach_nobody_broken(
    follower: Follower, ledger: Store
) -> None:
    await follower.say("你好")
    for number in range(5):
        await notify(ledger, follower, f"占位{number}")
        await settled(ledger)
    await notify(ledger, follower, "甲]]>乙\x1d</Content><MsgType>丙")
    await settled(ledger)
    assert "甲]]>乙</Content><MsgType>丙" in await follower.say("你好")


async def test_no_secret_account_or_word_is_logged(
    follower: Follower, ledger: Store, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    follower.mode = "safe"
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await follower.say("书屋锁着门")
        await follower.deliver("<xml>")
        platform.deaf = True
        await notify(ledger, follower, "通知")
        await until(lambda: 40001 in platform.answers)
        assert platform.server is not None
        await platform.server.close()
        await follower.deliver(follower.message("image", MediaId="m-photo"))
        await follower.client.get("/wechat", params={"signature": "0" * 40, "echostr": "x"})
    # the servers of these tests keep an access log, the bot's own runs without one
    kept = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    told = f"{logs}{kept}"
    assert "attachment not fetched" in told
    assert "callback not readable" in told
    for secret in (TOKEN, KEY, SECRET, "token-", follower.openid, "书屋", "通知", "m-photo"):
        assert secret not in told


@pytest.mark.parametrize(
    ("code", "kind"),
    [(-1, RetryAfter), (40001, Misconfigured), (40003, Gone), (40164, Misconfigured), (43004, Gone),
     (45002, TooLong), (45009, RetryAfter), (45011, RetryAfter), (45015, Away), (45047, Quota),
     (48001, Misconfigured), (99999, Refused)],
)  # fmt: skip
def test_every_errcode_is_one_of_the_closed_list(code: int, kind: type[SendFailed]) -> None:
    assert type(failure(code)) is kind
    assert str(code) in failure(code).record

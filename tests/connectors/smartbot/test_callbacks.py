"""The door itself: who may verify, forged and broken callbacks, a slow database, and whatever else may come."""

import asyncio
import json
import threading
from datetime import UTC, datetime
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from connectors.smartbot.channel import Smartbot
from connectors.smartbot.events import Happened, read
from connectors.smartbot.replies import markdown
from connectors.smartbot.wire import opened
from connectors.tencent.cipher import Cipher, Forged, Unreadable
from storage.store import Store
from storage.tx import Tx
from tests.connectors.doors import Client
from tests.connectors.smartbot.colleague import Colleague, signed
from tests.connectors.smartbot.platform import KEY, TOKEN, Platform
from tests.connectors.wechat import crypt
from tests.connectors.wecom.conftest import Quiet
from tests.patience import PATIENCE

ALONE = "smartbot:zhangsan"


async def heard(ledger: Store) -> list[str]:
    return [line.text for line in await ledger.read(lambda tx: tx.outbox.history(ALONE)) if not line.mine]


async def test_the_platform_may_verify_the_address(bot: Client) -> None:
    encrypted = crypt.encrypt("1616140317555161061", KEY, "")
    response = await bot.get("/wecom-bot", params=signed(encrypted) | {"echostr": encrypted})
    assert (response.status, await response.read()) == (200, b"1616140317555161061")


@pytest.mark.parametrize(("receiver", "token"), [("", "another token"), ("ww5823bf96d3bd56c7", TOKEN)])
async def test_nobody_else_may(bot: Client, receiver: str, token: str) -> None:
    encrypted = crypt.encrypt("161614", KEY, receiver)
    response = await bot.get("/wecom-bot", params=signed(encrypted, token) | {"echostr": encrypted})
    assert response.status == 403
    assert (await bot.get("/wecom-bot")).status == 403


async def test_what_the_platform_did_not_sign_has_no_effect(
    bot: Client, alone: Colleague, ledger: Store, quiet: Quiet
) -> None:
    inside = json.dumps(alone.message("text", text={"content": "转人工"}))
    query, body = alone.envelope(inside)
    other, _ = alone.envelope(json.dumps(alone.message("text", text={"content": "你好"})))
    for address in ({}, other, alone.envelope(inside, token="another token")[0], query | {"nonce": "x"}):
        assert (await bot.post("/wecom-bot", params=address, data=body)).status == 403
    await quiet()
    assert await heard(ledger) == []


async def test_a_stranger_cannot_read_an_answer_by_its_name(bot: Client, alone: Colleague) -> None:
    call = alone.message("text", text={"content": "你好"})
    first = await alone.deliver(call)
    for room in ("", "wrkSFfCgAALFgnrSsWU38puiv4yvExuw"):
        other = Colleague(bot, alone.platform, "lisi", room)
        assert "小石榴" not in (await other.refresh(first.name)).text


@pytest.mark.parametrize(
    "inside",
    [
        "", "no json", "{}", "[]", "null", '{"msgid": 7}', '{"msgid": "1", "from": {"userid": "a b"}}',
        '{"msgid": "1", "from": {"userid": "zhangsan"}, "msgtype": "event", "event": {"eventtype": "x"}}',
        '{"msgid": "", "from": {"userid": "zhangsan"}, "msgtype": "text", "text": {"content": "你好"}}',
        '{"msgid": "1", "from": {"userid": "zhangsan"}, "msgtype": "text", "text": "你好"}',
        '{"msgid": "1", "from": {"userid": "a"}, "chattype": "group", "msgtype": "text"}',
        '{"a":' * 5000, '{"msgid": "\\ud800"}',
    ],
)  # fmt: skip
async def test_signed_nonsense_is_acknowledged_and_means_nothing(
    alone: Colleague, ledger: Store, quiet: Quiet, inside: str
) -> None:
    query, body = alone.envelope(inside)
    response = await alone.client.post("/wecom-bot", params=query, data=body)
    assert (response.status, await response.read()) == (200, b"")
    await quiet()
    assert await ledger.read(lambda tx: tx.inbox.backlog(9) + tx.inbox.dead()) == []


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b'{"encrypt": 5}', b'{"Encrypt": "x"}', b"[[[["])
async def test_a_body_that_is_no_envelope_means_nothing(bot: Client, body: bytes) -> None:
    response = await bot.post("/wecom-bot", params=signed("x"), data=body)
    assert (response.status, await response.read()) == (200, b"")


async def test_a_huge_body_is_not_read(bot: Client) -> None:
    assert (await bot.post("/wecom-bot", params=signed("x"), data=b"x" * 400_000)).status == 413


async def test_a_question_for_an_answer_that_nobody_began_ends(alone: Colleague) -> None:
    answer = await alone.refresh("never begun")
    assert answer.finish
    assert answer.text


async def test_a_kind_that_is_not_known_is_asked_about(alone: Colleague) -> None:
    assert await alone.hear(alone.message("sticker"))


@pytest.fixture
def impatient(channel: Smartbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.smartbot.callback.LAST_CHANCE", 0.05)
    channel.patience = 0.05


async def test_what_is_not_kept_in_time_is_not_acknowledged(
    impatient: None, alone: Colleague, channel: Smartbot, ledger: Store, quiet: Quiet
) -> None:
    loop, let_go = asyncio.get_running_loop(), threading.Event()
    begun = loop.create_future()

    def busy(_tx: Tx) -> None:
        loop.call_soon_threadsafe(begun.set_result, None)
        let_go.wait(PATIENCE)

    slow = asyncio.create_task(ledger.run(busy))
    await begun
    call = alone.message("text", text={"content": "你好"})
    answer = await alone.deliver(call)
    assert answer.status == 503
    let_go.set()
    await slow
    async with asyncio.timeout(PATIENCE):  # it was kept all the same, only later
        while await heard(ledger) != ["你好"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await quiet()
    await alone.deliver(call)
    await quiet()
    assert await heard(ledger) == ["你好"]
    assert alone.screen.count("小石榴") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("138****0123 和 139****4567", "138＊＊＊＊0123 和 139＊＊＊＊4567"),
        ("第一行\n第二行\n\n第三行", "第一行  \n第二行\n\n第三行"),
        ("# 一\n> 二\n1. 三", "＃ 一  \n＞ 二  \n1. 三"),
        ("<think>`x`</think> 9:00~11:00", "＜think>｀x｀＜/think> 9:00～11:00"),
    ],
)
def test_a_plain_text_looks_the_same_as_markdown(text: str, shown: str) -> None:
    assert markdown(text) == shown


async def test_no_secret_account_address_or_word_is_logged(
    alone: Colleague, platform: Platform, channel: Smartbot, caplog: pytest.LogCaptureFixture, quiet: Quiet
) -> None:
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await alone.say("书屋锁着门")
        query, body = alone.envelope("no json")
        await alone.client.post("/wecom-bot", params=query, data=body)
        await alone.hear(alone.message("image", image={"url": f"{platform.url}/media/gone"}))
        platform.expire()
        await quiet()
    kept = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    told = f"{logs}{kept}"
    assert "callback not readable" in told
    assert "attachment not given" in told
    for secret in (TOKEN, KEY, "zhangsan", "书屋", "response_code", "/media/"):
        assert secret not in told


def test_no_body_breaks_the_door() -> None:
    cipher = Cipher("", TOKEN, (KEY,))
    words = st.one_of(
        st.sampled_from(["text", "mixed", "event", "stream", "group", "single", "enter_chat", "image"]),
        st.text(max_size=12),
    )
    parts = st.recursive(
        st.one_of(words, st.integers(), st.none(), st.booleans()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["content", "url", "msg_item", "msgtype", "text", "id"]), inner),
        ),
        max_leaves=8,
    )
    names = st.sampled_from(
        [
            "msgid",
            "from",
            "chatid",
            "chattype",
            "msgtype",
            "text",
            "mixed",
            "quote",
            "image",
            "stream",
            "event",
        ]
    )
    shaped = st.dictionaries(names, st.one_of(parts, st.just({"userid": "zhangsan"}))).map(
        lambda made: json.dumps({"msgid": "1", "from": {"userid": "a"}} | made)
    )

    @settings(max_examples=400, deadline=None)
    @given(st.one_of(st.text(max_size=200), shaped), st.randoms())
    def hold(inside: str, dice: Random) -> None:
        encrypted = crypt.encrypt(inside.encode(errors="replace").decode(), KEY, "")
        cut = encrypted[: dice.randrange(len(encrypted)) + 1] if dice.randrange(4) == 0 else encrypted
        try:
            call, _ = opened(cipher, msgspec.json.encode({"encrypt": cut}), signed(cut))
        except (Unreadable, Forged):
            return
        meaning = read(call, datetime.now(UTC), "文化小石榴")
        assert not isinstance(meaning, Happened) or meaning.message.sender == call.sender.userid

    hold()

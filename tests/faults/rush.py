"""Many followers of the Official Account at once, with WeChat's own manners: five seconds, three deliveries.

Each follower says one thing, in safe mode. What WeChat would show them is compared with what was said.
"""

import asyncio
import itertools
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from connectors.wechat.callback import PATIENCE
from storage.tx import Tx
from tests.connectors.wechat import crypt
from tests.connectors.wechat.platform import APP_ID, KEY, SECRET, TOKEN, Platform
from tests.faults.serving import Serving
from tests.patience import START

HANGS_UP, DELIVERIES = 5.0, 3
ACCOUNT = "gh_7f083739789a"
QUESTION = "图书馆几点开门"
_numbers = itertools.count(23_456_789_012_345_678)


@dataclass
class Outcome:
    """What WeChat saw: ``seconds`` of each answer, ``hung_up`` without one, ``shown`` texts by follower."""

    followers: list[str]
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    hung_up: int = 0
    given_up: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)
    heard: Counter[str] = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * share)]


async def rush(
    var: Path,
    count: int,
    per_second: float,
    commit_seconds: float,
    again: int = 0,
    patience: float = PATIENCE,
) -> Outcome:
    """Let ``count`` followers write, ``per_second`` of them; ``again``: deliveries beyond the first, answered or not;
    ``patience``: the seconds after which the bot answers in any case.

    The server that should understand messages is down all the time.
    """
    platform = Platform()
    await platform.start()
    serving = Serving(var, {
        "WECHAT_APP_ID": APP_ID, "WECHAT_TOKEN": TOKEN, "WECHAT_AES_KEY": KEY, "WECHAT_SECRET": SECRET,
        "WECHAT_API": platform.url, "NLU": "rasa", "RASA_URL": "http://127.0.0.1:9",
        "TEST_COMMIT_SECONDS": str(commit_seconds), "TEST_PATIENCE": str(patience),
        "DATABASE": f"sqlite:///{var / 'shiliu.db'}",
    }, module="tests.faults.slow_serve")  # fmt: skip
    await serving.start()
    serving.tell(signal.SIGUSR1)
    try:
        outcome = Outcome([f"oRush{number:06d}" for number in range(count)])
        async with ClientSession(
            timeout=ClientTimeout(total=HANGS_UP), connector=TCPConnector(limit=0)
        ) as client:
            wechat = _Wechat(client, serving, platform, outcome, again)
            async with asyncio.TaskGroup() as tasks:
                begun = time.monotonic()
                for number, openid in enumerate(outcome.followers):
                    await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
                    tasks.create_task(wechat.brings(openid))
        serving.tell(signal.SIGUSR1)
        await _settled(serving, outcome)
        for openid, texts in platform.sent.items():
            outcome.shown.setdefault(openid, []).extend(texts)
    finally:
        await serving.stop()
        await platform.stop()
    return outcome


@dataclass
class _Wechat:
    client: ClientSession
    serving: Serving
    platform: Platform
    outcome: Outcome
    again: int

    async def brings(self, openid: str) -> None:
        """Deliver a message until it is answered, at most three times."""
        self.platform.wrote(openid)
        xml = (
            f"<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>{openid}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime><MsgType>text</MsgType>"
            f"<Content><![CDATA[{QUESTION}]]></Content><MsgId>{next(_numbers)}</MsgId></xml>"
        )
        answers = [await self._once(xml) for _ in range(1 + self.again)]
        while answers[-1] is None and len(answers) < DELIVERIES:
            answers.append(await self._once(xml))
        told = [answer for answer in answers if answer is not None]
        if not told:
            self.outcome.given_up.append(openid)
        if told and told[-1]:
            self.outcome.shown[openid] = [told[-1]]

    async def _once(self, xml: str) -> str | None:
        """Deliver once; returns what is shown, "" for nothing, None where it was not taken."""
        encrypted = crypt.encrypt(xml, KEY, APP_ID)
        body = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
        begun = time.monotonic()
        try:
            async with self.client.post(
                f"{self.serving.url}/wechat", params=crypt.address(TOKEN, encrypted), data=body.encode()
            ) as answer:
                text = await answer.text()
        except (TimeoutError, ClientError):
            self.outcome.hung_up += 1
            return None
        self.outcome.seconds.append(time.monotonic() - begun)
        self.outcome.statuses[answer.status] += 1
        if answer.status != 200:
            await asyncio.sleep(max(0.0, begun + HANGS_UP - time.monotonic()))
            return None
        if text in ("success", ""):
            return ""
        opened, _ = crypt.decrypt(crypt.element("Encrypt", text), KEY)
        return crypt.element("Content", opened)


async def _settled(serving: Serving, outcome: Outcome) -> None:
    """Wait until nothing is left to handle or to send."""
    store = await serving.ledger()
    try:
        async with asyncio.timeout(START):
            while await store.read(_busy):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.2)
        outcome.heard = await store.read(lambda tx: _heard(tx, outcome.followers))
    finally:
        await store.close()


def _busy(tx: Tx) -> bool:
    return bool(tx.inbox.backlog(1) or tx.outbox.rows("pending", 1))


def _heard(tx: Tx, followers: list[str]) -> Counter[str]:
    return Counter(
        {one: sum(not line.mine for line in tx.outbox.history(f"wechat:{one}", 50)) for one in followers}
    )

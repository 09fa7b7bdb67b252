"""A survey to many Telegram chats, with a kill on the way and a resident who asks something meanwhile."""

import asyncio
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.people import Somebody
from tests.faults.serving import ROOT, Serving
from tests.faults.storm import SECRET

FIRST_CHAT = 2_000_000
ASKS = "图书馆几点开门"


class Stamped(list[dict[str, Any]]):
    """What was sent, with the time of each."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def append(self, message: dict[str, Any]) -> None:
        self.times.append(time.time())
        super().append(message)


@dataclass
class Outcome:
    """``sent``: chats in the order of sending, ``times`` of each; ``before_answer``: invitations that went
    between the moment when a resident's answer was written down and its own."""

    chats: int
    sent: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    before_answer: int = 0

    @property
    def received(self) -> Counter[int]:
        return Counter(self.sent)

    def fastest(self, seconds: float = 1.0) -> int:
        """The most messages within so many seconds."""
        first, most = 0, 0
        for last, at in enumerate(self.times):
            while self.times[first] <= at - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most


async def mail(var: Path, chats: int, kill_after: int) -> Outcome:
    """Invite everybody; kill the bot after so many invitations, start it again, wait for the last."""
    api = BotApi()
    serving = Serving(var, {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": SECRET, "TELEGRAM_API": await api.start(),
        "TELEGRAM_MODE": "webhook", "DATABASE": f"sqlite:///{var / 'shiliu.db'}",
    })  # fmt: skip
    await serving.start()
    outcome = Outcome(chats)
    try:
        await _acquaint(serving, api, chats)
        api.sent = sent = Stamped()
        await _start_campaign(serving)
        await _until(lambda: len(sent) >= kill_after)
        await serving.kill()
        await serving.start()
        outcome.before_answer = await _asks(serving, api, sent)
        await _until(lambda: len({m["chat"]["id"] for m in sent if m["text"] != ASKS}) >= chats)
        outcome.sent = [message["chat"]["id"] for message in sent]
        outcome.times = sent.times
    finally:
        await serving.stop()
        await api.stop()
    return outcome


async def _acquaint(serving: Serving, api: BotApi, chats: int) -> None:
    """Everybody has written before."""
    store = await serving.ledger()
    numbers = range(FIRST_CHAT, FIRST_CHAT + chats)
    api.groups |= set(numbers)
    for first in range(0, chats, 500):
        some = numbers[first : first + 500]
        await store.run(lambda tx, some=some: [tx.people.identify("telegram", str(n), str(n)) for n in some])
    await store.close()


async def _start_campaign(serving: Serving) -> None:
    environment = {**os.environ, "SHILIU_VAR": str(serving.var), "PYTHONPATH": str(ROOT)}
    command = (
        sys.executable,
        "-m",
        "app.cli",
        "campaign",
        "start",
        "--database",
        serving.settings["DATABASE"],
    )
    process = await asyncio.create_subprocess_exec(*command, cwd=serving.var, env=environment)
    assert await process.wait() == 0


async def _asks(serving: Serving, api: BotApi, sent: Stamped) -> int:
    """A resident asks in the middle of it; returns how many invitations went before the answer."""
    person = Somebody(api, FIRST_CHAT + 7)
    await person.says(ASKS)
    before = len(sent)
    async with ClientSession() as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with client.post(f"{serving.url}/telegram", json=api.updates[-1], headers=headers) as answer:
            assert answer.status == 200
    await _until(lambda: any(_answers(m, person) for m in sent[before:]))
    answer = next(at for at, m in enumerate(sent) if at >= before and _answers(m, person))
    written = await _written(serving, person)
    return sum(at >= written for at in sent.times[before:answer])


async def _written(serving: Serving, person: Somebody) -> float:
    """When the bot had its answer ready; how long it takes to understand is the machine's affair."""
    store = await serving.ledger()
    lines = await store.read(lambda tx: tx.outbox.history(f"telegram:{person.id}", 9))
    await store.close()
    return next(line.at.timestamp() for line in reversed(lines) if line.mine and "图书馆" in line.text)


def _answers(message: dict[str, Any], person: Somebody) -> bool:
    return message["chat"]["id"] == person.chat and "图书馆" in message["text"]


async def _until(holds: Any) -> None:
    while not holds():  # noqa: ASYNC110 - another process works
        await asyncio.sleep(0.02)

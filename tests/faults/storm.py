"""Telegram at its worst: updates out of order, twice, forty at a time, while the bot is killed again and again.

Each of many residents says the same five things at once; what the ledger holds at the end is compared with
what was said.
"""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from config.loader import load_profile
from storage.people import CaseFilter
from storage.tx import Tx
from tests.connectors.telegram.bot_api import TOKEN, BotApi
from tests.connectors.telegram.people import Somebody
from tests.faults.serving import Serving
from tests.patience import START

SECRET = "storm-secret"
AT_ONCE = 40
"""The platform's own default; it brings so many updates side by side."""
DOUBLED = 0.2
PATIENCE = "1.5"
"""Seconds that the bot waits for an update that is missing: forty at a time take their while on a busy machine."""
FIRST_CHAT = 1_000_000
THINGS = ("音响坏了", "灯不亮了", "凳子断了腿", "门锁打不开", "顶棚漏雨")
SCRIPT = (
    "{where}文化广场的{thing}，来修修吧，我叫李桂花，电话13900001234",
    "对",
    "图书馆几点开门",
    "我的事办到哪了",
    "谢谢",
)


@dataclass
class Outcome:
    """``heard``: what each chat said, as the ledger has it; ``cases``: how many each resident has there."""

    said: dict[str, list[str]]
    heard: dict[str, list[str]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    cases: Counter[str | None] = field(default_factory=Counter)
    backlog: int = 0
    findings: list[Any] = field(default_factory=list)
    deliveries: int = 0
    kills: int = 0


async def storm(var: Path, chats: int, kills: int, seed: int) -> Outcome:
    """Deliver five updates of each chat, and return what became of them."""
    api, chance = BotApi(), random.Random(seed)
    base = await api.start()
    serving = Serving(var, {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": SECRET, "TELEGRAM_API": base, "TELEGRAM_MODE": "webhook",
        "DATABASE": f"sqlite:///{var / 'shiliu.db'}", "TEST_PATIENCE": PATIENCE,
    }, module="tests.faults.slow_serve")  # fmt: skip
    await serving.start()
    try:
        outcome = Outcome(await _speak(api, chats, chance))
        await _Platform(api, serving, chance, kills, outcome).bring_all()
        await _settled(serving, outcome)
    finally:
        await serving.stop()
        await api.stop()
    outcome.kills = serving.kills
    return outcome


async def _speak(api: BotApi, chats: int, chance: random.Random) -> dict[str, list[str]]:
    """Everybody says everything; residents by the dozen speak at the same time."""
    places = [f"{town.name}{one.name}" for town in load_profile("yiyuan").towns for one in town.villages]
    said: dict[str, list[str]] = {}
    for first in range(0, chats, 8):
        table = range(first, min(first + 8, chats))
        order = [chat for chat in table for _ in SCRIPT]
        chance.shuffle(order)
        for chat in order:
            person = Somebody(api, FIRST_CHAT + chat)
            lines = said.setdefault(f"telegram:{person.id}", [])
            where, thing = places[chat % len(places)], THINGS[chat // len(places) % len(THINGS)]
            lines.append(SCRIPT[len(lines)].format(where=where, thing=thing))
            await person.says(lines[-1])
    return said


@dataclass
class _Platform:
    """Brings what waits, never in order, until it is taken."""

    api: BotApi
    serving: Serving
    chance: random.Random
    kills: int
    outcome: Outcome

    async def bring_all(self) -> None:
        waiting = [(update["update_id"], update) for update in self.api.updates]
        self.api.updates.clear()
        again = self.chance.sample(waiting, int(len(waiting) * DOUBLED))
        deaths = self._moments(len(waiting))
        async with ClientSession(timeout=ClientTimeout(total=20)) as client:
            running: set[asyncio.Task[None]] = set()
            while waiting or running:
                if deaths and self.outcome.deliveries >= deaths[0]:
                    deaths.pop(0)
                    await self.serving.kill()
                    running.add(asyncio.create_task(self.serving.start()))
                while waiting and len(running) < AT_ONCE:
                    one = waiting.pop(self.chance.randrange(min(AT_ONCE - len(running), len(waiting))))
                    running.add(asyncio.create_task(self._bring(client, one, waiting)))
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                if again and not waiting:
                    waiting, again = sorted(again), []

    def _moments(self, updates: int) -> list[int]:
        return sorted(self.chance.randrange(1, updates) for _ in range(self.kills))

    async def _bring(self, client: ClientSession, one: tuple[int, Any], waiting: list[Any]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        with suppress(ClientError, OSError, TimeoutError):
            async with client.post(f"{self.serving.url}/telegram", json=one[1], headers=headers) as answer:
                if answer.status == 200:
                    self.outcome.deliveries += 1
                    return
        await asyncio.sleep(0.05)
        waiting.insert(0, one)


async def _settled(serving: Serving, outcome: Outcome) -> None:
    """Wait until everything is handled, and read what the ledger holds."""
    store = await serving.ledger()
    try:
        async with asyncio.timeout(START):
            while await store.read(lambda tx: tx.inbox.backlog(1)):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(0.2)
        await store.read(lambda tx: _note(tx, outcome))
    finally:
        await store.close()


def _note(tx: Tx, outcome: Outcome) -> None:
    outcome.backlog = len(tx.inbox.backlog(10)) + len(tx.inbox.dead(10))
    for conversation, said in outcome.said.items():
        lines = tx.outbox.history(conversation, 100)
        outcome.heard[conversation] = [line.text for line in lines if not line.mine]
        if sum(line.mine for line in lines) < len(said):
            outcome.unanswered.append(conversation)
    outcome.cases.update(case.reporter for case in tx.ledger.cases(CaseFilter(limit=100_000)))
    outcome.findings = tx.ledger.verify()

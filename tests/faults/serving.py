"""A real bot in a process of its own, which can be killed and started again on the same ledger."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession

from config.secrets import load_secrets
from storage.store import Store
from tests.patience import START
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


@dataclass
class Serving:
    """``var`` holds ledger and secret; ``settings`` are the variables without their prefix."""

    var: Path
    settings: Mapping[str, str]
    module: str = "app.cli"
    port: int = field(default_factory=free_port)
    kills: int = 0
    _process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it answers."""
        own = {"SHILIU_VAR": str(self.var), "SHILIU_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        variables = {f"SHILIU_{name}": value for name, value in self.settings.items()}
        environment = {**os.environ, **own, **variables}
        with (self.var / "serve.log").open("ab") as told:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self.module, "serve", cwd=self.var, env=environment,
                stdout=told, stderr=told,
            )  # fmt: skip
        async with ClientSession() as client, asyncio.timeout(START):
            while True:
                with suppress(ClientError, OSError):
                    async with client.get(f"{self.url}/healthz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """Pull the plug."""
        self.kills += 1
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Let it close the door."""
        await self._end(signal.SIGTERM)

    def tell(self, which: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(which)

    async def ledger(self) -> Store:
        """Open its ledger beside it."""
        secrets = load_secrets(self.var / "secret.key")
        return await Store.open(
            f"sqlite:///{self.var / 'shiliu.db'}", secrets.encryption, lambda: datetime.now(UTC)
        )

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

"""Programs by others, which node runs; they share no code with the bot or with these tests."""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.patience import START

HERE = Path(__file__).parent
NONCE = "1372623149"


async def answer(script: str, asked: dict[str, Any]) -> Any:
    """Ask a script something in JSON; what we serve goes on meanwhile."""
    return await asyncio.to_thread(_answer, script, asked)


def _answer(script: str, asked: dict[str, Any]) -> Any:
    command = ["node", "--no-deprecation", str(HERE / script)]
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, timeout=START, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@asynccontextmanager
async def listening(script: str, settings: object) -> AsyncIterator[str]:
    """Run a server; gives its address."""
    process = await asyncio.create_subprocess_exec(
        "node", "--no-deprecation", str(HERE / script), json.dumps(settings), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(START):
            port = int(await process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.communicate()


@dataclass(frozen=True)
class Crypto:
    """One account in a package of others; ``library`` is its name in the registry."""

    library: str
    token: str
    key: str
    id: str

    def seal(self, texts: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
        """Return the ciphertexts, each with the query that signs it."""
        query = {"timestamp": str(int(time.time())), "nonce": NONCE}
        made = self._asked(query["timestamp"], NONCE, seal=list(texts))
        return [(one["encrypted"], {**query, "msg_signature": one["signature"]}) for one in made]

    def open(self, encrypted: str, stamp: str, nonce: str) -> dict[str, Any]:
        """Return ``message`` and ``id`` of a ciphertext, its ``signature``, and the ``fields`` of XML."""
        [opened] = self._asked(stamp, nonce, open=[encrypted])
        found: dict[str, Any] = opened
        return found

    def _asked(self, stamp: str, nonce: str, **deed: list[str]) -> Any:
        own = {"library": self.library, "token": self.token, "key": self.key, "id": self.id}
        return _answer("crypto.js", {**own, "stamp": stamp, "nonce": nonce, **deed})

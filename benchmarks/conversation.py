"""Five-turn intake over REST with durable commits, side by side with a stock Rasa assistant.

usage: python -m benchmarks.conversation [--conversations 400] [--peer FOLDER --venv .venv-nlu]

Both servers run on this machine, one after the other, under the same driver load: 16 conversations at
once, every message answered before the next is sent. Prints messages/s, p50, p99, memory, the ratio.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

TURNS = ("你好", "希望村里能多办点广场舞", "燕崖镇北刘庄村", "13900001234", "对")
DONE = "给您记上了"
AT_ONCE = 16
PORT = 8137
BUDGET_RATIO = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Messages per second, latencies in milliseconds, resident memory in MB, intakes that ended well."""

    per_second: float
    p50: float
    p99: float
    memory: float
    saved: int

    def line(self, name: str) -> str:
        """Return the figures as one line."""
        return (
            f"{name:<8} {self.per_second:8.1f} messages/s   p50 {self.p50:7.1f} ms   "
            f"p99 {self.p99:7.1f} ms   {self.memory:6.0f} MB   saved {self.saved}"
        )


def main() -> None:
    """Measure ours, then the peer if its folder is given, and print the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=int, default=400)
    parser.add_argument("--peer", type=Path, default=Path("../shared/peer_rasa"))
    parser.add_argument("--venv", type=Path, default=Path(".venv-nlu"))
    args = parser.parse_args()
    ours = asyncio.run(measure_ours(args.conversations))
    print(ours.line("shiliu"))
    if not (args.peer / "run.sh").exists() or not args.venv.exists():
        print(f"no peer: needs {args.peer}/run.sh and {args.venv}")
        return
    peer = measure_peer(args.peer, args.venv, max(100, args.conversations // 4))
    print(peer.line("rasa"))
    print(f"ratio    {ours.per_second / peer.per_second:8.1f} x   (budget: {BUDGET_RATIO} x)")


async def measure_ours(conversations: int) -> Figures:
    """Start ``shiliu serve`` on a fresh ledger and drive it."""
    with tempfile.TemporaryDirectory() as folder:
        # One address speaks for all residents here, so the limit per sender is no limit of this test.
        env = {**os.environ, "SHILIU_VAR": folder}
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(PORT)]
        server = await asyncio.create_subprocess_exec(*command, env=env, stdout=subprocess.DEVNULL)
        try:
            await _until_up()
            await drive(20, 1, "warm")
            return await drive(conversations, AT_ONCE, "u", server.pid)
        finally:
            server.terminate()
            await server.wait()


async def drive(conversations: int, at_once: int, prefix: str, pid: int | None = None) -> Figures:
    """Hold conversations of five messages, ``at_once`` at a time."""
    times: list[float] = []
    saved = 0
    gate = asyncio.Semaphore(at_once)
    url = f"http://127.0.0.1:{PORT}/webhooks/rest/webhook"
    async with aiohttp.ClientSession() as session:

        async def converse(number: int) -> None:
            nonlocal saved
            async with gate:
                for text in TURNS:
                    begun = time.perf_counter()
                    async with session.post(
                        url, json={"sender": f"{prefix}{number}", "message": text}
                    ) as answer:
                        replies = await answer.json()
                    times.append(time.perf_counter() - begun)
                saved += any(DONE in reply["text"] for reply in replies)

        begun = time.perf_counter()
        await asyncio.gather(*(converse(number) for number in range(conversations)))
        seconds = time.perf_counter() - begun
    times.sort()
    memory = _resident(pid) if pid else 0.0
    middle, high = times[len(times) // 2] * 1e3, times[int(len(times) * 0.99)] * 1e3
    return Figures(len(times) / seconds, middle, high, memory, saved)


def measure_peer(folder: Path, venv: Path, conversations: int) -> Figures:
    """Run the peer's own script; its last line of figures is the one with 16 at once."""
    run = subprocess.run(
        ["bash", str(folder / "run.sh"), str(venv), str(conversations)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.findall(r"saved=(\d+) messages/s=([\d.]+) p50=([\d.]+)ms p99=([\d.]+)ms", run.stdout)
    memory = re.search(r"VmRSS:\s+(\d+)", run.stdout)
    saved, per_second, p50, p99 = found[-1]
    return Figures(
        float(per_second), float(p50), float(p99), int(memory.group(1)) / 1024 if memory else 0, int(saved)
    )


async def _until_up() -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            try:
                async with session.get(f"http://127.0.0.1:{PORT}/healthz") as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    match = re.search(r"VmRSS:\s+(\d+)", status)
    return int(match.group(1)) / 1024 if match else 0.0


if __name__ == "__main__":
    main()

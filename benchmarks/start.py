"""Second start of ``shiliu serve``: seconds to the first answer, and resident memory.

usage: python -m benchmarks.start
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PORT = 8138
STARTS = 5


def main() -> None:
    """Start a few times on the same ledger and print each."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(STARTS):
            seconds, memory = start({**os.environ, "SHILIU_VAR": folder})
            print(f"{'first' if not number else 'again':<6} {seconds:5.2f} s  {memory:5.0f} MB")


def start(env: dict[str, str]) -> tuple[float, float]:
    """Start the server, wait for its first answer, stop it; returns seconds and MB."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        while not _up():
            time.sleep(0.02)
        seconds = time.perf_counter() - begun
        status = Path(f"/proc/{server.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return seconds, int(kilobytes) / 1024
    finally:
        server.terminate()
        server.wait()


def _up() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


if __name__ == "__main__":
    main()

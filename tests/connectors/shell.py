"""Commands as they are typed: a process of its own, with nothing of ours in its surroundings."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.patience import START

ROOT = Path(__file__).parents[2]
Run = Callable[..., Awaitable[tuple[int, str]]]


def typed(folder: Path, variables: Mapping[str, str]) -> Run:
    """Return what types a command in ``folder``; it gives exit code and output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHILIU_")}

    def run(*words: str, **more: str) -> tuple[int, str]:
        given = {**clean, "SHILIU_VAR": str(folder), "PYTHONPATH": str(ROOT), **variables, **more}
        command = [sys.executable, "-m", "app.cli", *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=given, cwd=folder, timeout=START, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return lambda *words, **more: asyncio.to_thread(run, *words, **more)

"""Where Telegram is off, nothing of it costs anything."""

import subprocess
import sys

from tests.patience import START

CHECK = """
import sys
import app.commands.serve, connectors.telegram
assert not [name for name in sys.modules if name.split(".")[0] == "aiogram"]
"""


def test_aiogram_is_not_imported_before_the_channel_starts() -> None:
    subprocess.run([sys.executable, "-c", CHECK], check=True, timeout=START)

"""The dialogues that were chosen, by file and name."""

from pathlib import Path

import yaml

from app.rehearsal.scenario import Scenario, load
from tests.connectors.wire.wire import Wire

HERE = Path(__file__).parent
TRANSCRIPTS = HERE.parents[1] / "transcripts"


def _chosen() -> dict[str, list[Scenario]]:
    ids = yaml.safe_load((HERE / "dialogues.yaml").read_text(encoding="utf-8"))
    files = {stem: {s.id: s for s in load(TRANSCRIPTS / f"{stem}.yaml")} for stem in ids}
    return {stem: [files[stem][name] for name in ids[stem]] for stem in ids} | {
        "more": load(HERE / "more.yaml")
    }


DIALOGUES = _chosen()


LEFT_OUT = {
    ("smartbot", "intake_groups", "Q01"): "what does not call the bot never comes to it",
}
"""By channel, file and id: what a channel cannot show, and why."""


def held(wire: Wire) -> dict[str, list[Scenario]]:
    """Return the dialogues that are held on a wire, by file: those in groups where it has groups."""
    found = {
        file: [s for s in some if _room(s, wire) and (wire.channel, file, s.id) not in LEFT_OUT]
        for file, some in DIALOGUES.items()
    }
    return {file: some for file, some in found.items() if some}


def _room(scenario: Scenario, wire: Wire) -> bool:
    return scenario.channel != "group" or "group" not in wire.cannot

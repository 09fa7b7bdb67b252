"""Teaches the encoder of calls and writes it to nlu/shipped/calls/encoder, and two that hear half of the records each.

usage: python -m nlu.training.encoder [--epochs N]

Needs the environment .venv-nlu beside its own, for TensorFlow.
"""

import argparse
import json
import random
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from config.loader import load_profile
from nlu.calls.encoder import LABELS, SHIPPED
from nlu.calls.tokens import ROLES, Tokeniser
from nlu.embedded import load
from nlu.gazetteer import Gazetteer
from nlu.training.calls import PROFILE
from nlu.training.calls_corpus import Record, read_records
from nlu.training.calls_needs import Cut
from nlu.training.corpus import read_folder
from nlu.training.encoder.export import export, vocabulary
from nlu.training.encoder.halves import HALVES, others, taught
from nlu.training.encoder.mixed import mixed
from nlu.training.encoder.pretrained import read
from nlu.training.encoder.samples import Sample, message, save, spoken, told, whole
from nlu.training.workshop import ROOT

PYTHON = ROOT / ".venv-nlu" / "bin" / "python"
EPOCHS, MIXED = 6, 1.8
"""How often all records are heard, and how many mixed ones for each of them; the last time they are heard alone."""
MESSAGES_IN = 2
"""In the first so many epochs the messages are heard too."""
SHORTEST = 10
"""Shorter messages are no need of a record."""
_TAUGHT = ("submit_need", "out_of_scope")


def main() -> None:
    """Teach and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    epochs = parser.parse_args().epochs
    records = read_records()
    for half in range(HALVES):
        _teach(others(records, half), epochs, taught(half))
    _teach(records, epochs, SHIPPED)


def _teach(records: Sequence[Record], epochs: int, folder: Path) -> None:
    start = read()
    vocabulary(start.pieces, start.scores, folder / "pieces.model")
    samples = _epochs(records, Tokeniser(folder / "pieces.model"), epochs)
    sizes = {"labels": {name: len(labels) for name, labels in LABELS.items()}, "roles": len(ROLES) + 1}
    with tempfile.TemporaryDirectory() as beside:
        files = [Path(beside) / f"{name}.npz" for name in ("start", "samples", "taught")]
        np.savez(files[0], sizes=np.array(json.dumps(sizes)), **start.weights)
        save(files[1], samples)
        subprocess.run([PYTHON, "-u", "-m", "nlu.training.encoder.fit", *files], cwd=ROOT, check=True)
        with np.load(files[2]) as weights:
            export(dict(weights), folder)


def _epochs(records: Sequence[Record], tokeniser: Tokeniser, count: int) -> list[list[Sample]]:
    model, gazetteer = load(), Gazetteer(load_profile(PROFILE))
    cuts = [Cut(record, model, gazetteer) for record in records]
    pairs = [(told(cut, tokeniser), cut) for cut in cuts]
    heard = [record for record, cut in pairs if whole(record, cut)]
    lines = [line for line in read_folder(ROOT / "nlu" / "data") if line.intent in _TAUGHT]
    messages = [message(line, tokeniser) for line in lines]
    needs = [spoken(line, tokeniser) for line in lines if len(line.text) >= SHORTEST]
    dice = random.Random(0)
    alone = [record.sample for record in heard]
    epochs = [
        alone + mixed(heard, needs, int(MIXED * len(heard)), dice) + (messages if at < MESSAGES_IN else [])
        for at in range(count - 1)
    ]
    print(f"{len(heard)} of {len(records)} records, {len(messages)} messages")
    return [*epochs, alone]


if __name__ == "__main__":
    main()

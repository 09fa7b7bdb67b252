"""The models of the call parser.

usage: python -m nlu.training.calls                    train on nlu/calls_data
       --folds N                                       also print figures by cross-validation
       python -m nlu.training.calls --evaluate FOLDER  figures of the shipped models on annotated records
       --wrong FIELD[,FIELD]                           also print what was read wrong
"""

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from config.loader import load_profile
from nlu.calls.encoder import Encoder, Senses
from nlu.calls.labeller import SHIPPED, Labeller, load
from nlu.calls.read import read_record, read_view
from nlu.embedded import Embedded
from nlu.embedded import load as load_model
from nlu.gazetteer import Gazetteer
from nlu.training.calls_corpus import FOLDER, Record, read_records
from nlu.training.calls_figures import Marks, marks_of, table
from nlu.training.calls_learning import Seen, learn
from nlu.training.corpus import read_folder
from nlu.training.encoder.halves import HALVES, taught
from nlu.training.train import made
from nlu.training.workshop import ROOT

PROFILE = "yiyuan"


def main() -> None:
    """Train or evaluate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--evaluate", type=Path)
    parser.add_argument("--wrong", default="")
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    records = read_records(args.evaluate or FOLDER)
    marks = _evaluated(records) if args.evaluate else _trained(records, args.folds)
    _report(records, marks, [name for name in args.wrong.split(",") if name])


def _report(records: Sequence[Record], marks: Sequence[Marks], wrong: Sequence[str]) -> None:
    for record, found in zip(records, marks, strict=False):
        for name, right, told in found:
            if name in wrong and not right:
                print(f"{record.id} {record.style} {name}: {told}")
    if marks:
        print(table([(record.style, found) for record, found in zip(records, marks, strict=True)]))


def _evaluated(records: Sequence[Record]) -> list[Marks]:
    model, gazetteer, labellers = load_model(), Gazetteer(load_profile(PROFILE)), load()
    marks, times = [], []
    for record in records:
        begun = time.perf_counter()
        read = read_record(record.transcript, model, gazetteer, labellers)
        times.append((time.perf_counter() - begun) * 1e3)
        marks.append(marks_of(record, read))
    times.sort()
    print(
        f"{len(records)} records  p50 {times[len(times) // 2]:.1f} ms  p95 {times[len(times) * 95 // 100]:.1f} ms"
    )
    return marks


def _apart() -> Embedded:
    """A model that has not seen these records: what the shipped one says of them is surer than it is of others."""
    return Embedded(made(read_folder(ROOT / "nlu" / "data"), "apart")[1])


def _senses(one: Seen) -> Senses:
    return one.senses


def _trained(records: Sequence[Record], folds: int) -> list[Marks]:
    model, gazetteer = _apart(), Gazetteer(load_profile(PROFILE))
    encoders = [Encoder(taught(half)) for half in range(HALVES)]
    seen = [Seen(record, model, gazetteer, encoders[at % HALVES]) for at, record in enumerate(records)]
    marks: dict[int, Marks] = {}
    for fold in range(folds):
        rest = [one for at, one in enumerate(seen) if at % folds != fold]
        labellers = {name: Labeller(content) for name, content in learn(rest).items()}
        for at in range(fold, len(seen), folds):
            read = read_view(seen[at].view, model, gazetteer, labellers, partial(_senses, seen[at]))
            marks[at] = marks_of(seen[at].record, read)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for name, content in learn(seen).items():
        (SHIPPED / f"{name}.crfsuite").write_bytes(content)
    print(f"{len(records)} records, {folds} folds")
    return [marks[at] for at in sorted(marks)]


if __name__ == "__main__":
    main()

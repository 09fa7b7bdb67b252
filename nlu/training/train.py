"""Training anew: python -m nlu.training.train. Exit code 1 where lines or figures forbid it.

Checks the lines of nlu/data and nlu/calls_data, has Rasa train the pipeline, exports it, measures it on nlu/test and puts it
into nlu/shipped, unless the model there measures better.
"""

import sys
from pathlib import Path

from nlu.embedded import SHIPPED, Embedded
from nlu.model import files
from nlu.training.calls_lines import training_lines
from nlu.training.checks import check, hard
from nlu.training.corpus import Line, read_folder
from nlu.training.evaluate import MAIN, evaluate, rounded, score, write_metrics
from nlu.training.export import export, fingerprint
from nlu.training.workshop import CONFIG, ROOT, VAR, train

NAME = "model"


def main() -> int:
    """The whole way; returns the exit code."""
    lines = training_lines()
    dev, tests = (read_folder(ROOT / "nlu" / name) for name in ("dev", "test"))
    mistakes = check(lines, tests, dev)
    _say(*mistakes)
    if hard(mistakes):
        return 1
    parts = make(lines)
    if not tests:
        _say("no test lines: shipped unmeasured")
        files.save(parts, SHIPPED)
        return 0
    return ship(parts, tests, SHIPPED)


def make(lines: list[Line], name: str = NAME) -> files.Parts:
    """Train and export."""
    archive = train(lines, name)
    _mark(name).write_text(fingerprint(lines, CONFIG), encoding="utf-8")
    return exported(archive, lines)


def made(lines: list[Line], name: str = NAME) -> tuple[Path, files.Parts]:
    """The model archive of these lines and its export; trained only if the last one of the name was of others."""
    if not _mark(name).exists() or _mark(name).read_text(encoding="utf-8") != fingerprint(lines, CONFIG):
        make(lines, name)
    archive = VAR / f"{name}.tar.gz"
    return archive, exported(archive, lines)


def _mark(name: str) -> Path:
    return VAR / f"{name}.sha256"


def exported(archive: Path, lines: list[Line]) -> files.Parts:
    """The parts of a trained archive, with what it was trained on."""
    counts = {"lines": len(lines), "entities": sum(len(line.spans) for line in lines)}
    return export(archive, {"training_data": fingerprint(lines, CONFIG), **counts})


def ship(parts: files.Parts, tests: list[Line], folder: Path) -> int:
    """Replace the model in a folder, unless it measures better on the same lines."""
    new = evaluate(Embedded(parts), tests)
    if (folder / files.META).exists():
        old = evaluate(Embedded(files.load(folder)), tests)
        _say(*(f"{name:24} {old[name]:.4f} -> {new[name]:.4f}" for name in MAIN))
        loss = score(old) - score(new)
        if loss > 0:
            _say(f"refused: worse than the shipped model by {loss:.4f} (mean of the figures above)")
            return 1
    parts.meta["metrics"] = rounded(new)
    files.save(parts, folder)
    write_metrics(new, folder)
    _say(f"shipped: {score(new):.4f} on {len(tests)} test lines")
    return 0


def _say(*sentences: str) -> None:
    print(*sentences, sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())

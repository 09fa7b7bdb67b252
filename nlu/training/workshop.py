"""Running Rasa, which lives in its own environment."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import yaml

from nlu.training.corpus import Line

ROOT = Path(__file__).parents[2]
RASA = ROOT / ".venv-nlu" / "bin" / "rasa"
VAR = ROOT / "var" / "nlu"
CONFIG = ROOT / "nlu" / "config.yml"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_MAX_CACHE_SIZE": "0",  # its cache does not notice changed code or word lists
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
}


class TrainingFailedError(Exception):
    """Rasa could not train, or dropped annotations while it did."""


class _Block(str):
    """Text written as a YAML literal block."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes examples as literal blocks, as Rasa asks for."""


_Dumper.add_representer(_Block, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


def write_lines(lines: Iterable[Line], path: Path) -> None:
    """Normalised lines as one Rasa training file, a block for each combination of labels."""
    blocks: dict[tuple[object, ...], tuple[Line, list[str]]] = {}
    for line in lines:
        key = (line.intent, tuple(sorted(line.labels.items())), line.audience, line.labels_only)
        blocks.setdefault(key, (line, []))[1].append(f"- {line.marked}\n")
    content = [
        {
            "intent": line.intent,
            **({"metadata": _metadata(line)} if line.labels else {}),
            "examples": _Block("".join(rows)),
        }
        for line, rows in blocks.values()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump({"version": "3.1", "nlu": content}, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def _metadata(line: Line) -> dict[str, object]:
    only = {"labels_only": True} if line.labels_only else {}
    return {**line.labels, "audience": list(line.audience), **only}


def train(lines: Iterable[Line], name: str) -> Path:
    """Train on lines; returns the model archive."""
    data = VAR / f"{name}.yml"
    write_lines(lines, data)
    command = [
        str(RASA), "train", "nlu", "--config", str(CONFIG), "--domain", str(CONFIG.with_name("domain.yml")),
        "--nlu", str(data), "--out", str(VAR), "--fixed-model-name", name,
    ]  # fmt: skip
    run = subprocess.run(command, cwd=VAR, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    log = run.stdout + run.stderr
    if run.returncode or "Misaligned" in log:
        raise TrainingFailedError(log[-4000:])
    return VAR / f"{name}.tar.gz"

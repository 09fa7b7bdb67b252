"""The files of a network: settings and characters, words, numbers."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from nlu.model.net import Floats, Output, Parts, Weights

SETTINGS, WORD_LIST, NUMBERS = "net.json", "net_words.txt", "net.npz"
FILES = (SETTINGS, WORD_LIST, NUMBERS)
STEPS = 127


def save(parts: Parts, folder: Path) -> None:
    """Write all files; word vectors take one byte a number, all others two."""
    settings = {
        "chars": parts.chars,
        "widths": parts.widths,
        "outputs": [asdict(output) for output in parts.outputs],
        "share": parts.share,
    }
    (folder / SETTINGS).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    (folder / WORD_LIST).write_text("\n".join(parts.word_list), encoding="utf-8")
    numbers = {name: array.astype(np.float16) for name, array in vars(parts.weights).items()}
    numbers["words"], step = in_steps(parts.weights.words)
    np.savez_compressed(folder / NUMBERS, step=np.float64(step), **numbers)


def load(folder: Path) -> Parts:
    """Read all files."""
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    with np.load(folder / NUMBERS, allow_pickle=False) as arrays:
        numbers = {name: arrays[name].astype(np.float32) for name in arrays.files if name != "step"}
        numbers["words"] *= np.float32(arrays["step"])
    outputs = tuple(
        Output(one["name"], tuple(one["classes"]), exclusive=one["exclusive"]) for one in settings["outputs"]
    )
    words = tuple((folder / WORD_LIST).read_text(encoding="utf-8").split("\n"))
    widths = tuple(settings["widths"])
    return Parts(tuple(settings["chars"]), words, Weights(**numbers), widths, outputs, settings["share"])


def in_steps(array: Floats) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int8]], float]:
    """The array in whole steps of a power of two, so that writing again what was read changes nothing."""
    highest = float(np.abs(array).max())
    step = 2.0 ** np.ceil(np.log2(highest / STEPS)) if highest else 1.0
    return np.round(array / step).astype(np.int8), step

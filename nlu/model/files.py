"""The files of a shipped model: n-grams, words with groups, heads, network, entity field, origin."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu.model import net, net_files
from nlu.model.linear import Head, Heads, in_steps, steps
from nlu.model.ngrams import Vocabulary

TERMS, WORDS, HEADS = "terms.txt", "words.json", "heads.json"
ARRAYS, FIELD, META = "model.npz", "entities.crfsuite", "meta.json"


@dataclass(frozen=True)
class Parts:
    """A whole model; ``field`` is a crfsuite model file, ``meta`` says what it was trained on."""

    vocabulary: Vocabulary
    heads: Heads
    net: net.Parts
    field: bytes
    meta: dict[str, Any]


def save(parts: Parts, folder: Path) -> None:
    """Write all files; weights as bytes, which they fit (see ``linear.storable``)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TERMS).write_text("\n".join(parts.vocabulary.terms), encoding="utf-8")
    words = json.dumps(parts.vocabulary.words, ensure_ascii=False, separators=(",", ":"))
    (folder / WORDS).write_text(words, encoding="utf-8")
    (folder / HEADS).write_text(
        json.dumps([asdict(head) for head in parts.heads.heads], indent=1), encoding="utf-8"
    )
    (folder / FIELD).write_bytes(parts.field)
    (folder / META).write_text(json.dumps(parts.meta, indent=1), encoding="utf-8")
    heads = parts.heads
    np.savez_compressed(
        folder / ARRAYS, weights=in_steps(heads.weights), steps=steps(heads.weights), bias=heads.bias
    )
    net_files.save(parts.net, folder)


def load(folder: Path) -> Parts:
    """Read all files."""
    with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
        weights, bias = arrays["weights"].astype(np.float32) * arrays["steps"], arrays["bias"]
    terms = (folder / TERMS).read_text(encoding="utf-8").split("\n")
    words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    heads = tuple(head_of(saved) for saved in json.loads((folder / HEADS).read_text(encoding="utf-8")))
    return Parts(
        Vocabulary(terms, words),
        Heads(heads, weights, bias),
        net_files.load(folder),
        (folder / FIELD).read_bytes(),
        json.loads((folder / META).read_text(encoding="utf-8")),
    )


def head_of(saved: dict[str, Any]) -> Head:
    """A head out of what ``dataclasses.asdict`` made of it."""
    lists = {name: tuple(saved[name]) for name in ("classes", "starts")}
    return Head(saved["name"], exclusive=saved["exclusive"], finer=saved["finer"], **lists)

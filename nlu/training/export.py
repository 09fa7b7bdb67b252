"""From a trained Rasa archive to the files of the embedded model; needs no Rasa."""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import yaml

from nlu.model import net, net_files
from nlu.model.files import FIELD, TERMS, WORDS, Parts, head_of
from nlu.model.linear import Head, Heads
from nlu.model.ngrams import Vocabulary
from nlu.training.corpus import Line
from nlu.training.workshop import ROOT

ORDER = ("intent", "kind", "category", "urgency", "audience", "faq")


def export(archive: Path, meta: dict[str, Any]) -> Parts:
    """The parts of a trained pipeline."""
    vocabulary, field, network = Vocabulary([], {}), b"", None
    found: dict[str, tuple[Head, Any, Any]] = {}
    for component in _components(archive):
        if "head.json" in component:
            head = head_of(json.loads(component["head.json"]))
            found[head.name] = head, _array(component["weights.npy"]), _array(component["bias.npy"])
        elif net_files.SETTINGS in component:
            network = _network(component)
        elif TERMS in component:
            words = json.loads(component[WORDS])
            vocabulary = Vocabulary(component[TERMS].decode().split("\n"), words)
        elif FIELD in component:
            field = component[FIELD]
    heads, weights, biases = zip(*(found[name] for name in ORDER), strict=True)
    assert network is not None
    return Parts(vocabulary, Heads(heads, np.hstack(weights), np.hstack(biases)), network, field, meta)


def _network(component: dict[str, bytes]) -> net.Parts:
    with tempfile.TemporaryDirectory() as folder:
        for name in net_files.FILES:
            (Path(folder) / name).write_bytes(component[name])
        return net_files.load(Path(folder))


def _components(archive: Path) -> Iterator[dict[str, bytes]]:
    """The files of each component, by name."""
    folders: dict[PurePath, dict[str, bytes]] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                path = PurePath(member.name)
                folders.setdefault(path.parent, {})[path.name] = content.read()
    return iter(folders.values())


def _array(content: bytes) -> Any:
    return np.load(io.BytesIO(content), allow_pickle=False)


def fingerprint(lines: Iterable[Line], config: Path) -> str:
    """SHA-256 of what a model is made from: normalised lines with labels, pipeline and word lists."""
    digest = hashlib.sha256(config.read_bytes())
    for component in yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]:
        for path in component.get("groups", ()):
            digest.update((ROOT / path).read_bytes())
        if "vectors" in component:
            for path in sorted((ROOT / component["vectors"]).iterdir()):
                digest.update(path.read_bytes())
    for line in lines:
        labels = json.dumps(
            [line.marked, line.intent, line.labels, line.audience, line.labels_only], sort_keys=True
        )
        digest.update(labels.encode())
    return digest.hexdigest()

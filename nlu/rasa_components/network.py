"""The network beside the linear heads: it reads the same lines and its opinion is blended with theirs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.model import net_files
from nlu.model.blend import blend
from nlu.model.net import UNKNOWN, Net, Output, Parts, Reader
from nlu.rasa_components.classifiers import finer_label, labels_only, listed
from nlu.rasa_components.fitting import EVERYONE

ROOT = Path(__file__).parents[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Network(GraphComponent, IntentClassifier):
    """Answers all questions at once; stands behind the heads whose rankings it changes.

    ``attributes`` says how much each attribute of the metadata weighs against the intent while
    learning; ``several`` names those with any number of labels a line; ``balance`` is the power of
    inverse class frequency by which lines weigh; ``vectors`` is a folder as ``nlu.training.vectors``
    and ``nlu.training.sounds`` write it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class, ``net_fitting.Architecture`` and ``blend.blend``."""
        sizes = {"char_size": 64, "place_size": 8, "filters": 128, "widths": [1, 2, 3]}
        habits = {"epochs": 14, "rate": 0.003, "dropout": 0.3, "input_dropout": 0.1, "hide": 0.1, "seed": 1}
        own = {"finer": [], "attributes": {}, "several": [], "balance": {}, "vectors": "", "share": 0.5}
        return {**sizes, **habits, **own}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._net: Net | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Network:
        """An untrained network."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Network:
        """The network as trained."""
        made = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            made._net = Net(net_files.load(folder))
        return made

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all lines."""
        from nlu.rasa_components import net_fitting  # a server that only answers needs no TensorFlow of ours

        lines = training_data.intent_examples
        texts = [line.get(TEXT) for line in lines]
        words, vectors = read_vectors(ROOT / self._config["vectors"])
        chars = net_fitting.Chars(texts, read_sounds(ROOT / self._config["vectors"]))
        outputs, targets, masses = [], {}, {}
        for name in [INTENT, *self._config["attributes"]]:
            output, targets[name], masses[name] = self._question(name, lines)
            outputs.append(output)
        read = net_fitting.Lines(Reader(chars.all, words), texts)
        start = np.vstack([np.zeros((UNKNOWN + 1, vectors.shape[1]), np.float32), vectors])
        weights = net_fitting.fit(read, start, chars, outputs, targets, masses, self._config)
        widths = tuple(self._config["widths"])
        parts = Parts(chars.all, words, weights, widths, tuple(outputs), self._config["share"])
        with self._storage.write_to(self._resource) as folder:
            net_files.save(parts, folder)
            self._net = Net(net_files.load(folder))
        return self._resource

    def _question(self, name: str, lines: list[Message]) -> tuple[Output, np.ndarray, np.ndarray]:
        """An output with the answers and the weights of all lines."""
        if name == INTENT:
            labels = [finer_label(line, self._config["finer"]) for line in lines]
        else:
            labels = [line.get(METADATA, {}).get(METADATA_INTENT, {}).get(name) for line in lines]
        weight = self._config["attributes"].get(name, 1.0)
        if name in self._config["several"]:
            classes = tuple(sorted({one for some in labels for one in some or ()} - {EVERYONE}))
            wanted = np.array([[one in (some or ()) for one in classes] for some in labels], np.float32)
            asked = np.array([line.get(INTENT) == "submit_need" for line in lines])
            return Output(name, classes, False), wanted, weight * asked
        counts = Counter(label for label in labels if label is not None)
        classes = tuple(sorted(counts))
        wanted = np.array([classes.index(label) if label is not None else 0 for label in labels], np.int32)
        even, power = sum(counts.values()) / len(counts), self._config["balance"].get(name, 0.0)
        mute = [one is None or (name == INTENT and labels_only(line)) for one, line in zip(labels, lines)]
        masses = [0.0 if silent else (even / counts[one]) ** power for one, silent in zip(labels, mute)]
        return Output(name, classes, True), wanted, weight * np.array(masses)

    def process(self, messages: list[Message]) -> list[Message]:
        """Blend the network's opinion into intent, ranking and attributes."""
        assert self._net is not None
        for message in messages:
            chances = self._net.by_output(message.get(TEXT))
            ranking = self._blended(message.get("intent_ranking"), chances, INTENT)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            known = message.get("attributes")
            mixed = {name: self._blended(known[name], chances, name) for name in self._config["attributes"]}
            message.set("attributes", {**known, **mixed}, add_to_output=True)
        return messages

    def _blended(
        self, ranking: list[dict[str, Any]], chances: dict[str, dict[str, float]], name: str
    ) -> list[dict[str, Any]]:
        pairs = tuple((one["name"], one["confidence"]) for one in ranking)
        exclusive = name not in self._config["several"]
        return listed(blend(pairs, chances[name], exclusive=exclusive, share=self._config["share"]))


def read_sounds(folder: Path) -> dict[str, str]:
    """Character -> syllable, as ``nlu.training.sounds`` writes them."""
    lines = (line.split() for line in (folder / "sounds.txt").read_text(encoding="utf-8").splitlines())
    return {char: syllable for syllable, chars in lines for char in chars}


def read_vectors(folder: Path) -> tuple[tuple[str, ...], np.ndarray]:
    """Words and their vectors."""
    words = tuple((folder / "words.txt").read_text(encoding="utf-8").split("\n"))
    with np.load(folder / "vectors.npz", allow_pickle=False) as arrays:
        return words, arrays["numbers"].astype(np.float32) * np.float32(arrays["step"])

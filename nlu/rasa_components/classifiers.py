"""The intent of a message and the attributes of its example metadata, each a linear head."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.model.files import head_of
from nlu.model.linear import Heads, Ranking
from nlu.rasa_components.fitting import NONE, fit_exclusive, fit_several

HEAD, WEIGHTS, BIAS = "head.json", "weights.npy", "bias.npy"


class LinearClassifier(GraphComponent):
    """What the intent head and the attribute heads share: storage and ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See ``fitting._fit``."""
        return {"C": 1.0, "balance": 0.0, "none_weight": 1.0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._heads: Heads | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> LinearClassifier:
        """The classifier as trained."""
        made = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            head = head_of(json.loads((folder / HEAD).read_text(encoding="utf-8")))
            made._heads = Heads((head,), np.load(folder / WEIGHTS), np.load(folder / BIAS))
        return made

    def keep(self, heads: Heads) -> Resource:
        """Use and store a fitted head."""
        self._heads = heads
        saved = asdict(heads.heads[0])
        with self._storage.write_to(self._resource) as folder:
            (folder / HEAD).write_text(json.dumps(saved), encoding="utf-8")
            np.save(folder / WEIGHTS, heads.weights)
            np.save(folder / BIAS, heads.bias)
        return self._resource

    def rank(self, message: Message) -> Ranking:
        """Classes and probabilities for a message with features."""
        assert self._heads is not None
        row = sentence(message)
        return self._heads.rank(row.indices, row.data)[self._heads.heads[0].name]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentHead(LinearClassifier, IntentClassifier):
    """The intent of a message.

    ``finer`` names metadata by which intents are split into finer classes: questions of 24 kinds
    and needs of six have little in common as a whole.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class and ``fitting._fit``."""
        return {**LinearClassifier.get_default_config(), "finer": []}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all lines that teach intents."""
        lines = [line for line in training_data.intent_examples if not labels_only(line)]
        labels = [line.get(INTENT) for line in lines]
        finer = [finer_label(line, self._config["finer"]) for line in lines]
        return self.keep(fit_exclusive(INTENT, stack(lines), labels, self._config, finer))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and full ranking."""
        for message in messages:
            ranking = listed(self.rank(message))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AttributeHead(LinearClassifier):
    """One attribute of the example metadata, learnt from the lines of one intent.

    ``attribute`` and ``intent`` name them; ``several`` means any number of labels a line;
    ``strangers`` lists intents whose lines teach the class "none", each with weight ``none_weight``.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class and ``fitting._fit``."""
        shared = LinearClassifier.get_default_config()
        own = {"attribute": None, "intent": None, "several": False, "strangers": []}
        return {**shared, **own}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the lines of the intent, and of strangers."""
        name, home = self._config["attribute"], self._config["intent"]
        wanted = {home, *self._config["strangers"]}
        lines = [line for line in training_data.intent_examples if line.get(INTENT) in wanted]
        labels = [label(line, name) if line.get(INTENT) == home else NONE for line in lines]
        fit = fit_several if self._config["several"] else fit_exclusive
        return self.keep(fit(name, stack(lines), labels, self._config))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ranking to the message's attributes."""
        for message in messages:
            known = message.get("attributes") or {}
            ranking = listed(self.rank(message))
            message.set("attributes", {**known, self._config["attribute"]: ranking}, add_to_output=True)
        return messages


def sentence(message: Message) -> scipy.sparse.csr_matrix:
    """The sparse sentence features of a message, shape (1, V)."""
    return message.get_sparse_features(TEXT)[1].features


def stack(lines: list[Message]) -> scipy.sparse.csr_matrix:
    """Features of lines, shape (lines, V)."""
    return scipy.sparse.vstack([sentence(line) for line in lines]).tocsr()


def label(line: Message, name: str) -> Any:
    """A label out of the block metadata of a training line."""
    return line.get(METADATA)[METADATA_INTENT][name]


def labels_only(line: Message) -> bool:
    """Whether a training line teaches neither intent nor entities, only the attributes in its metadata."""
    return "labels_only" in line.get(METADATA, {}).get(METADATA_INTENT, {})


def finer_label(line: Message, names: list[str]) -> str:
    """The intent with its further labels, e.g. ask_faq/fees."""
    known = line.get(METADATA, {}).get(METADATA_INTENT, {})
    return "/".join([line.get(INTENT), *(known[name] for name in names if name in known)])


def listed(ranking: Ranking) -> list[dict[str, Any]]:
    """A ranking in the shape of Rasa's answers."""
    return [{"name": name, "confidence": chance} for name, chance in ranking]

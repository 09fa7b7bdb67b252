"""Sentence features: character n-grams and groups of words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import scipy.sparse
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.model.files import TERMS, WORDS
from nlu.model.ngrams import Vocabulary, by_word

ROOT = Path(__file__).parents[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Adds one sparse row of shape (1, V) a message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``min_count``: in how many lines an n-gram must occur to be known; ``groups``: word lists."""
        return {**SparseFeaturizer.get_default_config(), "min_count": 2, "groups": []}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check."""

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage, self._resource = storage, resource
        self._vocabulary = Vocabulary([], {})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """A featurizer that knows no n-gram yet."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> NgramFeaturizer:
        """The featurizer as trained."""
        made = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            terms = (folder / TERMS).read_text(encoding="utf-8").split("\n")
            made._vocabulary = Vocabulary(terms, json.loads((folder / WORDS).read_text(encoding="utf-8")))
        return made

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary from all lines."""
        texts = [message.get(TEXT) for message in training_data.intent_examples]
        words = by_word(read_groups(self._config["groups"]))
        self._vocabulary = Vocabulary.learn(texts, words, self._config["min_count"])
        with self._storage.write_to(self._resource) as folder:
            (folder / TERMS).write_text("\n".join(self._vocabulary.terms), encoding="utf-8")
            (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all lines."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to messages."""
        size = len(self._vocabulary.terms)
        for message in messages:
            rows, values = self._vocabulary.vector(message.get(TEXT))
            matrix = scipy.sparse.csr_matrix((values, rows, [0, len(rows)]), shape=(1, size))
            self.add_features_to_message(None, matrix, TEXT, message)
        return messages


def read_groups(paths: list[str]) -> dict[str, list[str]]:
    """Words by ``file.group`` out of YAML files that map names to words between spaces."""
    groups = {}
    for path in paths:
        content = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
        groups.update({f"{Path(path).stem}.{name}": words.split() for name, words in content.items()})
    return groups

"""Entities by a conditional random field over characters.

Rasa's own extractor keeps its training lines in the model and trains anew whenever it loads.
"""

from __future__ import annotations

import json
from itertools import filterfalse
from typing import Any

import pycrfsuite
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.model.files import FIELD, WORDS
from nlu.model.ngrams import by_word
from nlu.model.spans import Field, features, tags
from nlu.rasa_components.classifiers import labels_only
from nlu.rasa_components.featurizer import read_groups


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class CharField(GraphComponent, EntityExtractorMixin):
    """Marks spans of characters."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """L1 and L2 penalties and the number of iterations of crfsuite; ``groups``: word lists."""
        return {"c1": 0.1, "c2": 0.1, "iterations": 100, "groups": []}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._field: Field | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharField:
        """An untrained extractor."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> CharField:
        """The extractor as trained."""
        made = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / WORDS).read_text(encoding="utf-8"))
            made._field = Field((folder / FIELD).read_bytes(), words)
        return made

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all lines that teach entities, those without any too."""
        words = by_word(read_groups(self._config["groups"]))
        trainer = pycrfsuite.Trainer(
            "lbfgs",
            {
                "c1": self._config["c1"],
                "c2": self._config["c2"],
                "max_iterations": self._config["iterations"],
                "feature.possible_transitions": True,
            },
            verbose=False,
        )
        for line in filterfalse(labels_only, training_data.nlu_examples):
            text = line.get(TEXT)
            spans = [(one["entity"], one["start"], one["end"]) for one in line.get(ENTITIES, [])]
            trainer.append(features(text, words), tags(len(text), spans))
        with self._storage.write_to(self._resource) as folder:
            (folder / WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            trainer.train(str(folder / FIELD))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities in the shape of Rasa's answers."""
        assert self._field is not None
        for message in messages:
            text = message.get(TEXT)
            found = [
                {"entity": entity, "start": start, "end": end, "value": text[start:end]}
                for entity, start, end in self._field.read(text, message.get(INTENT)["name"])
            ]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages

"""Fitting the network of ``nlu.model.net`` with the TensorFlow that Rasa brings along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from nlu.model.net import PLACES, UNKNOWN, Output, Reader, Weights
from nlu.model.ngrams import END, START, canonical

BATCH, LONGEST = 64, 120
NEIGHBOURS = 6  # lines of nearly this much the same length share a batch
SEEN_TWICE = 2


class Chars:
    """The characters of a network: those seen twice in the texts, then all others whose sound is known.

    ``own`` gives each its vector, which those never seen share with ``UNKNOWN``; ``sounds`` the vector of
    how it sounds, so that a wrong character of the right sound is half understood.
    """

    def __init__(self, texts: Sequence[str], sounds: Mapping[str, str]) -> None:
        found = Counter(char for text in texts for char in START + canonical(text) + END)
        seen = sorted(char for char, count in found.items() if count >= SEEN_TWICE)
        self.all = (*seen, *sorted(set(sounds) - set(seen)))
        count, first = len(self.all), UNKNOWN + 1
        self.own = np.array([0, UNKNOWN, *range(first, first + len(seen))] + [UNKNOWN] * (count - len(seen)))
        syllables = {syllable: i for i, syllable in enumerate(sorted(set(sounds.values())), 1)}
        self.sounds = np.array([0, 0, *(syllables.get(sounds.get(char, ""), 0) for char in self.all)])


class Lines:
    """Lines as arrays; 0 is padding, hence places are counted from one here."""

    def __init__(self, reader: Reader, texts: Sequence[str]) -> None:
        read = [[part[:LONGEST] for part in reader.read(text)] for text in texts]
        self.sizes = np.array([len(chars) for chars, _, _ in read])
        self._arrays = [np.zeros((len(texts), self.sizes.max()), np.int32) for _ in range(3)]
        for row, parts in enumerate(read):
            for array, part, first in zip(self._arrays, parts, (0, 0, 1)):
                array[row, : len(part)] = part + first

    def batch(self, rows: np.ndarray) -> list[tf.Tensor]:
        """Characters, words and places of some lines, no wider than needed."""
        width = -(-self.sizes[rows].max() // NEIGHBOURS) * NEIGHBOURS
        return [tf.constant(array[rows, :width]) for array in self._arrays]

    def shuffled(self, dice: np.random.RandomState) -> Iterator[np.ndarray]:
        """All rows in batches of like length, in random order."""
        keys = self.sizes // NEIGHBOURS + dice.rand(len(self.sizes)) * 4
        order = np.argsort(keys, kind="stable")
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        dice.shuffle(batches)
        return iter(batches)


class Architecture(tf.keras.Model):
    """The network while it learns; see ``nlu.model.net`` for what it computes."""

    def __init__(self, chars: Chars, words: np.ndarray, columns: int, config: dict[str, Any]) -> None:
        super().__init__()
        layers = tf.keras.layers
        start = tf.keras.initializers.RandomNormal(stddev=0.3)
        self.hide, self.alphabet, size = config["hide"], chars, config["char_size"]
        self.chars = layers.Embedding(int(chars.own.max()) + 1, size, embeddings_initializer=start)
        self.sounds = layers.Embedding(int(chars.sounds.max()) + 1, size, embeddings_initializer=start)
        self.words = layers.Embedding(len(words), words.shape[1], weights=[words])
        self.places = layers.Embedding(PLACES + 1, config["place_size"])
        self.blank = layers.SpatialDropout1D(config["input_dropout"])
        self.filters = [layers.Conv1D(config["filters"], width, padding="same") for width in config["widths"]]
        self.drop = layers.Dropout(config["dropout"])
        self.last = layers.Dense(columns)

    def call(self, inputs: Sequence[tf.Tensor], training: bool = False) -> tf.Tensor:
        """Scores of all columns."""
        chars, words, places = inputs
        there = tf.cast(chars > 0, tf.float32)[:, :, None]
        own, sounds = tf.gather(self.alphabet.own, chars), tf.gather(self.alphabet.sounds, chars)
        if training:  # the sound is left, as in a slip of voice input
            own, words = self._hidden(own), self._hidden(words)
        heard = self.chars(own) + self.sounds(sounds)
        joined = tf.concat([heard, self.words(words), self.places(places)], axis=2) * there
        joined = self.blank(joined, training=training)
        best = [tf.reduce_max(tf.nn.relu(one(joined)) * there, axis=1) for one in self.filters]
        return self.last(self.drop(tf.concat(best, axis=1), training=training))

    def _hidden(self, ids: tf.Tensor) -> tf.Tensor:
        away = (tf.random.uniform(tf.shape(ids)) < self.hide) & (ids > 0)
        return tf.where(away, UNKNOWN * tf.ones_like(ids), ids)

    def weights_found(self) -> Weights:
        """What the NumPy network needs."""
        kernels = np.concatenate([one.kernel.numpy() for one in self.filters])
        bias = np.concatenate([one.bias.numpy() for one in self.filters])
        own, sounds, words, places = (
            table.embeddings.numpy() for table in (self.chars, self.sounds, self.words, self.places)
        )
        chars = own[self.alphabet.own] + sounds[self.alphabet.sounds]
        last, last_bias = self.last.kernel.numpy(), self.last.bias.numpy()
        return Weights(chars, words, places[1:], kernels, bias, last, last_bias)


def fit(
    lines: Lines,
    words: np.ndarray,
    chars: Chars,
    outputs: Sequence[Output],
    targets: dict[str, np.ndarray],
    masses: dict[str, np.ndarray],
    config: dict[str, Any],
) -> Weights:
    """Train on ``targets`` (class numbers, or rows of 0 and 1) weighed by ``masses``, by output name."""
    tf.keras.utils.set_random_seed(config["seed"])
    dice = np.random.RandomState(config["seed"])
    sizes = [len(output.classes) for output in outputs]
    model = Architecture(chars, words, sum(sizes), config)
    optimizer = tf.keras.optimizers.legacy.Adam(config["rate"])

    @tf.function(reduce_retracing=True)
    def step(inputs: list[tf.Tensor], wanted: list[tf.Tensor], weights: list[tf.Tensor]) -> None:
        with tf.GradientTape() as tape:
            parts = tf.split(model(inputs, training=True), sizes, axis=1)
            loss = sum(map(_loss, outputs, parts, wanted, weights))
        found = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(found, model.trainable_variables))

    total, done = config["epochs"] * -(-len(lines.sizes) // BATCH), 0
    for _ in range(config["epochs"]):
        for rows in lines.shuffled(dice):
            optimizer.learning_rate.assign(config["rate"] * max(0.02, 1 - done / total))
            done += 1
            wanted = [tf.constant(targets[output.name][rows]) for output in outputs]
            weights = [tf.constant(masses[output.name][rows], tf.float32) for output in outputs]
            step(lines.batch(rows), wanted, weights)
    return model.weights_found()


def _loss(output: Output, scores: tf.Tensor, wanted: tf.Tensor, weights: tf.Tensor) -> tf.Tensor:
    if output.exclusive:
        each = tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, scores)
    else:
        each = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(wanted, scores), axis=1)
    return tf.reduce_mean(each * weights)

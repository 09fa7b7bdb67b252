"""Teaches the encoder; runs in the environment that has TensorFlow.

usage: python -m nlu.training.encoder.fit START.npz SAMPLES.npz TAUGHT.npz
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from nlu.training.encoder.network import Network

BEGIN, PAD, END = 0, 1, 2
WEIGHTS = {"part": 1.0, "scope": 0.3, "kind": 0.3, "category": 0.3}
"""What each head weighs in the loss."""
RATE, FASTER, WARM_UP = 3e-4, 8.0, 0.08
"""Highest rate of learning, how much faster the new weights learn, and the share of steps until it is reached."""
PIECES, LONGEST, ROUND = 6000, 510, 16
"""Pieces a batch, pieces a sample; widths are rounded up so that few shapes occur."""
SEED = 0


class Sample(NamedTuple):
    """Columns of the pieces, and the labels of the clauses, shape (clauses, heads)."""

    columns: dict[str, np.ndarray]
    labels: np.ndarray


class Teacher:
    """The network with what moves its weights."""

    def __init__(self, network: Network, steps: int) -> None:
        self.network, self.steps, self.done = network, steps, 0
        self.slow = tf.keras.optimizers.legacy.Adam(RATE, beta_2=0.98, epsilon=1e-6)
        self.fast = tf.keras.optimizers.legacy.Adam(RATE * FASTER)

    def teach(self, batch: dict[str, tf.Tensor], labels: tf.Tensor) -> float:
        """Take one step; returns the loss."""
        share = self.done / self.steps
        rate = RATE * min(1.0, share / WARM_UP + 0.02) * (1.0 - share)
        self.slow.learning_rate.assign(rate)
        self.fast.learning_rate.assign(rate * FASTER)
        self.done += 1
        return float(self._step(batch, labels))

    @tf.function(reduce_retracing=True)
    def _step(self, batch: dict[str, tf.Tensor], labels: tf.Tensor) -> tf.Tensor:
        old, new = self.network.old, self.network.new
        with tf.GradientTape() as tape:
            scores = self.network(batch, learning=True)
            loss = tf.add_n(
                [_loss(scores[name], labels[:, at], name) for at, name in enumerate(self.network.heads)]
            )
            loss /= tf.reduce_sum(tf.cast(tf.reduce_any(labels >= 0, axis=1), tf.float32)) + 1.0
        slopes = [tf.convert_to_tensor(slope) for slope in tape.gradient(loss, old + new)]
        slopes, _ = tf.clip_by_global_norm(slopes, 1.0)
        self.slow.apply_gradients([(slopes[at], weight) for at, weight in enumerate(old)])
        self.fast.apply_gradients([(slopes[len(old) + at], weight) for at, weight in enumerate(new)])
        return loss


def _loss(scores: tf.Tensor, labels: tf.Tensor, name: str) -> tf.Tensor:
    taught = tf.cast(labels >= 0, tf.float32)
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(labels, 0), scores)
    return WEIGHTS[name] * tf.reduce_sum(each * taught)


def read_samples(path: str) -> list[list[Sample]]:
    """Return the samples of each epoch as ``samples.save`` wrote them."""
    with np.load(path) as file:
        columns = {name: file[name] for name in ("ids", "clauses", "roles", "edges")}
        sizes, counts, labels, epochs = (file[name] for name in ("sizes", "counts", "labels", "epochs"))
    ends, lasts = np.cumsum(sizes), np.cumsum(counts)
    every = [
        Sample(
            {name: column[end - size : end] for name, column in columns.items()}, labels[last - count : last]
        )
        for size, end, count, last in zip(sizes, ends, counts, lasts, strict=True)
    ]
    bounds = np.cumsum(epochs)
    return [every[end - size : end] for size, end in zip(epochs, bounds, strict=True)]


def batches(samples: Sequence[Sample], dice: np.random.RandomState) -> list[list[Sample]]:
    """Samples of about the same length together, the batches in no order."""
    lengths = np.array([len(sample.columns["ids"]) for sample in samples]) * (
        1 + 0.15 * dice.rand(len(samples))
    )
    found: list[list[Sample]] = [[]]
    widest = 0
    for at in np.argsort(lengths):
        length = min(LONGEST, len(samples[at].columns["ids"])) + 2
        if found[-1] and max(widest, length) * (len(found[-1]) + 1) > PIECES:
            found.append([])
            widest = 0
        found[-1].append(samples[at])
        widest = max(widest, length)
    dice.shuffle(found)
    return found


def packed(samples: Sequence[Sample], roles: int) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
    """Return the columns of a batch, shape (samples, widest), and the labels of all its clauses."""
    width = min(LONGEST, max(len(sample.columns["ids"]) for sample in samples)) + 2
    shape = len(samples), -(-width // ROUND) * ROUND
    ids, heard = np.full(shape, PAD), np.zeros(shape, bool)
    between, edges = np.full(shape, roles - 1), np.zeros(shape, np.int32)
    clauses, before, labels = np.full(shape, -1), 0, []
    for row, sample in enumerate(samples):
        columns = {name: column[:LONGEST] for name, column in sample.columns.items()}
        size = len(columns["ids"])
        ids[row, 0], ids[row, 1 : size + 1], ids[row, size + 1] = BEGIN, columns["ids"], END
        heard[row, : size + 2] = True
        between[row, 1 : size + 1], edges[row, 1 : size + 1] = columns["roles"], columns["edges"]
        told = columns["clauses"]
        clauses[row, 1 : size + 1] = np.where(told >= 0, told + before, -1)
        unheard = np.setdiff1d(np.arange(len(sample.labels)), told)
        labels.append(sample.labels.astype(np.int32))
        labels[-1][unheard] = -1
        before += len(sample.labels)
    clauses[clauses < 0] = before
    columns = {
        "ids": ids,
        "roles": between,
        "edges": edges,
        "clauses": clauses,
        "heard": heard,
        "count": before,
    }
    batch = {
        name: tf.constant(value, tf.bool if name == "heard" else tf.int32) for name, value in columns.items()
    }
    return batch, tf.constant(np.concatenate(labels))


def _plan(epochs: Sequence[Sequence[Sample]]) -> Iterator[list[list[Sample]]]:
    dice = np.random.RandomState(SEED)
    return (batches(samples, dice) for samples in epochs)


def main(start: str, samples: str, taught: str) -> None:
    """Teach for as many epochs as there are samples for."""
    with np.load(start) as file:
        weights: dict[str, Any] = {name: file[name] for name in file.files if name != "sizes"}
        sizes = json.loads(str(file["sizes"]))
    tf.random.set_seed(SEED)
    network = Network(weights, sizes["labels"], sizes["roles"], SEED)
    plan = list(_plan(read_samples(samples)))
    teacher = Teacher(network, sum(len(epoch) for epoch in plan))
    begun = time.monotonic()
    for number, epoch in enumerate(plan, 1):
        losses = [teacher.teach(*packed(batch, sizes["roles"])) for batch in epoch]
        print(
            f"epoch {number} of {len(plan)}: loss {np.mean(losses):.3f}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
    np.savez(taught, **{name: value.numpy() for name, value in network.weights.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The encoder while it learns: layers as in BERT, heads over the pieces of a clause. Needs TensorFlow (.venv-nlu)."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from nlu.training.encoder.pretrained import EPSILON, HEADS_OF_ATTENTION

DROPOUT = 0.1


class Network(tf.Module):
    """``start``: weights by name as of ``pretrained.read``; ``labels``: head -> number of labels."""

    def __init__(self, start: dict[str, np.ndarray], labels: dict[str, int], roles: int, seed: int) -> None:
        super().__init__()
        width = start["words"].shape[1]
        dice = np.random.RandomState(seed)
        new = {"roles": np.zeros((roles, width)), "edges": np.zeros((2, width))}
        for name, count in labels.items():
            new[f"{name}.weights"] = dice.randn(2 * width, count) * 0.02
            new[f"{name}.bias"] = np.zeros(count)
        self.weights = {
            name: tf.Variable(value.astype(np.float32), trainable=name != "words", name=name)
            for name, value in {**start, **new}.items()
        }
        self.new = [self.weights[name] for name in new]
        self.old = [self.weights[name] for name in start if name != "words"]
        self.heads = tuple(labels)
        self.layers = len({name.split(".")[0] for name in start if name.startswith("l")})

    def __call__(self, batch: dict[str, tf.Tensor], *, learning: bool) -> dict[str, tf.Tensor]:
        """Return the scores of each head, shape (clauses of all samples, labels)."""
        states = self._states(batch, learning)
        width = states.shape[-1]
        flat, owners = tf.reshape(states, (-1, width)), tf.reshape(batch["clauses"], (-1,))
        count = batch["count"] + 1  # the last one takes what belongs to no clause
        mean = tf.math.unsorted_segment_mean(flat, owners, count)[:-1]
        most = tf.math.unsorted_segment_max(flat, owners, count)[:-1]
        pooled = _dropped(tf.concat([mean, tf.maximum(most, -20.0)], -1), learning)
        return {
            name: pooled @ self.weights[f"{name}.weights"] + self.weights[f"{name}.bias"]
            for name in self.heads
        }

    def _states(self, batch: dict[str, tf.Tensor], learning: bool) -> tf.Tensor:
        weights, size = self.weights, tf.shape(batch["ids"])[1]
        states = (
            tf.gather(weights["words"], batch["ids"])
            + weights["places"][:size]
            + tf.gather(weights["roles"], batch["roles"])
            + tf.gather(weights["edges"], batch["edges"])
        )
        states = _dropped(_normed(states, weights["norm.w"], weights["norm.b"]), learning)
        unheard = (1.0 - tf.cast(batch["heard"], tf.float32))[:, None, None, :] * -1e9
        for layer in range(self.layers):
            states = self._layer(states, f"l{layer}.", unheard, learning)
        return states

    def _layer(self, states: tf.Tensor, layer: str, unheard: tf.Tensor, learning: bool) -> tf.Tensor:
        weights, shape = self.weights, tf.shape(states)
        width = states.shape[-1]
        flat = tf.reshape(states, (-1, width))

        def linear(given: tf.Tensor, name: str) -> tf.Tensor:
            return _product(given, weights[f"{layer}{name}.w"]) + weights[f"{layer}{name}.b"]

        def parted(given: tf.Tensor) -> tf.Tensor:
            split = tf.reshape(given, (shape[0], shape[1], HEADS_OF_ATTENTION, width // HEADS_OF_ATTENTION))
            return tf.transpose(split, (0, 2, 1, 3))

        asks, keys, values = (parted(linear(flat, name)) for name in "qkv")
        scores = tf.matmul(asks, keys, transpose_b=True) / np.sqrt(width // HEADS_OF_ATTENTION)
        told = tf.matmul(tf.nn.softmax(scores + unheard), values)
        told = tf.reshape(tf.transpose(told, (0, 2, 1, 3)), (-1, width))
        flat = flat + _dropped(linear(told, "ao"), learning)
        flat = _normed(flat, weights[f"{layer}aln.w"], weights[f"{layer}aln.b"])
        inner = _dropped(linear(tf.nn.gelu(linear(flat, "fi")), "fo"), learning)
        flat = _normed(flat + inner, weights[f"{layer}oln.w"], weights[f"{layer}oln.b"])
        return tf.reshape(flat, shape)


def _product(one: tf.Tensor, other: tf.Tensor) -> tf.Tensor:
    """In sixteen bits: a third faster, and no worse here."""
    half = tf.matmul(tf.cast(one, tf.bfloat16), tf.cast(other, tf.bfloat16))
    return tf.cast(half, tf.float32)


def _normed(states: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
    mean = tf.reduce_mean(states, -1, keepdims=True)
    variance = tf.reduce_mean(tf.square(states - mean), -1, keepdims=True)
    return (states - mean) * tf.math.rsqrt(variance + EPSILON) * weight + bias


def _dropped(states: tf.Tensor, learning: bool) -> tf.Tensor:
    return tf.nn.dropout(states, DROPOUT) if learning else states

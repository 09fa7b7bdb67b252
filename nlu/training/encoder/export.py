"""Writes the taught encoder as it is shipped: a network of eight-bit numbers, a vocabulary, the heads."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentencepiece import sentencepiece_model_pb2

from nlu.calls.encoder import LABELS
from nlu.calls.tokens import BEGIN, END, PAD, UNKNOWN
from nlu.training.encoder.pretrained import EPSILON, HEADS_OF_ATTENTION, Array

_CONTRIBUTED = "com.microsoft"
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3


class _Graph:
    """Nodes and weights of a network, put together from the input on."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.held: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str) -> str:
        held = f"weights/{name}"
        self.held[held] = numpy_helper.from_array(np.ascontiguousarray(self.weights[name], np.float32), held)
        return held

    def node(self, kind: str, *given: str, domain: str = "", **options: object) -> str:
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [name], domain=domain, **options))
        return name

    def linear(self, given: str, name: str) -> str:
        product = self.node("MatMul", given, self.weight(f"{name}.w"))
        return self.node("Add", product, self.weight(f"{name}.b"))

    def normed(self, given: str, name: str) -> str:
        weights = self.weight(f"{name}.w"), self.weight(f"{name}.b")
        return self.node("LayerNormalization", given, *weights, epsilon=EPSILON, axis=-1)

    def layer(self, given: str, layer: str) -> str:
        asks, keys, values = (self.linear(given, f"{layer}.{name}") for name in "qkv")
        told = self.node(
            "MultiHeadAttention", asks, keys, values, domain=_CONTRIBUTED, num_heads=HEADS_OF_ATTENTION
        )
        states = self.normed(self.node("Add", given, self.linear(told, f"{layer}.ao")), f"{layer}.aln")
        inner = self.node("Gelu", self.linear(states, f"{layer}.fi"), domain=_CONTRIBUTED)
        return self.normed(self.node("Add", states, self.linear(inner, f"{layer}.fo")), f"{layer}.oln")


INPUTS = {"ids": "words", "roles": "roles", "edges": "edges", "places": "places"}
"""Each input with the table its numbers stand for."""


def network(weights: dict[str, Array]) -> onnx.ModelProto:
    """Return the network: four inputs of shape (1, pieces), the states of the pieces as output."""
    graph = _Graph(weights)
    rows = [graph.node("Gather", graph.weight(table), name) for name, table in INPUTS.items()]
    states = graph.node("Add", graph.node("Add", *rows[:2]), graph.node("Add", *rows[2:]))
    states = graph.normed(states, "norm")
    for layer in sorted({name.split(".")[0] for name in weights if name[0] == "l" and name[1].isdigit()}):
        states = graph.layer(states, layer)
    graph.nodes.append(helper.make_node("Identity", [states], ["states"]))
    width = weights["words"].shape[1]
    made = helper.make_graph(
        graph.nodes,
        "calls",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"]) for name in INPUTS],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "pieces", width])],
        list(graph.held.values()),
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIBUTED, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=9)


def export(weights: dict[str, Array], folder: Path) -> None:
    """Write network and heads; the vocabulary is there already (``vocabulary``)."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        exact = Path(beside) / "exact.onnx"
        onnx.save(network(weights), exact)
        quantize_dynamic(
            exact,
            folder / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    heads = {f"{name}.{part}": weights[f"{name}.{part}"] for name in LABELS for part in ("weights", "bias")}
    np.savez(folder / "heads.npz", **heads)


def vocabulary(pieces: Sequence[str], scores: Sequence[float], path: Path) -> None:
    """Write a vocabulary of SentencePiece that takes texts as they are."""
    model = sentencepiece_model_pb2.ModelProto()
    kinds = {BEGIN: _CONTROL, PAD: _CONTROL, END: _CONTROL, UNKNOWN: _UNKNOWN}
    for number, (piece, score) in enumerate(zip(pieces, scores, strict=True)):
        model.pieces.add(piece=piece, score=score, type=kinds.get(number, _NORMAL))
    trainer, normaliser = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.vocab_size = trainer.UNIGRAM, len(pieces)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = BEGIN, PAD, END, UNKNOWN
    trainer.bos_piece, trainer.pad_piece = pieces[BEGIN], pieces[PAD]
    trainer.eos_piece, trainer.unk_piece = pieces[END], pieces[UNKNOWN]
    normaliser.name, normaliser.add_dummy_prefix, normaliser.remove_extra_whitespaces = (
        "identity",
        False,
        False,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())

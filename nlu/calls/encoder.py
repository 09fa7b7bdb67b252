"""A small encoder that knows the language: says of each clause of a record what it is to the needs.

It is the lower third of multilingual-e5-small, its vocabulary cut to Chinese, taught on annotated records and
messages (``nlu/training/encoder``) and kept in eight-bit numbers.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlu.calls.clauses import Clause
from nlu.calls.tokens import BEGIN, END, ROLES, Tokeniser, Tokens

SHIPPED = Path(__file__).parents[1] / "shipped" / "calls" / "encoder"
PARTS = ("begins", "goes on", "returns", "nothing", "taken back")
"""What a clause may be: the first of a need, more of the need before, more of an earlier one, of none, taken back."""
LABELS = {
    "part": PARTS,
    "scope": ("in", "out"),
    "kind": ("complaint", "inquiry", "praise", "report", "request", "suggestion"),
    "category": ("activity", "facility", "heritage", "market", "other", "service"),
}
"""What the encoder is asked of each clause, with the answers: its part, whether it tells a matter of other offices,
and the kind and category of what it tells."""
WINDOW, STEP = 510, 340
"""The encoder hears so many pieces at once; in longer records the next window begins so many later."""

_SLOWER = ["SkipLayerNormFusion"]
"""This took a quarter of all the time: the parts it puts together are faster apart."""

Chances = npt.NDArray[np.float32]


class Senses(NamedTuple):
    """The chances of ``LABELS``, each of shape (clauses, labels)."""

    part: Chances
    scope: Chances
    kind: Chances
    category: Chances


class Encoder:
    """The shipped network with its vocabulary and its labels."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        # loaded with the first call, not with the program: who takes no calls need not hold it
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # the other core reads on meanwhile: together they are faster so
        self._tokeniser = Tokeniser(folder / "pieces.model")
        self._network = onnxruntime.InferenceSession(
            folder / "encoder.onnx", options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
        with np.load(folder / "heads.npz") as heads:
            self._heads = [(heads[f"{name}.weights"], heads[f"{name}.bias"]) for name in LABELS]
        self._beside = ThreadPoolExecutor(1, "encoder")

    def begin(self, text: str, clauses: Sequence[Clause]) -> "Future[Senses]":
        """Begin to read a record, while the caller does something else: the network does not hold the interpreter."""
        return self._beside.submit(self.senses, text, clauses)

    def senses(self, text: str, clauses: Sequence[Clause]) -> Senses:
        """Read a record, normalised and cut; clauses of which no piece is known get no certain answer."""
        tokens = self._tokeniser.tokens(text, clauses)
        pooled = np.zeros((len(clauses), self._heads[0][0].shape[0]), np.float32)
        for begin in _windows(len(tokens.ids)):
            part = Tokens(*(column[begin : begin + WINDOW] for column in tokens))
            self._pool(part, pooled, first=begin == 0)
        return Senses(*(_chances(pooled @ weights + bias) for weights, bias in self._heads))

    def _pool(self, part: Tokens, pooled: Chances, *, first: bool) -> None:
        """Write what one window says of its clauses: the mean and the maximum over their pieces."""
        hidden = self._hidden(part)
        told = np.unique(part.clauses[part.clauses >= 0])
        # but in the first window the first clauses lack what came before them
        for number in told if first else told[len(told) // 4 :]:
            pieces = hidden[part.clauses == number]
            pooled[number] = np.concatenate([pieces.mean(0), pieces.max(0)])

    def _hidden(self, part: Tokens) -> Chances:
        """Return the states of the pieces of one window, shape (pieces, width)."""
        size = len(part.ids) + 2
        between = len(ROLES)
        given = {
            "ids": np.concatenate([[BEGIN], part.ids, [END]]),
            "roles": np.concatenate([[between], part.roles, [between]]),
            "edges": np.concatenate([[0], part.edges, [0]]),
            "places": np.arange(size),
        }
        states: Chances = self._network.run(None, {name: row[None] for name, row in given.items()})[0]
        return states[0, 1:-1]


def _windows(size: int) -> Iterator[int]:
    """Where the windows begin; the last one ends with the record."""
    yield 0
    begin = 0
    while begin + WINDOW < size:
        begin = min(begin + STEP, size - WINDOW)
        yield begin


def _chances(scores: Chances) -> Chances:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    result: Chances = (powers / powers.sum(1, keepdims=True)).astype(np.float32)
    return result

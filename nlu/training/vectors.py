"""Word vectors for the network: python -m nlu.training.vectors WORDS_VECTOR.

Takes the file words.vector of the Python package synonyms (word2vec, binary; MIT licence) and keeps
the words of our lines and word lists and the most frequent ones, one byte a number.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nlu.model.ngrams import LONGEST_WORD, canonical, substrings
from nlu.training.corpus import read_folder
from nlu.training.workshop import ROOT
from nlu.wordlists import all_words

FOLDER = ROOT / "nlu" / "vectors"
MOST_FREQUENT, RARE_FROM = 20_000, 60_000
LISTS = ("topics", "venues", "audiences", "out_of_scope", "danger", "needs")


def read_vectors(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Words with their vectors, the most frequent first."""
    content = path.read_bytes()
    head, _, body = content.partition(b"\n")
    count, size = map(int, head.split())
    at = 0
    for _ in range(count):
        gap = body.index(b" ", at)
        yield body[at:gap].decode().lstrip("\n"), np.frombuffer(body, "<f4", size, gap + 1)
        at = gap + 1 + 4 * size


def main() -> None:
    """Write nlu/vectors."""
    ours = {part for line in read_folder(ROOT / "nlu" / "data") for part in substrings(line.text)}
    ours |= {canonical(word) for name in LISTS for word in all_words(name)}
    kept = {
        word: vector
        for rank, (word, vector) in enumerate(read_vectors(Path(sys.argv[1])))
        if len(word) <= LONGEST_WORD
        and word == canonical(word)
        and (rank < MOST_FREQUENT or (word in ours and (rank < RARE_FROM or len(word) == 1)))
    }
    matrix = np.array(list(kept.values()))
    matrix = matrix / matrix.std() / 2
    step = np.abs(matrix).max() / 127
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "words.txt").write_text("\n".join(kept), encoding="utf-8")
    np.savez_compressed(FOLDER / "vectors.npz", numbers=np.round(matrix / step).astype(np.int8), step=step)
    print(f"{len(kept)} words, one step {step:.4f}")


if __name__ == "__main__":
    main()

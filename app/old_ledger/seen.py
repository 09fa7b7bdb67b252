"""What a file has said so far: needs of one order counted, rows written twice told apart."""

from app.old_ledger.record import Record


class Seen:
    """Remembers the rows of one file."""

    def __init__(self) -> None:
        self._needs: dict[str, list[str]] = {}
        self._lines: dict[tuple[str, ...], int] = {}

    def part(self, number: str, words: str) -> int:
        """Return which need of an order these words are, from 1.

        Refused rows count too, so that a row mended later finds its place still free.
        """
        needs = self._needs.setdefault(number, [])
        if words not in needs:
            needs.append(words)
        return needs.index(words) + 1

    def first(self, record: Record) -> int:
        """Return the line on which this row stood first, its own if it is new."""
        key = (record.outside_no, record.words) if record.outside_no else record.identity
        return self._lines.setdefault(key, record.line)

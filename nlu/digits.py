"""Spoken and written digits as ASCII, position by position."""

_ASCII = str.maketrans("零〇○幺一二三四五六七八九两", "00011234567892")


def ascii_digits(text: str) -> str:
    """Replace every Chinese digit by the ASCII one; the length stays the same."""
    return text.translate(_ASCII)


def only_digits(text: str) -> str:
    """Return the ASCII digits of a text, joined."""
    return "".join(char for char in text if char in "0123456789")

"""How characters sound, for the network: python -m nlu.training.sounds, where pypinyin is installed.

Writes nlu/vectors/sounds.txt from the Python package pypinyin (MIT licence): the commonest reading of
each character of GB 2312 without its tone, one line a syllable.
"""

from nlu.training.workshop import ROOT

FILE = ROOT / "nlu" / "vectors" / "sounds.txt"
FIRST, LAST = 0x4E00, 0x9FFF


def is_common(char: str) -> bool:
    """Whether GB 2312 has the character."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the file anew."""
    from pypinyin import Style, lazy_pinyin  # not among our own requirements: needed for this file only

    by_syllable: dict[str, str] = {}
    for char in filter(is_common, map(chr, range(FIRST, LAST + 1))):
        syllable = lazy_pinyin(char, style=Style.NORMAL)[0]
        by_syllable[syllable] = by_syllable.get(syllable, "") + char
    text = "".join(f"{syllable} {chars}\n" for syllable, chars in sorted(by_syllable.items()))
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

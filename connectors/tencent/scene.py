"""Scenes of QR codes and links: the place that somebody comes from."""

import re

GREETING = "你好"
"""What somebody who just came is taken to say; the answer says what can be done here."""
LONGEST_SCENE = 64
_CHINESE = re.compile("[\u4e00-\u9fff]")


def scene(text: str) -> str:
    """Return the words of a scene: the place that it names, else a greeting."""
    place = text.strip()[:LONGEST_SCENE]
    return place if _CHINESE.search(place) else GREETING

"""A small writer of SVG pictures: lines, boxes, circles and texts on white, in points from the top left."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

INK, FAINT, PALE = "#1f2933", "#6b7785", "#dfe4ea"
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
Point = tuple[float, float]


class Drawing:
    """A picture that grows element by element; ``title`` is what a screen reader says."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width:g} {height:g}",
                "width": f"{width:g}",
                "height": f"{height:g}",
                "font-family": FONT,
                "role": "img",
            },
        )
        ET.SubElement(self._root, "title").text = title
        self.box((0, 0), (width, height), "#ffffff")

    def box(self, at: Point, size: Point, fill: str) -> None:
        """A filled rectangle from its top left corner."""
        self._add("rect", x=at[0], y=at[1], width=size[0], height=size[1], fill=fill)

    def line(self, points: Sequence[Point], colour: str, width: float = 1, dashes: str = "") -> None:
        """A line through some points."""
        told = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
        more = {"stroke-dasharray": dashes} if dashes else {}
        self._add("polyline", points=told, fill="none", stroke=colour, **{"stroke-width": width}, **more)

    def circle(self, at: Point, radius: float, fill: str) -> None:
        """A filled circle around a point."""
        self._add("circle", cx=at[0], cy=at[1], r=radius, fill=fill)

    def text(
        self,
        at: Point,
        words: str,
        size: float = 12,
        anchor: str = "start",
        fill: str = INK,
        *,
        turned: float = 0,
        weight: str = "normal",
    ) -> None:
        """Words whose base line starts (anchor: start, middle, end) at a point, ``turned`` by degrees."""
        x, y = at
        more = {"transform": f"rotate({turned:g} {_short(x)} {_short(y)})"} if turned else {}
        style = {"font-size": f"{size:g}", "text-anchor": anchor, "font-weight": weight}
        self._add("text", x=x, y=y, fill=fill, **style, **more).text = words

    def _add(self, tag: str, **attributes: float | str) -> ET.Element:
        told = {
            name: value if isinstance(value, str) else _short(value) for name, value in attributes.items()
        }
        return ET.SubElement(self._root, tag, told)

    def svg(self) -> str:
        """The picture as the text of an SVG file."""
        ET.indent(self._root, " ")
        return ET.tostring(self._root, encoding="unicode") + "\n"

    def save(self, path: Path) -> None:
        """Write the picture to a file, whose folder is made where it is missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.svg(), encoding="utf-8")


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

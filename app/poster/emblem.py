"""The pomegranate of the web page's logo, drawn in any size."""

from PIL import Image, ImageDraw

DARK, RED, CREAM, SEED = "#8c1529", "#c22f45", "#fff3e4", "#b3263a"
GRID = 64
CROWN = ((22, 4), (27, 13), (32, 3), (37, 13), (42, 4), (43, 17), (21, 17))
SKIN, FLESH = (8, 13, 56, 61), (13, 18, 51, 56)
SEEDS = ((32, 26), (24, 31.5), (40, 31.5), (32, 37.5), (24, 42.5), (40, 42.5), (32, 48.5))
"""Centres, on a grid of 64 by 64."""
SEED_WIDTH, SEED_HEIGHT = 3.1, 4.2
FINER = 4
"""Drawn this much larger and then reduced, so that edges are smooth."""


def emblem(pixels: int, behind: str) -> Image.Image:
    """Return the emblem as a square picture on a plain ground."""
    scale = pixels * FINER / GRID
    image = Image.new("RGB", (pixels * FINER, pixels * FINER), behind)
    pen = ImageDraw.Draw(image)
    pen.polygon([(x * scale, y * scale) for x, y in CROWN], fill=RED)
    pen.ellipse([edge * scale for edge in SKIN], fill=RED)
    pen.ellipse([edge * scale for edge in FLESH], fill=CREAM)
    for x, y in SEEDS:
        box = (x - SEED_WIDTH, y - SEED_HEIGHT, x + SEED_WIDTH, y + SEED_HEIGHT)
        pen.ellipse([edge * scale for edge in box], fill=SEED)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS)

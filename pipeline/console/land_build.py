"""Writes `page/land.json`, the outlines of the countries on the map; run it again to bring them up to date.

`pip download --no-deps geopandas==0.14.4 && python -m pipeline.console.land_build geopandas-0.14.4-py3-none-any.whl`

Source: Natural Earth (naturalearthdata.com), 1:110m cultural vectors, public domain, as the wheel ships them.
The shapes are read by ESRI's Shapefile Technical Description (1998): type 5, polygons of rings of points.
"""

import json
import struct
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

SHAPES = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp"
FILE = Path(__file__).with_name("page") / "land.json"
HEADER = 100
POLYGON = 5
PER_DEGREE = 10
"""Steps of the outlines in a degree: a tenth is half a pixel of a map that fills a screen."""
LEAST_POINTS = 4
SOUTHERNMOST = -60
"""Below it there is nothing but Antarctica, where no news is."""

Point = tuple[float, float]


def rings_of(shapes: bytes) -> Iterator[list[Point]]:
    """Give the rings of all polygons, as longitudes and latitudes."""
    place = HEADER
    while place < len(shapes):
        (words,) = struct.unpack_from(">i", shapes, place + 4)
        if struct.unpack_from("<i", shapes, place + 8)[0] == POLYGON:
            yield from _rings(shapes, place + 8)
        place += 8 + 2 * words


def path_of(rings: Sequence[Sequence[Point]]) -> str:
    """Write rings as the path of an SVG whose unit is a tenth of a degree, from 180° W and 90° N."""
    return "".join(filter(None, (_path(ring) for ring in rings)))


def _rings(shapes: bytes, place: int) -> Iterator[list[Point]]:
    parts, points = struct.unpack_from("<2i", shapes, place + 36)
    begins = [*struct.unpack_from(f"<{parts}i", shapes, place + 44), points]
    first = place + 44 + 4 * parts
    for begin, end in pairwise(begins):
        numbers = struct.unpack_from(f"<{2 * (end - begin)}d", shapes, first + 16 * begin)
        yield list(zip(numbers[::2], numbers[1::2], strict=True))


def _path(ring: Sequence[Point]) -> str:
    if all(latitude < SOUTHERNMOST for _longitude, latitude in ring):
        return ""
    steps = [(round((x + 180) * PER_DEGREE), round((90 - y) * PER_DEGREE)) for x, y in ring]
    kept = [step for number, step in enumerate(steps) if number == 0 or step != steps[number - 1]]
    if len(kept) < LEAST_POINTS:
        return ""
    moves = (f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(moves).replace(' -', '-')}z"


def main(wheel: str) -> None:
    """Write the file."""
    with ZipFile(wheel) as package:
        path = path_of(list(rings_of(package.read(SHAPES))))
    source = "Natural Earth 1:110m, public domain"
    FILE.write_text(json.dumps({"source": source, "path": path}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])

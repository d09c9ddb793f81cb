"""Small drawings whose pictures can be counted by hand."""

import xml.etree.ElementTree as ET

import numpy as np
import shapely

from geo.diagnostics.drawing import Bars, Choropleth, Curves, Panel
from geo.diagnostics.picture import draw

SVG = "{http://www.w3.org/2000/svg}"


def squares(side=6, size_m=1000.0):
    """Rows of squares, from the bottom left."""
    return np.array(
        [
            shapely.box(x * size_m, y * size_m, (x + 1) * size_m, (y + 1) * size_m)
            for y in range(side)
            for x in range(side)
        ]
    )


def choropleth(**changes):
    areas = squares()
    told = {
        "code": "carte",
        "areas": areas,
        "panels": (Panel(title="", classes=np.arange(36) % 4 - 1),),
        "labels": ("10 min au plus", "20 min au plus", "au-delà"),
        "ramp": "time",
        "outlines": np.array([shapely.box(0, 0, 3000, 6000), shapely.box(3000, 0, 6000, 6000)]),
        "points": np.array([[500.0, 500.0], [5500.0, 5500.0]]),
        "names": (("L’Haÿ & <Ville>", 1500.0, 3000.0), ("Est", 4500.0, 3000.0)),
    }
    return Choropleth(**(told | changes))


def curves(**changes):
    minutes = np.arange(0, 61, 5, dtype=np.float64)
    told = {
        "code": "courbes",
        "minutes": minutes,
        "shares": {"à pied": minutes / 120, "à vélo": minutes / 60, "en voiture": minutes**0},
        "marks": {"à pied": 30.0, "à vélo": 15.0},
    }
    return Curves(**(told | changes))


def bars(**changes):
    told = {
        "code": "barres",
        "names": ("Nord", "Sud", "Est", "Ouest"),
        "values": np.array([0.25, 0.9994, np.nan, 0.5]),
        "unit": "part",
        "chosen": "Ouest",
        "average": 0.55,
        "average_name": "Moyenne de la région",
    }
    return Bars(**(told | changes))


def seen(drawing):
    """Draw, and parse: not well-formed XML fails here."""
    return ET.fromstring(draw(drawing))  # noqa: S314 - our own


def texts(root):
    """All that is written, each once: the halo of a text repeats it."""
    written = [element.text for element in root.iter(f"{SVG}text")]
    return list(dict.fromkeys(written))

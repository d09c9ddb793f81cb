"""
Ask Valhalla for routes; run by ``benchmarks/agreement.py`` with a Python that has pyvalhalla.

Reads questions from a JSON file and writes answers to another, since the engine prints as it
pleases. Tiles are built once a folder.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import valhalla

TILES, CONFIG = "tiles", "valhalla.json"


def main() -> None:
    """Build tiles if there are none, then answer."""
    folder, questions, answers = (Path(argument) for argument in sys.argv[1:])
    asked = json.loads(questions.read_text())
    config = folder / CONFIG
    if not config.exists():
        build_tiles(folder, asked["osm"])
    actor = valhalla.Actor(str(config))
    answers.write_text(
        json.dumps(
            {
                "version": valhalla.__version__,
                "answers": [answer(actor, question) for question in asked["questions"]],
            }
        )
    )


def build_tiles(folder: Path, osm: str) -> None:
    """Build the tiles of an extract, without borders: one country, no traffic, no elevation."""
    (folder / TILES).mkdir(parents=True, exist_ok=True)
    config = valhalla.get_config(tile_dir=folder.resolve() / TILES, tile_extract="")
    config["mjolnir"]["concurrency"] = 2
    path = folder / "building.json"
    path.write_text(json.dumps(config))
    program = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
    subprocess.run([program, "-c", path, osm], check=True, stdout=subprocess.DEVNULL)
    path.rename(folder / CONFIG)


def answer(actor: valhalla.Actor, question: dict[str, Any]) -> list[list[Any] | None]:
    """Give length (m), time (s) and shape (polyline of 6 decimals) of each pair; None: no route."""
    return [route(actor, question, pair) for pair in question["pairs"]]


def route(actor: valhalla.Actor, question: dict[str, Any], pair: list[float]) -> list[Any] | None:
    """Ask for one route."""
    lon, lat, to_lon, to_lat = pair
    try:
        trip = actor.route(
            {
                "locations": [{"lon": lon, "lat": lat}, {"lon": to_lon, "lat": to_lat}],
                "costing": question["costing"],
                "costing_options": {question["costing"]: question["options"]},
                "directions_type": "none",
                "units": "kilometers",
            }
        )["trip"]
    except RuntimeError:
        return None
    summary = trip["summary"]
    return [summary["length"] * 1000, summary["time"], trip["legs"][0]["shape"]]


if __name__ == "__main__":
    main()

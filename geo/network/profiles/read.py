"""Profiles, from the TOML files beside this one or from an edited copy."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.network.profiles.declare import declare
from geo.network.profiles.profile import Constants, Delays, Profile, Tranche
from geo.network.profiles.rules import Rules, Way
from geo.network.raw import EVENTS, EXCEPT_BICYCLE, EXCEPT_MOTORCAR

FOLDER = Path(__file__).parent

EXCEPT_BITS: Mapping[str, np.uint8] = {
    "": np.uint8(0),
    "motorcar": EXCEPT_MOTORCAR,
    "bicycle": EXCEPT_BICYCLE,
}
"""Vehicles that a turn restriction may let off."""

HOURS, WEEK = 24, 7

MOST_KMH = 200.0
"""No way is faster: a greater speed is a slip of the pen, and would spoil every time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """Top of a profile's TOML file."""

    mode: str
    snap_limit_m: float
    gap_kmh: float
    turn_restrictions: bool
    turn_restrictions_except: str
    delays: Delays
    rules: Rules
    tranches: tuple[Tranche, ...] = ()
    tranche_par_defaut: str = ""


def read_profile(mode: Mode, path: Path | None = None) -> Profile:
    """
    Read and check what a mode makes of the streets.

    Parameters
    ----------
    mode
        How one travels.
    path
        An edited copy of its file; None: the file that comes with the program.

    Returns
    -------
    profile
        Its version is a digest of the file, comments included.

    Raises
    ------
    SourceError
        If the file cannot be read, a constant is missing, unknown or senseless, or it is of
        another mode.
    """
    path = path or FOLDER / f"{mode.value}.toml"
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path} : profil illisible ({error}).") from error
    declared = declare(_File, table, path.name)
    for complaint in _complaints(declared, mode):
        raise SourceError(f"{path.name} : {complaint}")
    return Profile(
        constants=_constants(declared, mode, content),
        delays=declared.delays,
        turn_restrictions=declared.turn_restrictions,
        except_bit=EXCEPT_BITS[declared.turn_restrictions_except],
        rules=declared.rules,
    )


def _constants(declared: _File, mode: Mode, content: bytes) -> Constants:
    return Constants(
        mode=mode,
        version=hashlib.sha256(content).hexdigest()[:12],
        snap_limit_m=declared.snap_limit_m,
        gap_kmh=declared.gap_kmh,
        tranches=declared.tranches,
        tranche_par_defaut=declared.tranche_par_defaut,
    )


def _complaints(declared: _File, mode: Mode) -> Iterator[str]:
    """Say what no type can say."""
    if declared.mode != mode.value:
        yield f"« mode » vaut {declared.mode!r}, {mode.value!r} était attendu."
    if not declared.gap_kmh:
        yield "« gap_kmh » doit être supérieur à 0."
    if declared.turn_restrictions_except not in EXCEPT_BITS:
        yield f"« turn_restrictions_except » : {' ou '.join(map(repr, EXCEPT_BITS))}."
    if set(declared.delays.events) != set(EVENTS):
        yield f"« delays.events » doit donner {', '.join(EVENTS)}, et rien d'autre."
    yield from _speed_complaints(declared.rules)
    yield from _tranche_complaints(declared)


def _speed_complaints(rules: Rules) -> Iterator[str]:
    ways: dict[str, Way] = {**rules.ways, **rules.services}
    speeds = {f"ways.{kind}.kmh": way.kmh for kind, way in ways.items()}
    if rules.limits:
        speeds["limits.factor"] = rules.limits.factor
        speeds["limits.none_kmh"] = rules.limits.none_kmh
        speeds["limits.walk_kmh"] = rules.limits.walk_kmh
        speeds |= {f"limits.words.{word}": kmh for word, kmh in rules.limits.words.items()}
    if rules.push:
        speeds["push.kmh"] = rules.push.kmh
    for name, kmh in speeds.items():
        if not 0 < kmh <= MOST_KMH:
            yield f"« {name} » doit être supérieur à 0 et au plus {MOST_KMH:g}, pas {kmh:g}."


def _tranche_complaints(declared: _File) -> Iterator[str]:
    codes = [tranche.code for tranche in declared.tranches]
    if len(set(codes)) < len(codes):
        yield "deux tranches ont le même code."
    if declared.tranche_par_defaut not in (codes or [""]):
        yield "« tranche_par_defaut » doit être le code d'une tranche."
    for tranche in declared.tranches:
        if tranche.facteur < 1:
            yield f"tranche {tranche.code} : le facteur est au moins 1, pas {tranche.facteur:g}."
        if not tranche.debut_h < tranche.fin_h <= HOURS:
            yield f"tranche {tranche.code} : 0 ≤ debut_h < fin_h ≤ {HOURS} était attendu."
        if not tranche.jours or max(tranche.jours) >= WEEK:
            yield f"tranche {tranche.code} : les jours vont de 0 (lundi) à 6 (dimanche)."

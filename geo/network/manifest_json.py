"""The manifest of a network as JSON: French keys outside, the fields of `Manifest` inside."""

import dataclasses
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from geo.network.manifest import FORMAT, Manifest
from geo.network.profiles.profile import Tranche

SOURCE = MappingProxyType(
    {
        "kind": "origine",
        "name": "source",
        "sha256": "sha256",
        "licence": "licence",
        "attribution": "attribution",
        "publiable": "publiable",
    }
)
MANIFEST = MappingProxyType(
    {
        "name": "nom",
        "bounds": "emprise",
        "code_version": "version_code",
        "skipped": "ecartes",
        "profiles": "profils",
    }
)
PROFILE = MappingProxyType(
    {
        "nodes": "noeuds",
        "edges": "aretes",
        "segments": "troncons",
        "length_km": "longueur_km",
        "dropped_km": "ecarte_km",
        "dropped_parts": "morceaux_ecartes",
        "unknown_surface_km": "revetement_inconnu_km",
        "restrictions": "interdictions",
        "restrictions_ignored": "interdictions_ignorees",
        "bucket_ms": "largeur_case_ms",
    }
)
CONSTANTS = MappingProxyType(
    {
        "mode": "mode",
        "version": "version_profil",
        "snap_limit_m": "rattachement_au_plus_m",
        "gap_kmh": "approche_kmh",
        "tranches": "tranches",
        "tranche_par_defaut": "tranche_par_defaut",
    }
)
TRANCHE = MappingProxyType({field.name: field.name for field in dataclasses.fields(Tranche)})

CHECKED = TypeAdapter(Manifest)


def to_json(manifest: Manifest) -> str:
    """
    Write a manifest.

    Parameters
    ----------
    manifest
        Of one network.

    Returns
    -------
    text
        JSON, for people too.

    Notes
    -----
    Contract: pure; `from_json` gives the manifest back.
    """
    profiles = {
        mode.value: _named(one, PROFILE)
        | _named(one.constants, CONSTANTS)
        | {"tranches": [_named(tranche, TRANCHE) for tranche in one.constants.tranches]}
        for mode, one in manifest.profiles.items()
    }
    said = {"format": FORMAT} | _named(manifest.source, SOURCE) | _named(manifest, MANIFEST)
    said |= {"ecartes": dict(manifest.skipped), "profils": profiles}
    return json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def from_json(text: str) -> Manifest:
    """
    Read a manifest.

    Parameters
    ----------
    text
        As `to_json` writes it.

    Returns
    -------
    manifest
        Complete, each value of its type.

    Raises
    ------
    ValueError
        If it is no JSON, of another `FORMAT`, or a value is missing or wrong.
    """
    said = json.loads(text)
    found = said.get("format") if isinstance(said, dict) else None
    if found != FORMAT:
        raise ValueError(f"format {found} au lieu de {FORMAT}")
    fields = _fields(said, MANIFEST) | {"source": _fields(said, SOURCE)}
    profiles = fields["profiles"]
    if not isinstance(profiles, dict):
        raise ValueError("profils : il fallait un objet")  # noqa: TRY004 - bad JSON, not a bad call
    fields["profiles"] = {mode: _profile(one) for mode, one in profiles.items()}
    try:
        return CHECKED.validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{where} : {first['msg']}") from error


def _profile(said: object) -> dict[str, Any]:
    return _fields(said, PROFILE) | {"constants": _fields(said, CONSTANTS)}


def _named(value: object, names: Mapping[str, str]) -> dict[str, Any]:
    return {key: getattr(value, name) for name, key in names.items()}


def _fields(said: object, names: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(said, dict) or not set(names.values()) <= set(said):
        missing = set(names.values()) - set(said if isinstance(said, dict) else ())
        raise ValueError(f"il manque {', '.join(sorted(missing))}")
    return {name: said[key] for name, key in names.items()}

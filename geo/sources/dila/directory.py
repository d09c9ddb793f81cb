"""Facts, communes and réseaux → points d'accueil, and rejects with reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.domain.horaires import Reserve
from geo.domain.point_accueil import PointAccueil, Signalement
from geo.domain.rejet import Motif, Rejet
from geo.domain.reseau import Reseau
from geo.errors import InputError
from geo.progress import Advance, silent
from geo.sources.dila.access import access_of
from geo.sources.dila.duplicates import flag_duplicates
from geo.sources.dila.organisme import SOURCE, Illisible, Organisme
from geo.sources.dila.positions import Ecart, Position, judge_positions
from geo.sources.dila.town_halls import MAIRIE
from geo.sources.dila.zones import zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """
    What a source gave.

    Attributes
    ----------
    points
        Places to publish, sorted by id.
    rejects
        Records that are not published, with reasons, sorted by id.
    read
        Number of records read: always points plus rejects.
    """

    points: list[PointAccueil]
    rejects: list[Rejet]
    read: int


def to_directory(
    organismes: Sequence[Organisme | Illisible],
    *,
    communes: Any,  # noqa: ANN401 - geopandas has no types
    reseaux: Sequence[Reseau],
    advance: Advance = silent,
) -> Directory:
    """
    Decide which records are places of the directory.

    Parameters
    ----------
    organismes
        As `read_organismes` gives them.
    communes
        GeoDataFrame of `COMMUNE_COLUMNS` of the territory, in WGS84.
    reseaux
        The réseaux, with DILA's codes.
    advance
        Called with numbers of records that add up to those given.

    Returns
    -------
    directory
        Places and rejects.

    Notes
    -----
    Contract: points plus rejects is what was read; the order of the records is
    irrelevant. An identifier is published once: identical records count as one, of
    different ones the latest stands, and where none is the latest none is published.
    """
    rejects: list[Rejet] = []
    by_code = {code: reseau for reseau in reseaux for code in reseau.codes_dila}
    mapped = []
    for organisme in organismes:
        reject = _unmapped(organisme, by_code)
        if reject:
            rejects.append(reject)
        elif isinstance(organisme, Organisme):
            mapped.append(organisme)
    advance(len(rejects))
    unique, repeated = _once_each(mapped)
    rejects += repeated
    points = []
    for organisme, verdict in zip(unique, judge_positions(unique, communes), strict=True):
        judged = _judged(organisme, verdict, by_code[organisme.pivot])
        if isinstance(judged, PointAccueil):
            points.append(judged)
        else:
            rejects.append(judged)
    advance(len(mapped))
    return Directory(
        points=flag_duplicates(sorted(points, key=lambda point: point.id)),
        rejects=sorted(rejects, key=lambda reject: (reject.id_source, reject.motif, reject.detail)),
        read=len(organismes),
    )


def to_reject(illisible: Illisible) -> Rejet:
    """
    Count a file that holds no usable record.

    Parameters
    ----------
    illisible
        As `read_organismes` gives it.

    Returns
    -------
    reject
        Named after the file.
    """
    return Rejet(id_source=illisible.nom_fichier, motif=Motif.ILLISIBLE, detail=illisible.detail)


def _unmapped(organisme: Organisme | Illisible, by_code: Mapping[str, Reseau]) -> Rejet | None:
    """Say why a record is of no réseau of the directory, if it is so."""
    if isinstance(organisme, Illisible):
        return to_reject(organisme)
    if organisme.pivot == MAIRIE:
        return _reject(organisme, Motif.MAIRIE, "une mairie est un site candidat, pas un lieu")
    if organisme.pivot not in by_code:
        detail = f"code DILA « {organisme.pivot} », d’aucun réseau repris"
        return _reject(organisme, Motif.RESEAU_NON_REPRIS, detail)
    return None


def _once_each(organismes: Iterable[Organisme]) -> tuple[list[Organisme], list[Rejet]]:
    """Keep one record of each identifier, or none where nothing says which."""
    by_id: dict[str, list[Organisme]] = {}
    for organisme in organismes:
        by_id.setdefault(organisme.id, []).append(organisme)
    kept, rejects = [], []
    for records in by_id.values():
        latest = max(_day(record) for record in records)
        candidates = [record for record in records if _day(record) == latest]
        chosen = candidates[0] if len(set(candidates)) == 1 else None
        kept += [chosen] if chosen else []
        rejects += [
            _reject(record, Motif.IDENTIFIANT_EN_DOUBLE, _why_not(chosen, len(records)))
            for record in records[1 if chosen else 0 :]
        ]
    return kept, rejects


def _day(organisme: Organisme) -> int:
    return organisme.date_maj.toordinal() if organisme.date_maj else 0


def _why_not(chosen: Organisme | None, count: int) -> str:
    if chosen is None:
        return f"{count} fiches différentes de la même date portent cet identifiant"
    return f"{count} fiches portent cet identifiant ; celle du {chosen.date_maj} est retenue"


def _reject(organisme: Organisme, motif: Motif, detail: str) -> Rejet:
    return Rejet(id_source=organisme.id, motif=motif, detail=detail)


def _judged(
    organisme: Organisme, verdict: Position | Ecart, reseau: Reseau
) -> PointAccueil | Rejet:
    """Make the place, or say why there is none; one bad record never stops the others."""
    if isinstance(verdict, Ecart):
        return _reject(organisme, verdict.motif, verdict.detail)
    try:
        return _point(organisme, verdict, reseau)
    except InputError as error:
        return _reject(organisme, Motif.ILLISIBLE, f"fiche qui ne fait pas un lieu : {error}")


def _point(organisme: Organisme, position: Position, reseau: Reseau) -> PointAccueil:
    signalements = position.signalements
    if Reserve.HORAIRES_ILLISIBLES in organisme.horaires_reserves:
        signalements = (*signalements, Signalement.HORAIRES_ILLISIBLES)
    return PointAccueil(
        id=f"{SOURCE}--{organisme.id}",
        source=SOURCE,
        reseau=reseau.code,
        nom=organisme.nom,
        code_commune=position.code_commune,
        lon=position.lon,
        lat=position.lat,
        precision_position=position.precision,
        date_maj=organisme.date_maj,
        adresse=organisme.adresse,
        code_postal=organisme.code_postal,
        ville=organisme.ville,
        adresse_postale=organisme.adresse_postale,
        telephone=organisme.telephone,
        telephone_note=organisme.telephone_note,
        site_web=organisme.site_web,
        accessibilite_pmr=access_of(organisme.accessibilite, organisme.accessibilite_note),
        accessibilite_note=organisme.accessibilite_note,
        horaires=organisme.horaires,
        horaires_note=organisme.horaires_note,
        horaires_reserves=organisme.horaires_reserves,
        missions=reseau.missions,
        publics=reseau.publics,
        zone_competence=zone_of(organisme.nom, reseau=reseau.code),
        signalements=signalements,
    )

"""What a scenario is, as JSON: the keys of its file, checked one by one."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from api.parameters import Instant, check_not_swapped, refuse
from geo.crs import EARTH
from geo.domain.horaires import check_horaires
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import (
    CHANGES_MAX,
    INCONNUS,
    Change,
    Closing,
    Move,
    NewCapacity,
    NewHours,
    Opening,
    Scenario,
)
from geo.errors import InputError
from geo.network.estimate import Mode

BUDGETS_MAX = 3
BUDGET_MAX_S = 7_200
LINES_MAX = 112
"""Publics × needs × times of one request: all of them, with two times."""

POSITIONS_MAX = 20
"""New positions of one request: on streets, each takes two searches of the whole region."""

AT_MOST_LINES = f"« profils » × « besoins » × « au_plus_s » font {LINES_MAX} lignes au plus."
AT_MOST_POSITIONS = f"« ouvrir » et « deplacer » font {POSITIONS_MAX} positions au plus."

BUDGET = {"type": "integer", "minimum": 1, "maximum": BUDGET_MAX_S}
BUDGETS = {"type": "array", "items": BUDGET, "maxItems": BUDGETS_MAX}

CODES_MAX = 50
TEXT_MAX = 200
CAPACITY_MAX = 10_000


class Corps(BaseModel):
    """Base of what a body holds: frozen, strict about names and kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _check_hours(text: str) -> str:
    try:
        return text if text == INCONNUS else check_horaires(text)
    except InputError:
        raise refuse(
            "« horaires » doit être un texte opening_hours d’OpenStreetMap, comme Mo-Fr"
            f" 09:00-12:00,13:30-17:00, ou « {INCONNUS} »."
        ) from None


def _as_several(value: object) -> object:
    """Accept one time beside several."""
    if isinstance(value, list):
        return tuple(value)
    return (value,)


Texte = Annotated[str, Field(min_length=1, max_length=TEXT_MAX)]
Horaires = Annotated[
    Texte,
    AfterValidator(_check_hours),
    Field(description=f"opening_hours d’OpenStreetMap, ou « {INCONNUS} »."),
]
PointId = Annotated[Texte, Field(description="Identifiant du lieu (voir /v1/points-accueil).")]
Capacite = Annotated[
    float,
    Field(
        ge=0,
        le=CAPACITY_MAX,
        allow_inf_nan=False,
        description="Conseillers ; 1 par lieu dont personne ne l’a dit.",
    ),
]


class Emplacement(Corps):
    """Une position, en degrés WGS84."""

    lon: Annotated[float, Field(ge=EARTH[0], le=EARTH[2], allow_inf_nan=False)] = Field(
        description="Longitude ; 2.3522 à Paris."
    )
    lat: Annotated[float, Field(ge=EARTH[1], le=EARTH[3], allow_inf_nan=False)] = Field(
        description="Latitude ; 48.8566 à Paris."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Emplacement":
        check_not_swapped(lon=self.lon, lat=self.lat)
        return self


class Ouverture(Emplacement):
    """Un lieu qui ouvrirait."""

    reseau: Texte = Field(description="Code du réseau (voir /v1/reseaux).")
    publics: Annotated[tuple[Profil, ...], Field(min_length=1, max_length=len(Profil))] | None = (
        Field(None, description="Sans eux, ceux de la table des compétences.")
    )
    missions: (
        Annotated[tuple[Mission, ...], Field(min_length=1, max_length=len(Mission))] | None
    ) = Field(None, description="Sans elles, celles de la table des compétences.")
    zone_competence: (
        Annotated[tuple[Texte, ...], Field(min_length=1, max_length=CODES_MAX)] | None
    ) = Field(
        None,
        description="Communes ou départements desservis, « region-11 » ou « france » ; sans elle,"
        " inconnue : le lieu sert alors tout le monde.",
    )
    horaires: Horaires = INCONNUS
    capacite: Capacite = 1.0


class Fermeture(Corps):
    """Un lieu qui fermerait."""

    point_id: PointId


class Deplacement(Emplacement):
    """Un lieu qui serait ailleurs, sinon le même."""

    point_id: PointId


class NouveauxHoraires(Corps):
    """Un lieu qui ouvrirait à d’autres heures ; il faut alors « instant »."""

    point_id: PointId
    horaires: Horaires


class NouvelleCapacite(Corps):
    """Un lieu qui aurait plus de conseillers, ou moins."""

    point_id: PointId
    capacite: Capacite


def _several(description: str, at_most: int = CHANGES_MAX) -> Any:  # noqa: ANN401 - as pydantic's own Field
    return Field((), max_length=at_most, description=description)


class DemandeScenario(Corps):
    """Un scénario, et ce qu’on veut en savoir ; les mêmes clés que le fichier de la commande."""

    mode: Mode = Field(
        Mode.VOITURE,
        description="Façon de se déplacer. « fauteuil » n’est jamais estimé : il lui faut un"
        " réseau de rues de la région.",
    )
    au_plus_s: Annotated[
        tuple[Annotated[int, Field(ge=1, le=BUDGET_MAX_S)], ...],
        BeforeValidator(_as_several),
        Field(
            max_length=BUDGETS_MAX,
            description="Durée à ne pas dépasser, en secondes, pour chaque trajet, ou une liste ;"
            f" sans elle, la durée de référence du mode. {AT_MOST_LINES}",
        ),
        WithJsonSchema({"anyOf": [BUDGET, BUDGETS]}),
    ] = ()
    profils: Annotated[tuple[Profil, ...], Field(max_length=len(Profil))] = Field(
        (),
        description=f"Publics à comparer, chacun à part ; sans eux, tous. {AT_MOST_LINES}",
    )
    besoins: Annotated[tuple[Mission, ...], Field(max_length=len(Mission))] = Field(
        (), description=f"Besoins à comparer ; sans eux, les quatre. {AT_MOST_LINES}"
    )
    instant: Instant | None = Field(
        None,
        description="Quand les lieux doivent être ouverts (ISO 8601 ; sans décalage : heure de"
        " Paris) ; sans lui, les horaires ne comptent pas.",
    )
    ouvrir: tuple[Ouverture, ...] = _several(
        f"Lieux qui ouvriraient. {AT_MOST_POSITIONS}", POSITIONS_MAX
    )
    fermer: tuple[Fermeture, ...] = _several("Lieux qui fermeraient.")
    deplacer: tuple[Deplacement, ...] = _several(
        f"Lieux qui se déplaceraient. {AT_MOST_POSITIONS}", POSITIONS_MAX
    )
    horaires: tuple[NouveauxHoraires, ...] = _several("Lieux qui changeraient d’horaires.")
    capacite: tuple[NouvelleCapacite, ...] = _several("Lieux qui changeraient de capacité.")

    @model_validator(mode="after")
    def _few_lines(self) -> "DemandeScenario":
        lines = len(self.publics) * len(self.needs) * max(len(set(self.au_plus_s)), 1)
        if lines > LINES_MAX:
            raise refuse(
                f"« profils » × « besoins » × « au_plus_s » font plus de {LINES_MAX} lignes :"
                " demandez-en moins à la fois."
            )
        return self

    @model_validator(mode="after")
    def _few_positions(self) -> "DemandeScenario":
        if len(self.ouvrir) + len(self.deplacer) > POSITIONS_MAX:
            raise refuse(
                f"« ouvrir » et « deplacer » font plus de {POSITIONS_MAX} positions nouvelles :"
                " faites-en plusieurs scénarios, ou utilisez la commande deuxportes scenario."
            )
        return self

    @property
    def publics(self) -> tuple[Profil, ...]:
        """Those asked, or all."""
        return tuple(dict.fromkeys(self.profils)) or tuple(Profil)

    @property
    def needs(self) -> tuple[Mission, ...]:
        """Those asked, or all."""
        return tuple(dict.fromkeys(self.besoins)) or tuple(Mission)


def to_scenario(asked: DemandeScenario) -> Scenario:
    """
    Give what would change.

    Parameters
    ----------
    asked
        Validated.

    Returns
    -------
    scenario
        Its changes, in the order of their sorts.

    Raises
    ------
    ScenarioError
        If changes contradict one another, or are too many together.
    """
    changes: list[Change] = [_opening(one) for one in asked.ouvrir]
    changes += [Closing(point_id=one.point_id) for one in asked.fermer]
    changes += [Move(point_id=one.point_id, lon=one.lon, lat=one.lat) for one in asked.deplacer]
    changes += [
        NewHours(point_id=one.point_id, horaires=_hours(one.horaires)) for one in asked.horaires
    ]
    changes += [NewCapacity(point_id=one.point_id, capacity=one.capacite) for one in asked.capacite]
    instant = None if asked.instant is None else asked.instant.replace(microsecond=0)
    return Scenario(changes=tuple(changes), instant=instant)


def _opening(asked: Ouverture) -> Opening:
    return Opening(
        reseau=asked.reseau,
        lon=asked.lon,
        lat=asked.lat,
        publics=asked.publics,
        missions=asked.missions,
        zone_competence=asked.zone_competence,
        horaires=_hours(asked.horaires),
        capacity=asked.capacite,
    )


def _hours(text: str) -> str | None:
    return None if text == INCONNUS else text

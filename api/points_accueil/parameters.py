"""Query parameters of places."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from api.parameters import (
    VALUES_MAX,
    Bbox,
    Codes,
    Decimal,
    Forme,
    Instant,
    Page,
    Position,
    Recherche,
    Several,
    Trajet,
    Whole,
    refuse,
)
from geo.domain.commune import CODE_COMMUNE
from geo.domain.mission import Mission
from geo.domain.profil import Profil

K_DEFAULT, K_MAX = 10, 50
RADIUS_MAX_M = 100_000
AU_PLUS_MAX_S = 14_400
"""Four hours: what is farther is no trip to a place of welcome, and hours do not matter there."""


def _check_code(code: str) -> str:
    if not CODE_COMMUNE.fullmatch(code):
        raise refuse(
            "Le paramètre « code_commune » doit être un code INSEE de 5 caractères, comme 75056 ou"
            " 2A004 : cherchez-le dans /v1/communes?q=nom."
        )
    return code


CodeCommune = Annotated[
    str,
    AfterValidator(_check_code),
    WithJsonSchema({"type": "string", "pattern": f"^{CODE_COMMUNE.pattern}$"}),
]


class Filtres(Forme):
    """Which places are wanted; several values of one parameter widen, several parameters narrow."""

    reseau: Annotated[
        Codes,
        Field(
            description="Réseaux (voir /v1/reseaux) ; plusieurs valeurs s’ajoutent.",
            examples=["mission-locale"],
        ),
    ] = ()
    profil: Annotated[
        tuple[Profil, ...],
        Field(
            max_length=VALUES_MAX,
            description="Publics dont la personne fait partie (voir /v1/profils) ; un lieu « tout"
            " public » convient à chacun.",
            examples=["jeune"],
        ),
        Several,
    ] = ()
    mission: Annotated[
        tuple[Mission, ...],
        Field(
            max_length=VALUES_MAX,
            description="Besoins ; le lieu répond à l’un d’eux au moins.",
            examples=["conseil"],
        ),
        Several,
    ] = ()
    code_commune: Annotated[
        tuple[CodeCommune, ...],
        Field(
            max_length=VALUES_MAX,
            description="Communes (code INSEE) : les lieux qui s’y déclarent ou s’y trouvent ;"
            " 75056 comprend les arrondissements.",
            examples=["75056"],
        ),
        Several,
    ] = ()
    code_bassin: Annotated[
        Codes,
        Field(description="Bassins d’emploi (voir /v1/bassins).", examples=["1107"]),
    ] = ()
    bbox: Annotated[
        Bbox | None,
        Field(
            max_length=200,
            description="Cadre de carte ouest,sud,est,nord en degrés, bords compris. La réponse"
            " n’a alors pas d’en-tête `Link` : suivez `suivant`.",
            examples=["2.2,48.8,2.5,48.95"],
        ),
    ] = None
    ouvert_a: Annotated[
        Instant | None,
        Field(
            description="Garde les lieux ouverts à cet instant (ISO 8601 ; sans décalage : heure"
            " de Paris) ou « maintenant ». Les lieux dont on ignore l’ouverture sont écartés et"
            " comptés dans `inconnus_ecartes`.",
            examples=["2026-11-24T10:30:00+01:00"],
        ),
    ] = None
    inconnus: Annotated[
        Literal["inclus"] | None,
        Field(
            description="« inclus » garde aussi les lieux dont on ignore s’ils sont ouverts.",
            examples=["inclus"],
        ),
    ] = None
    pmr: Annotated[
        Literal["oui"] | None,
        Field(
            description="« oui » ne garde que les lieux dont l’accès aux personnes handicapées est"
            " certain : ni « sur demande », ni « inconnue ».",
            examples=["oui"],
        ),
    ] = None
    q: Annotated[
        Recherche,
        Field(
            description="Mots du nom du lieu, de son réseau ou de sa commune, ou code postal, avec"
            " ou sans accents.",
            examples=["mission locale"],
        ),
    ] = None


class Liste(Page, Filtres):
    """Parameters of the list."""


class Proches(Filtres, Trajet, Position):
    """Parameters of the nearest places."""

    k: Annotated[
        int, Field(ge=1, le=K_MAX, description="Nombre de lieux voulus.", examples=[5]), Whole
    ] = K_DEFAULT
    rayon_m: Annotated[
        float,
        Field(
            gt=0,
            le=RADIUS_MAX_M,
            allow_inf_nan=False,
            description="Distance la plus grande à vol d’oiseau, en mètres, comprise.",
            examples=[5000],
        ),
        Decimal,
    ] = float(RADIUS_MAX_M)
    hors_zone: Annotated[
        Literal["inclus"] | None,
        Field(
            description="« inclus » garde aussi les lieux qui ne desservent pas la commune de la"
            " position (`rattachement` : « non ») ; sans lui ils sont écartés, et comptés dans"
            " `hors_zone_ecartes`.",
            examples=["inclus"],
        ),
    ] = None
    au_plus_s: Annotated[
        int | None,
        Field(
            ge=1,
            le=AU_PLUS_MAX_S,
            description="Durée la plus longue du trajet, en secondes, comprise. Un lieu dont la"
            " durée est inconnue est écarté, et compté dans `sans_duree_ecartes`.",
            examples=[1200],
        ),
        Whole,
    ] = None
    ouvert: Annotated[
        Literal["a_l_arrivee"] | None,
        Field(
            description="« a_l_arrivee » garde les lieux ouverts quand on y arrive : au départ"
            " (`depart_a`), plus la durée du trajet vers chacun, de quatre heures au plus ; à la"
            " place de `ouvert_a`. Ceux dont on ignore l’ouverture, ou la durée, sont écartés et"
            " comptés dans `inconnus_ecartes`, sauf `inconnus=inclus`.",
            examples=["a_l_arrivee"],
        ),
    ] = None

    @model_validator(mode="after")
    def _opening_once(self) -> "Proches":
        if self.ouvert is not None and self.ouvert_a is not None:
            raise refuse(
                "Les paramètres « ouvert » et « ouvert_a » s’excluent : gardez « ouvert_a » pour un"
                " instant que vous donnez, ou « ouvert » pour celui de l’arrivée (voir"
                " « depart_a »)."
            )
        return self

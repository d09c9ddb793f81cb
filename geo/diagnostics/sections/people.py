"""« Qui vit ici »: residents and publics, counted, spread from a larger total, or not known."""

import pandas as pd

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import indicator, named, plain
from geo.diagnostics.sections.words import kind_of, listed, profile_name, the_territory
from geo.domain.dossier import Bloc, Colonne, Section, Tableau, Texte
from geo.domain.indicateur import CENSUS
from geo.domain.profil import Profil
from geo.domain.unite import Figure, Unite


def people(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write who lives in a territory.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    section, drawings
        The chapter; it has no picture.
    """
    told = _told(findings, code)
    total = indicator(findings, code, "habitants", libelle="habitants")
    begin = f"{{habitants}} habitants vivent dans {the_territory(findings, code)}."
    if not total.valeur:
        begin = "Habitants : {habitants}. Rien ne peut être dit de publics sans habitants."
    begin += (
        " Une même personne peut être de plusieurs publics à la fois : leurs nombres ne "
        "s’additionnent jamais."
    )
    blocs: list[Bloc] = [
        Texte(modele=begin, chiffres=(total,)),
        *_spread(told),
        _table(told, total.valeur),
        *_unknown(told),
    ]
    return Section(code="habitants", titre="Qui vit ici", blocs=tuple(blocs)), ()


def _told(findings: Findings, code: str) -> pd.DataFrame:
    """Give every public but everyone, those that are counted first."""
    table = findings.publics
    here = table[
        (table["territory_type"] == kind_of(findings, code).value)
        & (table["territory_code"] == code)
    ].set_index("profile")
    publics = [one.value for one in Profil if one is not Profil.TOUT_PUBLIC]
    told = here.reindex(publics)
    return pd.concat([told[told["people"].notna()], told[told["people"].isna()]])


def _spread(told: pd.DataFrame) -> tuple[Texte, ...]:
    """Say what an estimate of a public is."""
    if not _is_spread(told).any():
        return ()
    words = (
        "« Estimé » : personne n’a compté ce public ici. Le total d’un territoire plus grand est "
        "réparti entre les communes selon leur population, comme si ce public vivait partout dans "
        "les mêmes proportions."
    )
    return (Texte(modele=words, ton="avertissement"),)


def _unknown(told: pd.DataFrame) -> tuple[Texte, ...]:
    """Say who counted, and name the publics that nobody counted."""
    texts = []
    sources = _sources(told)
    if sources:
        figure = named("sources_publics", "sources", " ; ".join(sources))
        words = f"Sources : {{{figure.code}}}."
        texts.append(Texte(modele=words, chiffres=(figure,), ton="note"))
    missing = [profile_name(str(one)) for one in told.index[told["people"].isna()]]
    if missing:
        figure = named("publics_inconnus", "publics que personne n’a comptés", ", ".join(missing))
        words = (
            "Non renseigné, faute d’une source qui les compte (ce n’est pas zéro) : "
            f"{{{figure.code}}}."
        )
        texts.append(Texte(modele=words, chiffres=(figure,)))
    return tuple(texts)


def _sources(told: pd.DataFrame) -> list[str]:
    """Give each source once; what one says more of a public comes after it, with whose it is."""
    said: dict[str, list[str]] = {}
    for profile, source in told["source"][told["people"].notna()].items():
        if isinstance(source, str):
            said.setdefault(source, []).append(profile_name(str(profile)).lower())
    heads = [
        one for one in said if not any(one != other and one.startswith(other) for other in said)
    ]
    return [
        " ; ".join(
            (
                head,
                *(
                    _more(head, one, said[one])
                    for one in said
                    if one != head and one.startswith(head)
                ),
            )
        )
        for head in heads
    ]


def _more(head: str, source: str, publics: list[str]) -> str:
    return f"pour « {listed(publics)} », {source.removeprefix(head).lstrip(' ;,')}"


def _is_spread(told: pd.DataFrame) -> "pd.Series[bool]":
    return told["is_estimate"].eq(True) & told["people"].notna()  # noqa: FBT003 - missing is no estimate


def _table(told: pd.DataFrame, total: Figure) -> Tableau:
    rows = [
        _row(str(profile), number, spread, source, total)
        for profile, number, spread, source in zip(
            told.index, told["people"], _is_spread(told), told["source"], strict=True
        )
    ]
    return Tableau(
        code="publics",
        titre="Personnes par public",
        colonnes=(
            _column("public", "Public", Unite.TEXTE, "Public du service"),
            _column("code_public", "Code", Unite.CODE, "Code du public"),
            _column(
                "personnes", "Personnes", Unite.NOMBRE, "Personnes du public dans le territoire"
            ),
            _column("part", "Part", Unite.PART, f"personnes ÷ habitants ({CENSUS})"),
            _column("estime", "Estimé", Unite.OUI_NON, "Si un total plus grand est réparti"),
            _column("source", "Source", Unite.TEXTE, "Qui a compté, et quand"),
        ),
        lignes=tuple(rows),
        montrees=int(told["people"].notna().sum()),
        colonnes_montrees=("public", "personnes", "part", "estime"),
        note="Ces nombres ne s’additionnent pas : une personne peut être de plusieurs publics.",
    )


def _row(
    profile: str,
    number: object,
    spread: object,
    source: object,
    total: Figure,
) -> tuple[Figure, ...]:
    people = plain(number, Unite.DECIMAL)
    if people is None:
        return (profile_name(profile), profile, None, None, None, None)
    share = people / total if isinstance(total, int | float) and total > 0 else None
    return (
        profile_name(profile), profile, round(people), share, bool(spread),
        source if isinstance(source, str) else None,
    )  # fmt: skip


def _column(code: str, titre: str, unite: Unite, definition: str) -> Colonne:
    return Colonne(code=code, titre=titre, unite=unite, definition=definition, source="publics")

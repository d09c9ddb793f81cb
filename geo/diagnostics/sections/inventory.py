"""« Les lieux »: what the directory holds here, what it says of each place, and what it lacks."""

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import counted, indicator, named, plural
from geo.diagnostics.sections.places import outside_table, places_table
from geo.diagnostics.sections.reseaux import (
    absent_here,
    announced_table,
    reseaux_table,
)
from geo.diagnostics.sections.residents import places_of
from geo.diagnostics.sections.words import is_region, listed, the_territory
from geo.domain.dossier import Bloc, Chiffre, Section, Texte
from geo.domain.fraicheur import MAXIMUM_AGE_MONTHS
from geo.domain.unite import Unite


def inventory(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write the places of a territory.

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
    outside = outside_table(findings, code)
    blocs: list[Bloc] = [
        *_records(findings, code),
        reseaux_table(findings, code),
        *_absent(findings, code),
        *(_whole(findings) if is_region(findings, code) else ()),
        *_doubtful(findings, code),
        places_table(findings, code),
        *(() if outside is None else (outside,)),
    ]
    return Section(code="lieux", titre="Les lieux", blocs=tuple(blocs)), ()


def _records(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Say what records tell, and how old they are."""
    total = indicator(findings, code, "points_accueil", libelle="points d’accueil")
    if not total.valeur:
        return ()
    hours = indicator(findings, code, "points_horaires_connus")
    yes = indicator(findings, code, "points_pmr_oui")
    unknown = indicator(findings, code, "points_pmr_inconnue")
    labels = indicator(findings, code, "points_labellises")
    told = (
        f"Horaires connus : {{{hours.code}}} sur {{{total.code}}} point{plural(total)} d’accueil. "
        f"Accès des personnes à mobilité réduite : {{{yes.code}}} déclarés accessibles, "
        f"{{{unknown.code}}} non renseignés. Points labellisés : {{{labels.code}}}."
    )
    return (
        Texte(modele=told, chiffres=(hours, total, yes, unknown, labels)),
        _ages(findings, code, total),
    )


def _ages(findings: Findings, code: str, total: Chiffre) -> Texte:
    old = indicator(findings, code, "points_a_confirmer")
    age = indicator(findings, code, "age_median_mois")
    limit = Chiffre(
        code="age_max_mois",
        libelle="âge au-delà duquel une fiche est à confirmer",
        valeur=MAXIMUM_AGE_MONTHS,
        unite=Unite.MOIS,
    )
    words = (
        f"L’âge médian des fiches est de {{{age.code}}}. Fiches de plus de {{{limit.code}}}, ou "
        f"sans date : {{{old.code}}} sur {{{total.code}}} ; leurs horaires, adresses et "
        "téléphones sont à confirmer."
    )
    return Texte(
        modele=words,
        chiffres=(age, old, total, limit),
        ton="avertissement" if old.valeur else "courant",
    )


def _absent(findings: Findings, code: str) -> tuple[Bloc, ...]:
    """Name the réseaux without a place here, and those of which the directory has none."""
    told: list[Bloc] = []
    here = absent_here(findings, code, everywhere=False)
    if here:
        words = (
            f"Réseaux sans lieu connu dans {the_territory(findings, code)} : {{reseaux_absents}}."
        )
        figure = named("reseaux_absents", "réseaux sans lieu ici", listed(here))
        told.append(Texte(modele=words, chiffres=(figure,)))
    nowhere = absent_here(findings, code, everywhere=True)
    if nowhere:
        words = (
            "L’annuaire n’a aucun lieu, dans toute la région, de : {reseaux_nulle_part}. Cela peut "
            "venir de la source plus que du territoire."
        )
        figure = named(
            "reseaux_nulle_part", "réseaux sans aucun lieu dans l’annuaire", listed(nowhere)
        )
        told.append(Texte(modele=words, chiffres=(figure,), ton="note"))
    return tuple(told)


def _whole(findings: Findings) -> tuple[Bloc, ...]:
    """Compare with the totals announced."""
    inventory = findings.inventory
    if not inventory.is_compared:
        words = "Aucun total annoncé ne porte sur ce territoire : rien n’est comparé."
        return (Texte(modele=words, ton="note"),)
    compared = inventory.reconciliation[inventory.reconciliation["announced"].notna()]
    found, announced = (
        counted(f"lieux_{code}", libelle, int(compared[column].sum()))
        for code, libelle, column in (
            ("trouves", "lieux trouvés des réseaux dont un total est annoncé", "found"),
            ("annonces", "lieux annoncés", "announced"),
        )
    )
    words = (
        "Pour les réseaux dont un total a été annoncé, {lieux_annonces} lieux l’étaient ; "
        "l’annuaire en a {lieux_trouves}."
    )
    told = Texte(modele=words, chiffres=(announced, found))
    return (told, announced_table(findings))


def _doubtful(findings: Findings, code: str) -> tuple[Texte, ...]:
    """Say which places may be recorded twice, and which records were set aside."""
    told = []
    twice = int(places_of(findings, code).index.isin(findings.inventory.groups.index).sum())
    if twice:
        figure = counted("doublons_possibles", "lieux peut-être enregistrés deux fois", twice)
        words = (
            "{doublons_possibles} lieux ont un voisin du même réseau au même endroit, ou du même "
            "nom à la même adresse : ce sont plusieurs services sous un toit, ou un lieu "
            "enregistré deux fois. Aucun n’a été retiré."
        )
        told.append(Texte(modele=words, chiffres=(figure,), ton="note"))
    aside = len(findings.inventory.set_aside)
    if aside and is_region(findings, code):
        figure = counted("fiches_ecartees", "fiches non publiées", aside)
        words = (
            f"{{fiches_ecartees}} fiche{plural(figure)} de la source n’{_have(figure)} pas pu être "
            f"publiée{plural(figure)} : position absente ou fausse, identifiant en double, "
            "ou fiche illisible."
        )
        told.append(Texte(modele=words, chiffres=(figure,), ton="note"))
    return tuple(told)


def _have(figure: Chiffre) -> str:
    return "ont" if plural(figure) else "a"

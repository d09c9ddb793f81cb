"""« Ce qui aiderait le plus »: a place for everyone, outreach, and remote services there are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.cautions import NO_MODE, estimate_words
from geo.diagnostics.sections.estimates import is_estimated, with_estimates
from geo.diagnostics.sections.figures import counted, cutoff, named, plain
from geo.diagnostics.sections.out_of_reach import all_missed, leading
from geo.diagnostics.sections.residents import residents
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    listed,
    main_mode,
    mode_title,
    name_of,
    need_name,
    profile_name,
    reseau_name,
    the_territory,
)
from geo.domain.commune import code_departement, searchable
from geo.domain.dossier import Bloc, Chiffre, Colonne, Section, Tableau, Texte
from geo.domain.rattachement import Rattachement, rattachement
from geo.domain.service_distance import ServiceDistance
from geo.domain.unite import Figure, Unite

SITES, SERVICES = "sites", "services_a_distance"

SHOWN = 8
"""Sites that the document of the region shows."""

ONE_PLACE, OUTREACH = "tout-public", "hors-les-murs"

USES = {ONE_PLACE: "lieu tout public", OUTREACH: "hors les murs"}
KINDS = {"mairie": "mairie", "gare": "gare"}
CHANNELS = {"telephone": "téléphone", "chat": "tchat", "visio": "visio", "web": "site"}
EVERYWHERE, IN_PART = "partout", "en partie"

INDICATION = (
    "Ce sont des indications, non des décisions. Ne sont pas comptés : le coût, les locaux, les "
    "conseillers, les partenaires déjà présents, les transports en commun, ni les habitants des "
    "autres bassins. Un lieu ouvert là est supposé servir tout le monde."
)
REMOTE = (
    "Un service à distance aide qui peut s’en servir, sans trajet ; il ne remplace pas un lieu et "
    "n’est jamais compté avec eux. Les horaires ne sont donnés que si une source les dit."
)


def help(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:  # noqa: A001 - named as the other chapters
    """
    Write what would help most.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    section, drawings
        The chapter; it has no picture.
    """
    sites = _sites_of(findings, code)
    blocs: tuple[Bloc, ...] = (
        *_words(findings, code, sites),
        _sites_table(findings, code, sites),
        Texte(modele=INDICATION, ton="note"),
        *_remote_words(findings, code),
        _services_table(findings, code),
    )
    return Section(code="aide", titre="Ce qui aiderait le plus", blocs=blocs), ()


def _sites_of(findings: Findings, code: str) -> pd.DataFrame:
    """Give the sites of a territory, those that its document shows first."""
    sites = findings.sites
    if not is_region(findings, code):
        sites = sites[sites["territory_code"] == code]
    lead = lead_mode(findings, code)
    modes = sorted(findings.modes, key=lambda mode: mode != lead)
    whole = is_region(findings, code)
    ordered = sites.assign(
        _shown=~_is_shown(findings, code, sites),
        _mode=sites["mode"].map({mode: rank for rank, mode in enumerate(modes)}),
        _few=-sites["gained"] if whole else 0,
        _kind=sites["kind"].map({ONE_PLACE: 0, OUTREACH: 1}),
    )
    added = ["_shown", "_mode", "_few", "_kind"]
    keys = [*added, "territory_code", "rank"]
    return ordered.sort_values(keys, kind="stable").drop(columns=added)


def _is_shown(findings: Findings, code: str, sites: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which sites the document shows: by the mode it speaks of, those that bring someone."""
    shown = (sites["mode"] == lead_mode(findings, code)) & (sites["gained"] > 0)
    if is_region(findings, code):
        shown &= (sites["kind"] == ONE_PLACE) | (sites["rank"] == 1)
    return shown


def lead_mode(findings: Findings, code: str) -> str | None:
    """
    Choose the mode to speak of: the one that the chapter on gaps speaks of.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    mode
        The first of all where nobody is out of reach; None where there is no mode.
    """
    lead = leading(findings, all_missed(findings, code))
    return main_mode(findings) if lead is None else lead.report.mode


def _words(findings: Findings, code: str, sites: pd.DataFrame) -> Iterator[Texte]:
    main = lead_mode(findings, code)
    if main is None:
        yield NO_MODE
        return
    if sites.empty:
        yield Texte(
            modele=f"Aucune mairie, gare ni lieu ouvert à tous n’est connu dans "
            f"{the_territory(findings, code)} : aucun site n’est proposé."
        )
        return
    if is_region(findings, code):
        yield Texte(
            modele="Pour chaque bassin, le tableau dit où une première permanence hors les murs, "
            "en mairie ou en gare, rapprocherait le plus d’habitants, et, là où il en rapproche, "
            "le lieu tout public le plus proche de tous. Un bassin qui n’y est pas n’y gagnerait "
            "personne."
        )
        return
    told = sites[sites["mode"] == main]
    yield from _one_place(findings, code, told[told["kind"] == ONE_PLACE], main)
    yield from _outreach(findings, code, told[told["kind"] == OUTREACH], main)


def _one_place(findings: Findings, code: str, rows: pd.DataFrame, mode: str) -> Iterator[Texte]:
    """Tell the one place nearest to all residents, and what it would bring."""
    for row in rows.to_dict("records")[:1]:
        where = _place_named(findings, code, "site_tout_public", row)
        brought = counted(
            f"habitants_gagnes.tout-public.{mode}", "habitants rapprochés", row["gained"],
            estime=is_estimated(findings, code, mode),
        )  # fmt: skip
        begin = (
            f"S’il ne fallait qu’un lieu d’accueil tout public, {{{where.code}}} est celui dont "
            f"l’ensemble des habitants sont le plus proches {by_mode(mode)}"
        )
        if not brought.valeur:
            yield Texte(
                modele=f"{begin}. Il ne mettrait personne de plus à portée : ceux qu’il "
                "rapprocherait ont déjà un lieu, quel que soit son réseau, ou restent trop loin.",
                chiffres=(where,),
            )
            return
        yield Texte(
            modele=f"{begin} ; il mettrait à portée ({{au_plus_s.{mode}}} ou moins) "
            f"{{{brought.code}}} habitants qui n’y ont aucun lieu.",
            chiffres=(where, brought, cutoff(findings, mode)),
        )


def _outreach(findings: Findings, code: str, rows: pd.DataFrame, mode: str) -> Iterator[Texte]:
    guessed = is_estimated(findings, code, mode)
    told = rows[rows["gained"] > 0].to_dict("records")
    if not told:
        yield Texte(
            modele=f"Aucune permanence en mairie ou en gare ne mettrait {by_mode(mode)} plus "
            "d’habitants à portée d’un lieu."
        )
        return
    pieces, figures = [], []
    for row in told:
        where = _place_named(findings, code, f"site_permanence.{row['rank']}", row)
        brought = counted(
            f"habitants_gagnes.hors-les-murs.{mode}.{row['rank']}", "habitants rapprochés",
            row["gained"], estime=guessed,
        )  # fmt: skip
        pieces.append(f"{{{where.code}}} ({{{brought.code}}} habitants)")
        figures += [where, brought]
    yield Texte(
        modele=f"Des permanences « hors les murs » mettraient à portée {by_mode(mode)}, l’une "
        f"après l’autre : {listed(pieces)}.",
        chiffres=tuple(figures),
    )


def _place_named(
    findings: Findings, code: str, figure: str, row: Mapping[object, object]
) -> Chiffre:
    """Name a site as a figure: which it is rests on times."""
    told = named(figure, USES[str(row["kind"])], _place_words(row))
    return replace(told, estime=is_estimated(findings, code, str(row["mode"])))


def _place_words(row: Mapping[object, object]) -> str:
    """Name a site with its commune, unless its name says it."""
    name, commune = str(row["name"]), row["commune"]
    told = _site_name(row)
    if not isinstance(commune, str) or searchable(commune) in searchable(name):
        return told
    return f"{told} ({commune})"


def _site_name(row: Mapping[object, object]) -> str:
    """Name a site, « mairie » or « gare » before a name that does not say so."""
    name, kind = str(row["name"]), KINDS.get(str(row["site_type"]), "")
    return name if searchable(kind) in searchable(name) else f"{kind} {name}"


def _kind(findings: Findings, site_type: str) -> str:
    return KINDS.get(site_type) or reseau_name(findings, site_type)


SITE_COLUMNS = (
    ("mode", "Mode", Unite.TEXTE, "façon de se déplacer"),
    ("usage", "Pour", Unite.TEXTE, "lieu tout public, ou permanence hors les murs (mairie, gare)"),
    ("rang", "Rang", Unite.NOMBRE, "ordre des permanences, chacune après les précédentes"),
    ("site", "Où", Unite.TEXTE, "mairie, gare ou lieu existant"),
    ("nature", "Nature", Unite.TEXTE, "mairie, gare, ou réseau du lieu existant"),
    ("commune", "Commune", Unite.TEXTE, "commune du site"),
    ("habitants_gagnes", "Habitants de plus à portée", Unite.NOMBRE,
     "habitants du bassin, à portée d’aucun lieu, qui seraient à portée de celui-ci"),
    ("mediane_avant_s", "Médiane à présent", Unite.SECONDES,
     "durée médiane vers le lieu le plus proche"),
    ("mediane_apres_s", "Médiane alors", Unite.SECONDES,
     "la même, ce site ouvert, et pour une permanence celles d’avant aussi"),
    ("bassin", "Bassin", Unite.TEXTE, "nom du bassin"),
    ("code_bassin", "Code du bassin", Unite.CODE, "code du bassin"),
    ("site_id", "Identifiant", Unite.CODE, "identifiant du site ou du lieu"),
    ("lon", "Longitude", Unite.DEGRES, "degrés, WGS84"),
    ("lat", "Latitude", Unite.DEGRES, "degrés, WGS84"),
)  # fmt: skip


def _sites_table(findings: Findings, code: str, sites: pd.DataFrame) -> Tableau:
    main, whole = lead_mode(findings, code), is_region(findings, code)
    shown = ["usage", "site", "commune", "habitants_gagnes", "mediane_avant_s", "mediane_apres_s"]
    if whole:
        shown = ["bassin", "usage", "site", "habitants_gagnes"]
    which = "ceux qui rapprocheraient le plus d’habitants, " if whole else ""
    here = f" Ici : {which}{by_mode(main)}." if main else ""
    many = int(_is_shown(findings, code, sites).sum())
    nobody = "" if many else " Aucun ne mettrait personne de plus à portée."
    table = Tableau(
        code=SITES,
        titre="Sites qui rapprocheraient le plus d’habitants",
        colonnes=tuple(
            Colonne(code=code, titre=titre, unite=unite, definition=definition)
            for code, titre, unite, definition in SITE_COLUMNS
        ),
        lignes=tuple(_site_row(findings, row) for row in sites.to_dict("records")),
        montrees=min(many, SHOWN),
        colonnes_montrees=tuple(shown),
        note="Les fichiers ont tous les modes et tous les sites."
        f"{here}{nobody}{estimate_words(findings, code)}",
        vide="Aucun site n’est proposé.",
    )
    places = zip(sites["territory_code"], sites["mode"], strict=True)
    return with_estimates(
        table, (is_estimated(findings, str(one), str(mode)) for one, mode in places)
    )


def _site_row(findings: Findings, row: Mapping[object, object]) -> tuple[Figure, ...]:
    code, commune = str(row["territory_code"]), row["commune"]
    return (
        mode_title(findings, str(row["mode"])),
        USES.get(str(row["kind"]), str(row["kind"])),
        plain(row["rank"], Unite.NOMBRE),
        _site_name(row),
        _kind(findings, str(row["site_type"])),
        commune if isinstance(commune, str) else None,
        plain(row["gained"], Unite.NOMBRE),
        plain(row["median_before_s"], Unite.INDICE),
        plain(row["median_after_s"], Unite.INDICE),
        name_of(findings, code),
        code,
        str(row["site_id"]),
        plain(row["lon"], Unite.DEGRES),
        plain(row["lat"], Unite.DEGRES),
    )


def _remote_words(findings: Findings, code: str) -> Iterator[Texte]:
    here = services_here(findings, code)
    if not here:
        yield Texte(
            modele=f"Aucun service à distance n’est connu pour {the_territory(findings, code)}."
        )
        return
    figure = counted("services_a_distance", "services à distance", len(here))
    several = "s" if len(here) > 1 else ""
    answer = "répondent" if len(here) > 1 else "répond"
    yield Texte(
        modele=f"{{{figure.code}}} service{several} à distance {answer} ici. {REMOTE}",
        chiffres=(figure,),
    )


def services_here(findings: Findings, code: str) -> tuple[tuple[ServiceDistance, str], ...]:
    """
    Give the remote services that answer residents of a territory.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    services
        Each with whether it answers `EVERYWHERE` or `IN_PART`; in the order of their file.
    """
    communes = residents(findings, code)["code_commune"]
    parents = findings.communes["code_parent"].reindex(communes)
    held = [
        {commune, parent, code_departement(commune), f"region-{findings.region_code}"}
        for commune, parent in zip(communes, parents, strict=True)
    ]
    told = []
    for one in findings.services:
        fits = [rattachement(one.zone_competence, codes) is Rattachement.OUI for codes in held]
        if any(fits):
            told.append((one, EVERYWHERE if all(fits) else IN_PART))
    return tuple(told)


SERVICE_COLUMNS = (
    ("service", "Service", Unite.TEXTE, "nom du service"),
    ("publics", "Pour qui", Unite.TEXTE, "publics qu’il aide, d’après sa source"),
    ("besoins", "Pour quoi", Unite.TEXTE, "missions qu’il assure, d’après sa source"),
    ("canaux", "Comment", Unite.TEXTE, "téléphone, tchat, visio ou site"),
    ("telephone", "Téléphone", Unite.TEXTE, "numéro"),
    ("site_web", "Site", Unite.TEXTE, "adresse de son site"),
    ("horaires", "Horaires", Unite.TEXTE, "horaires que la source dit"),
    ("reseau", "Réseau", Unite.TEXTE, "réseau qui répond ; vide s’il n’y en a pas un seul"),
    ("ici", "Répond ici", Unite.TEXTE, "partout dans le territoire, ou en partie"),
    ("source", "Source", Unite.TEXTE, "où on l’a lu"),
    ("consulte_le", "Consulté le", Unite.DATE, "jour où on l’a lu"),
)


def _services_table(findings: Findings, code: str) -> Tableau:
    rows = tuple(_service_row(findings, one, fits) for one, fits in services_here(findings, code))
    hours = [one for one, *_ in SERVICE_COLUMNS].index("horaires")
    known = any(row[hours] is not None for row in rows)
    shown = ("service", "publics", "besoins", "telephone", "site_web")
    return Tableau(
        code=SERVICES,
        titre="Services à distance",
        colonnes=tuple(
            Colonne(code=code, titre=titre, unite=unite, definition=definition)
            for code, titre, unite, definition in SERVICE_COLUMNS
        ),
        lignes=rows,
        colonnes_montrees=(*shown, "horaires") if known else shown,
        note="" if known else "Horaires : non renseignés.",
        vide="Aucun service à distance n’est connu ici.",
    )


def _service_row(findings: Findings, one: ServiceDistance, fits: str) -> tuple[Figure, ...]:
    return (
        one.nom,
        listed(profile_name(public).lower() for public in one.publics),
        listed(need_name(mission).lower() for mission in one.missions),
        listed(CHANNELS[channel.value] for channel in one.canaux),
        one.telephone,
        one.site_web,
        one.horaires or one.horaires_note,
        None if one.reseau is None else reseau_name(findings, one.reseau),
        fits,
        one.source,
        one.consulte_le.isoformat(),
    )

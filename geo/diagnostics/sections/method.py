"""« Méthode et sources »: what figures mean, what they rest on, how to make them again."""

from collections.abc import Iterator, Mapping

from geo.access.gaps import FIRM_SHARE, THRESHOLD_MARGIN
from geo.access.street_run import MAIN_ROADS, times_in_french
from geo.access.street_run import TRIAL as TRIAL_WORDS
from geo.diagnostics.circumstances import input_words
from geo.diagnostics.drawing import Drawing
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import named
from geo.diagnostics.sections.words import (
    is_region,
    listed,
    mode_name,
    need_name,
    profile_name,
    reseau_name,
    within_sentence,
)
from geo.domain.dossier import Bloc, Chiffre, Colonne, Section, Tableau, Texte
from geo.domain.indicateur import BY_CODE
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.unite import Figure, Unite
from geo.network.estimate import ESTIMATED_MODES, Mode, pace_in_french

PEOPLE = (
    "Chaque commune ou arrondissement est représenté par un seul point, sa mairie le plus souvent "
    ": tous ses habitants en partent. Chacun est compté comme s’il était du public dont on parle, "
    "sauf là où un nombre de personnes est donné. Une personne peut être de plusieurs publics : "
    "leurs nombres ne s’ajoutent pas."
)
RULES = (
    "Quel réseau aide quel public, et pour quoi, est déclaré dans un fichier que la Région peut "
    "corriger (competences.toml) : ce n’est pas une enquête. Un lieu dont la zone exclut une "
    "commune n’y compte pas ; un lieu dont la zone n’est pas connue compte, à vérifier."
)
NOT_COUNTED = (
    "Ne sont pas comptés : l’attente, le nombre de conseillers et de places, la qualité de "
    "l’accueil, les horaires d’ouverture, les rendez-vous obligatoires, les transports en commun, "
    "les personnes réellement reçues. Un point à portée peut donc être fermé ou complet le jour où "
    "l’on vient."
)
UNKNOWN_WORDS = (
    "« Non renseigné » veut dire que personne ne l’a dit : jamais zéro, jamais « non ». « Estimé » "
    "veut dire que le chiffre repose, en partie au moins, sur une estimation."
)

EVERYONE = (Profil.TOUT_PUBLIC, Mission.INFORMATION)
"""Whom, and what for, the shares of everyone speak of."""

ALL_NEEDS = "les quatre besoins"

SHOWN_IN_REGION = 0
"""Rows of who helps whom, and of inputs, in the synthesis: documents of bassins show them all."""

TIMES_COLUMNS = (
    Colonne(code="mode", titre="Mode", unite=Unite.TEXTE, definition="façon de se déplacer"),
    Colonne(
        code="duree",
        titre="Comment la durée est trouvée",
        unite=Unite.TEXTE,
        definition="méthode des durées de porte à porte",
    ),
    Colonne(
        code="au_plus_s",
        titre="Durée à ne pas dépasser",
        unite=Unite.SECONDES,
        definition="seuil, inclus : à cette durée on est à portée",
    ),
    Colonne(
        code="source_seuil",
        titre="Qui le dit",
        unite=Unite.TEXTE,
        definition="d’où vient le seuil",
    ),
)

INDICATOR_COLUMNS = (
    Colonne(code="nom", titre="Indicateur", unite=Unite.TEXTE, definition="nom de l’indicateur"),
    Colonne(
        code="formule",
        titre="Comment il est calculé",
        unite=Unite.TEXTE,
        definition="formule, en mots",
    ),
    Colonne(code="code", titre="Code", unite=Unite.CODE, definition="nom dans les fichiers"),
    Colonne(code="unite", titre="Unité", unite=Unite.CODE, definition="unité des valeurs"),
    Colonne(
        code="sens",
        titre="Mieux si",
        unite=Unite.CODE,
        definition="plus, moins, ou neutre : ce qui est mieux pour les habitants",
    ),
    Colonne(code="source", titre="Source", unite=Unite.TEXTE, definition="sur quoi il repose"),
)

SOURCE_COLUMNS = (
    Colonne(code="sujet", titre="Données", unite=Unite.TEXTE, definition="ce que la source dit"),
    Colonne(
        code="producteur", titre="Producteur", unite=Unite.TEXTE, definition="à qui on la doit"
    ),
    Colonne(code="millesime", titre="Millésime", unite=Unite.TEXTE, definition="de quand elle est"),
    Colonne(code="licence", titre="Licence", unite=Unite.TEXTE, definition="à quelles conditions"),
)

COMPETENCE_COLUMNS = (
    Colonne(code="reseau", titre="Réseau", unite=Unite.TEXTE, definition="nom du réseau"),
    Colonne(
        code="publics",
        titre="Qui il aide",
        unite=Unite.TEXTE,
        definition="publics que ses lieux aident",
    ),
    Colonne(
        code="besoins",
        titre="Pour quoi",
        unite=Unite.TEXTE,
        definition="besoins pour lesquels ils sont aidés",
    ),
    Colonne(
        code="oriente",
        titre="Oriente",
        unite=Unite.OUI_NON,
        definition="s’il peut envoyer ces publics vers une autre porte après les avoir reçus",
    ),
    Colonne(code="code_reseau", titre="Code", unite=Unite.CODE, definition="code du réseau"),
    Colonne(
        code="codes_publics",
        titre="Codes des publics",
        unite=Unite.CODE,
        definition="publics, par leur code, séparés par une espace",
    ),
    Colonne(
        code="codes_besoins",
        titre="Codes des besoins",
        unite=Unite.CODE,
        definition="besoins, par leur code, séparés par une espace",
    ),
)

INPUT_COLUMNS = (
    Colonne(code="nom", titre="Données", unite=Unite.TEXTE, definition="ce que l’entrée dit"),
    Colonne(code="donnee", titre="Code", unite=Unite.CODE, definition="entrée du calcul"),
    Colonne(
        code="empreinte",
        titre="Empreinte",
        unite=Unite.CODE,
        definition="empreinte de son contenu : une autre donnée en a une autre",
    ),
)


def method(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write the method card.

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
    blocs: tuple[Bloc, ...] = (
        _times_table(findings),
        *_times_words(findings),
        Texte(modele=PEOPLE),
        Texte(modele=RULES),
        _competences(findings, code),
        Texte(modele=NOT_COUNTED, ton="avertissement"),
        Texte(modele=UNKNOWN_WORDS),
        _indicators(findings),
        _sources(findings),
        _again(findings, code),
        _inputs(findings, code),
    )
    return Section(code="methode", titre="Méthode et sources", blocs=blocs), ()


def _times_table(findings: Findings) -> Tableau:
    return Tableau(
        code="durees_et_seuils",
        titre="Durées et seuils",
        colonnes=TIMES_COLUMNS,
        lignes=tuple(
            (
                mode_name(mode),
                _how(findings, mode),
                findings.cutoffs_s[mode],
                _who(findings, mode),
            )
            for mode in findings.modes
        ),
        vide="Aucun mode de déplacement n’a de durées ici.",
    )


def _how(findings: Findings, mode: str) -> str:
    """Say how the times of a mode were found."""
    streets = findings.streets
    estimated = Mode(mode) in ESTIMATED_MODES
    if streets is None or mode not in streets.modes:
        if not estimated:
            return "non mesurée : ce mode ne s’estime pas sans réseau de rues"
        return f"estimée à vol d’oiseau × détour ÷ vitesse ({pace_in_french(Mode(mode))})"
    words = times_in_french(streets, mode, estimated=estimated)
    return f"{words} ; {TRIAL_WORDS}" if mode in findings.trial_modes else words


def _who(findings: Findings, mode: str) -> str:
    reference = findings.references.get(mode)
    return "choisie pour ce calcul" if reference is None else reference.source


def _times_words(findings: Findings) -> Iterator[Texte]:
    """Say how sure times are, and what firm means."""
    doubts = {
        doubt.estime: Chiffre(
            code=f"doute.{'estime' if doubt.estime else 'rues'}",
            libelle="doute sur une durée estimée" if doubt.estime else "doute sur une durée",
            valeur=doubt.part,
            unite=Unite.PART,
        )
        for doubt in findings.doubts
    }
    told = {
        True: "de {doute.estime} si elle est estimée",
        False: "de {doute.rues} si elle suit les rues",
    }
    known = [doubts[kind] for kind in told if kind in doubts]
    if known:
        words = listed(told[kind] for kind in told if kind in doubts)
        margin = Chiffre(
            code="marge_seuil",
            libelle="marge sur le seuil",
            valeur=THRESHOLD_MARGIN,
            unite=Unite.PART,
        )
        half = Chiffre(
            code="part_ferme", libelle="part d’une zone ferme", valeur=FIRM_SHARE, unite=Unite.PART
        )
        yield Texte(
            modele=f"Une durée peut être plus courte ou plus longue {words}. Une zone est "
            "« ferme » si {part_ferme} au moins de ses habitants restent hors de portée avec les "
            "durées les plus courtes et un seuil allongé de {marge_seuil} ; sinon elle est "
            "« fragile » : la vérité peut la faire disparaître.",
            chiffres=(*known, half, margin),
        )
    if Mode.VOITURE.value in findings.modes and _only_estimated(findings, Mode.VOITURE.value):
        yield Texte(
            modele="Estimées, les durées en voiture ont partout la même vitesse : trop courtes "
            "dans les villes denses, trop longues loin d’elles, de plus que le doute déclaré.",
            ton="avertissement",
        )
    if findings.streets is not None and findings.streets.main_roads and _on_streets(findings):
        yield Texte(modele=f"{MAIN_ROADS[:1].upper()}{MAIN_ROADS[1:]}.", ton="avertissement")


def _only_estimated(findings: Findings, mode: str) -> bool:
    return findings.streets is None or mode not in findings.streets.modes


def _on_streets(findings: Findings) -> bool:
    return any(not _only_estimated(findings, mode) for mode in findings.modes)


def _indicators(findings: Findings) -> Tableau:
    """List the indicators that this run has, those of times first: they need it most."""
    used = set(findings.indicators["indicator"])
    return Tableau(
        code="definitions",
        titre="Indicateurs et définitions",
        colonnes=INDICATOR_COLUMNS,
        lignes=tuple(
            (one.nom, _in_words(one.formule), one.code, one.unite.value, one.sens.value, one.source)
            for one in sorted(BY_CODE.values(), key=lambda one: "mode" not in one.dimensions)
            if one.code in used
        ),
        montrees=0,
        note="La formule, l’unité et la source de chacun.",
        vide="Ce calcul n’a aucun indicateur.",
    )


def _in_words(formula: str) -> str:
    return formula.replace("au_plus_s secondes", "la durée à ne pas dépasser")


def _sources(findings: Findings) -> Tableau:
    return Tableau(
        code="sources",
        titre="Sources et licences",
        colonnes=SOURCE_COLUMNS,
        lignes=tuple(
            (credit.subject, credit.producer, credit.vintage, credit.licence)
            for credit in findings.credits
        ),
        montrees=0,
        note="Toutes, avec leur licence, sont à la fin du document.",
        vide="Aucune source n’est déclarée.",
    )


def _again(findings: Findings, code: str) -> Texte:
    return Texte(
        modele="Tous les chiffres viennent d’un seul calcul, {run_id}, du programme « deuxportes » "
        "version {version_code}. Avec les mêmes données, la même commande redonne les mêmes "
        "chiffres : {commande}",
        chiffres=(
            named("run_id", "calcul", findings.run.run_id),
            named("version_code", "version du programme", findings.run.version_code),
            named("commande", "commande", command(findings, code)),
        ),
        ton="note",
    )


def command(findings: Findings, code: str) -> str:
    """
    Give the command that writes the document again.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    command
        With every choice that was made; a built network goes by its name.
    """
    whole = is_region(findings, code)
    words = ["deuxportes diagnostic", "--region" if whole else "--bassin", code]
    modes = list(findings.cutoffs_s)  # all that were measured, told here or not
    if modes:
        words += ["--modes", ",".join(modes)]
    chosen = [mode for mode in modes if mode not in findings.references]
    if chosen:
        words += ["--au-plus-s", str(findings.cutoffs_s[chosen[0]])]
    if findings.streets is not None:
        words += ["--network", findings.streets.name]
    if whole and findings.trial_modes:
        words.append("--avec-essai")
    return " ".join((*words, "--au", findings.on.isoformat()))


def _competences(findings: Findings, code: str) -> Tableau:
    """List whom each réseau helps with what, those that have no place here included."""
    return Tableau(
        code="competences",
        titre="Qui aide qui",
        colonnes=COMPETENCE_COLUMNS,
        lignes=tuple(_competence_rows(findings)),
        montrees=SHOWN_IN_REGION if is_region(findings, code) else None,
        colonnes_montrees=("reseau", "publics", "besoins", "oriente"),
        note="D’abord les réseaux qui informent tout le monde. Besoins : accueil, information, "
        "conseil, accompagnement. Oriente : peut envoyer ces personnes vers une autre porte.",
        vide="Personne n’est déclaré aider qui que ce soit.",
    )


def _competence_rows(findings: Findings) -> Iterator[tuple[Figure, ...]]:
    """
    Give a row a réseau and group of publics that it helps with the same needs.

    First those that inform everyone: they are the ones that shares for everyone count.
    """
    names = list(findings.reseau_names)
    inform = {one.reseau for one in findings.competences if (one.profil, one.mission) == EVERYONE}
    order = sorted(
        {one.reseau for one in findings.competences},
        key=lambda code: (code not in inform, names.index(code) if code in names else -1, code),
    )
    for reseau in order:
        groups: dict[tuple[tuple[Mission, ...], bool], list[Profil]] = {}
        for profile in Profil:
            group = _helped_with(findings, reseau, profile)
            if group[0]:
                groups.setdefault(group, []).append(profile)
        for (missions, sends_on), profiles in groups.items():
            yield (
                reseau_name(findings, reseau),
                _capital(listed(within_sentence(profile_name(one)) for one in profiles)),
                _needs_in_words(missions),
                sends_on,
                reseau,
                " ".join(profiles),
                " ".join(missions),
            )


def _needs_in_words(missions: tuple[Mission, ...]) -> str:
    if len(missions) == len(Mission):
        return ALL_NEEDS
    return listed(within_sentence(need_name(one)) for one in missions)


def _helped_with(
    findings: Findings, reseau: str, profile: Profil
) -> tuple[tuple[Mission, ...], bool]:
    """Give what a réseau helps a public with, and whether it may send it on."""
    own = [one for one in findings.competences if (one.reseau, one.profil) == (reseau, profile)]
    helped = {one.mission for one in own}
    return tuple(one for one in Mission if one in helped), any(one.renvoie for one in own)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _inputs(findings: Findings, code: str) -> Tableau:
    """List inputs by hash."""
    told: Mapping[str, str] = findings.run.empreintes
    return Tableau(
        code="entrees",
        titre="Données du calcul, par leur empreinte",
        colonnes=INPUT_COLUMNS,
        lignes=tuple(
            (_capital(input_words(name)), name, digest) for name, digest in sorted(told.items())
        ),
        montrees=SHOWN_IN_REGION if is_region(findings, code) else None,
        colonnes_montrees=("nom", "empreinte"),
        vide="Ce calcul ne nomme aucune donnée.",
    )

"""
What the notes of a record make of its hours.

A note that cannot be proved harmless never leaves the hours at « open ». Each sentence is folded
(no accent, case or punctuation) and looked up in `PHRASES`, which must match it whole; what no
phrase matches counts against the hours.
"""

import re
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from enum import Enum, auto

from geo.domain.commune import searchable

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Effet(Enum):
    """What a sentence does to the hours it is about."""

    SANS_EFFET = auto()
    RENDEZ_VOUS = auto()
    INCERTAIN = auto()
    VACANCES = auto()
    CRISE = auto()
    A_LIRE = auto()


SUBJECTS: tuple[tuple[str, Effet], ...] = (
    (r"covid|coronavirus|sanitaire|pandemie|epidemie|confinement|nouvel ordre", Effet.CRISE),
    (r"vacances?|conges?|scolaires?", Effet.VACANCES),
)
"""Words that put a whole record in doubt wherever they stand, and the reserve they call for."""

RDV = r"(?:sur|par) (?:rendez vous|rdv|rendezvous)"
SEULEMENT = r"(?:uniquement|exclusivement|seulement|obligatoirement)"
ACCUEIL = (
    r"(?:l |les )?(?:accueil|ouverture|reception|entretiens?)(?: physique)?"
    r"(?: du public| au public| des usagers)?"
    r"(?: se fait| est| s effectue)?"
)
OUVERT = rf"(?:{ACCUEIL} )?(?:ouverte? )?(?:au public )?"
HORS = r"en dehors (?:de|des) (?:ces|ses) horaires"
PRIS = r"(?: (?:a prendre|pris|par telephone|par tel|par mail|par courriel|en appelant|au|\d+))*"
"""How the appointment is taken: words that set no day, time or place."""

PHRASES: tuple[tuple[str, Effet], ...] = (
    (r"(?:accueil |ouvert |ouverture )?(?:en continu|sans interruption)", Effet.SANS_EFFET),
    (r"(?:en )?(?:journee|service) continue?", Effet.SANS_EFFET),
    (rf"{OUVERT}(?:avec ou )?sans (?:rendez vous|rdv)(?: selon le flux)?", Effet.SANS_EFFET),
    (rf"{OUVERT}(?:de preference|preferentiellement) {RDV}", Effet.SANS_EFFET),
    (rf"{OUVERT}{RDV} de preference", Effet.SANS_EFFET),
    (rf"{OUVERT}(?:egalement )?possible {RDV}(?: {HORS})?", Effet.SANS_EFFET),
    (rf"{OUVERT}(?:egalement )?possible {HORS} {RDV}(?: {SEULEMENT})?", Effet.SANS_EFFET),
    (rf"{RDV} (?:possible|{HORS})|(?:ou|et) {RDV}", Effet.SANS_EFFET),
    (
        rf"possibilite de(?: prendre| recevoir)?(?: un| {RDV}| rendez vous)+(?: {HORS})?",
        Effet.SANS_EFFET,
    ),
    (r"(?:accueil |le c ?i ?o est )?ferme(?:ture)? les jours feries", Effet.SANS_EFFET),
    (rf"{OUVERT}(?:{SEULEMENT} )?{RDV}(?: {SEULEMENT})?{PRIS}", Effet.RENDEZ_VOUS),
)
"""Whole sentences whose meaning is known; the first that matches decides."""

PRICE_WORDS = frozenset(
    (
        "numero", "violet", "gris", "vert", "azur", "indigo", "majore", "service", "services",
        "appel", "appels", "gratuit", "gratuits", "payant", "prix", "cout", "tarif", "euro",
        "euros", "minute", "reseau", "fixe", "mobile", "vers", "local", "depuis", "etranger",
        "composez", "connaitre", "ecoutez", "message", "debut", "depend", "operateur", "votre",
        "employeur", "siege", "a", "d", "de", "du", "en", "et", "l", "la", "le", "ou", "pour",
        "un", "une",
    )
)  # fmt: skip
"""What the note of a phone number says of its price: words that say nothing about hours."""

BEYOND_HOURS = re.compile(
    r"\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|ete|noel|annuelle?|annee|20\d\d|temporaire(?:ment)?|itineran\w*|permanences?"
    r"|egalement|aussi|supplementaires?|nocturnes?|jusqu|autres?|adresse|changer"
    r"|vacances|feries?|fetes?)\b"
)
"""Words of a note that may speak of more than the hours it is written beside."""


def read_note(text: str, *, jours: Collection[int] | None = None) -> AbstractSet[Effet]:
    """
    Say what a note does to hours.

    Parameters
    ----------
    text
        The note.
    jours
        Days (Monday is 0) of the hours it is written beside; None if it is about the
        record.

    Returns
    -------
    effets
        Those of its sentences. ``INCERTAIN`` is about the hours beside the note; the
        other doubts are about the record.

    Notes
    -----
    Contract: an empty note has no effect; any text but a known harmless phrase has one.
    """
    return {effet for sentence in _sentences(text) for effet in _effets(sentence, jours)} or {
        Effet.SANS_EFFET
    }


def read_phone_note(text: str) -> AbstractSet[Effet]:
    """
    Say what the note beside a phone number does to hours.

    Parameters
    ----------
    text
        The note: a price, or now and then how the place receives people.

    Returns
    -------
    effets
        As `read_note`; prices have none.
    """
    effets: set[Effet] = set()
    for sentence in _sentences(text):
        words = {word for word in sentence.split() if not word.isdigit()}
        if not words <= PRICE_WORDS:
            effets |= _effets(sentence, None)
    return effets or {Effet.SANS_EFFET}


def _sentences(text: str) -> list[str]:
    """Cut a note after full stops (not those of « C.I.O. »), semicolons and line ends; fold."""
    spelled = re.sub(r"\b(?:[A-Z]\.){2,}", lambda match: match[0].replace(".", ""), text)
    parts = re.split(r"\.(?=\s|$|[A-ZÀ-Ý])|[;\n!]", spelled)
    return [folded for part in parts if (folded := searchable(part))]


def _effets(sentence: str, jours: Collection[int] | None) -> set[Effet]:
    subjects = {effet for words, effet in SUBJECTS if re.search(rf"\b(?:{words})\b", sentence)}
    if subjects:
        return subjects
    for phrase, effet in PHRASES:
        if re.fullmatch(phrase, sentence):
            return {effet}
    return {Effet.INCERTAIN if _is_confined(sentence, jours) else Effet.A_LIRE}


def _is_confined(sentence: str, jours: Collection[int] | None) -> bool:
    """Whether a note beside hours can only be about these hours."""
    if jours is None or BEYOND_HOURS.search(sentence):
        return False
    named = {jour for jour, nom in enumerate(JOURS) if re.search(rf"\b{nom}s?\b", sentence)}
    return named <= set(jours)

"""What the name of a place says of it: the structure itself, or an antenne of one."""

from enum import StrEnum

from geo.domain.commune import searchable


class Implantation(StrEnum):
    """How a place stands to the structure that keeps it, as far as its name says."""

    SIEGE = "siege"
    ANTENNE = "antenne"
    PERMANENCE = "permanence"
    ITINERANTE = "itinerante"
    NON_DITE = "non_dite"


ANTENNES = frozenset({Implantation.ANTENNE, Implantation.PERMANENCE, Implantation.ITINERANTE})
"""Those that a structure keeps beside its own seat: counted with the antennes announced."""

WORDS: dict[str, Implantation] = {
    "antenne": Implantation.ANTENNE,
    "antennes": Implantation.ANTENNE,
    "annexe": Implantation.ANTENNE,
    "permanence": Implantation.PERMANENCE,
    "permanences": Implantation.PERMANENCE,
    "itinerant": Implantation.ITINERANTE,
    "itinerante": Implantation.ITINERANTE,
    "siege": Implantation.SIEGE,
}
"""Words of names, folded; « agence », « relais » and « point » are left out: they say either."""


def implantation(nom: str) -> Implantation:
    """
    Read from its name what a place is to its structure.

    Parameters
    ----------
    nom
        Name, as recorded.

    Returns
    -------
    implantation
        That of the first of `WORDS` in it; `NON_DITE` where none is: a name that says nothing
        proves nothing.

    Examples
    --------
    >>> implantation("CCI 91 - Essonne - Antenne de Paris-Saclay").value
    'antenne'
    >>> implantation("Mission locale - Meaux").value
    'non_dite'
    """
    said = (WORDS[word] for word in searchable(nom).split() if word in WORDS)
    return next(said, Implantation.NON_DITE)

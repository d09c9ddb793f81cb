"""Codes of communes, their départements, and the cities with arrondissements."""

import re
import unicodedata

from geo.errors import InputError

CODE_COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)

ARRONDISSEMENTS: dict[str, tuple[str, ...]] = {
    "75056": tuple(f"751{n:02d}" for n in range(1, 21)),
    "69123": tuple(f"693{n:02d}" for n in range(81, 90)),
    "13055": tuple(f"132{n:02d}" for n in range(1, 17)),
}
"""Paris, Lyon, Marseille: INSEE codes of their arrondissements municipaux."""


def check_code_commune(code: str) -> str:
    """
    Check an INSEE code.

    Parameters
    ----------
    code
        Five characters, such as ``75056`` or ``2A004``.

    Returns
    -------
    code
        The same code.

    Raises
    ------
    InputError
        If it is not one.

    Examples
    --------
    >>> check_code_commune("2A004")
    '2A004'
    """
    if not CODE_COMMUNE.fullmatch(code):
        raise InputError(f"needed an INSEE code like '77243' or '2A004', got {code!r}.")
    return code


def code_departement(code_commune: str) -> str:
    """
    Give the département of a commune.

    Parameters
    ----------
    code_commune
        INSEE code.

    Returns
    -------
    code
        Two characters in mainland France, three overseas.

    Examples
    --------
    >>> code_departement("97105"), code_departement("77243")
    ('971', '77')
    """
    return code_commune[:3] if code_commune.startswith("97") else code_commune[:2]


def with_arrondissements(code_commune: str) -> tuple[str, ...]:
    """
    Give a commune and, where it has some, its arrondissements.

    Parameters
    ----------
    code_commune
        INSEE code.

    Returns
    -------
    codes
        The code first.

    Examples
    --------
    >>> len(with_arrondissements("75056"))
    21
    """
    return (code_commune, *ARRONDISSEMENTS.get(code_commune, ()))


def searchable(text: str) -> str:
    """
    Fold a name for search: no accent, no case, no punctuation, one space.

    Parameters
    ----------
    text
        Any name, as people write it.

    Returns
    -------
    folded
        Lower-case ASCII words; ``st`` and ``ste`` become ``saint`` and ``sainte``.

    Notes
    -----
    Contract: pure; idempotent.

    Examples
    --------
    >>> searchable("L’Haÿ-les-Roses"), searchable("St-Denis")
    ('l hay les roses', 'saint denis')
    """
    spelled = text.lower().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", spelled)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)

"""Texts of the directory made fit to publish: spaces, e-mails, persons, phones, web sites."""

import re
from urllib.parse import urlsplit

EMAIL = re.compile(r"(?<![^\s,;:()<>])[^\s,;:()<>]*\(?@\)?[\w-]+(?:\.[\w-]+)+")
"""``a@b.fr``, and ``a(@)b.fr`` as some write it; ``PAND@byPIMMS`` is a name and stays."""

NAME = r"[A-ZÀ-Ý][\w’'-]*"
TITLE = r"\b(?:MM?\.|Mr\.?|Mmes?\.?|Mlles?\.?|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)"
PERSON = re.compile(rf"{TITLE}\s+(?:{NAME})(?:\s+{NAME})*")
"""A title and the capitalised words after it."""

CONTACT = re.compile(rf"\b([Cc]ontact(?:er|ez)?\s*:?)\s+[A-ZÀ-Ý][a-zà-ÿ-]+(?:\s+{NAME})+")
"""« Contact : Camille Exemple »: first name, then more capitals; « CIO Amiens » is none."""

MAINLAND_DIGITS, SHORT_DIGITS, OVERSEAS_DIGITS = 10, 4, 12
OVERSEAS_CODES = ("262", "508", "590", "594", "596")
NUMBER = re.compile(r"(?<![\d+])0(?:[ .-]?\d){9}(?!\d)")
BETWEEN_NUMBERS = re.compile(r"(?:\s|ou|et|[/,;:]|t[ée]l\.?)*", re.IGNORECASE)


def clean(text: str | None) -> str | None:
    """
    Make one line of a text.

    Parameters
    ----------
    text
        As the file has it, or None.

    Returns
    -------
    text
        Words separated by one space, or None where there are none.
    """
    return " ".join(text.split()) or None if text else None


def without_persons(text: str | None) -> str | None:
    """
    Take e-mails and persons' names out of a note.

    Parameters
    ----------
    text
        A note, or None.

    Returns
    -------
    text
        The rest, as `clean` leaves it.

    Notes
    -----
    Contract: idempotent; a note without ``@``, title or « Contact » is only cleaned.
    Not for addresses, where « rue Madame de Sévigné » is a street.
    """
    if text is None:
        return None
    text = without_emails(text) or ""
    return clean(CONTACT.sub(r"\1", PERSON.sub("", text)))


def without_emails(text: str | None) -> str | None:
    """
    Take e-mail addresses out of a text.

    Parameters
    ----------
    text
        Any text, or None.

    Returns
    -------
    text
        The rest, as `clean` leaves it.
    """
    return clean(EMAIL.sub("", text)) if text else None


def display_phone(text: str | None) -> str | None:
    """
    Write a phone number as people in France read it.

    Parameters
    ----------
    text
        As recorded; several numbers are kept, joined by « ou ».

    Returns
    -------
    phone
        ``01 23 45 67 89``, ``39 49``, ``+262 262 34 84 34``; anything else stays
        as recorded, cleaned; None where there is no digit.

    Examples
    --------
    >>> display_phone("03.80.92.39.67"), display_phone("3949")
    ('03 80 92 39 67', '39 49')
    >>> display_phone("+262 2 62 34 84 34")
    '+262 262 34 84 34'
    """
    text = without_emails(text)
    if text is None or not any(letter.isdigit() for letter in text):
        return None
    return _one_number(text) or _several_numbers(text) or text


def _one_number(text: str) -> str | None:
    if not re.fullmatch(r"[\d\s.()+-]*", text):
        return None
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        return _international(digits)
    if len(digits) == SHORT_DIGITS or (len(digits) == MAINLAND_DIGITS and digits[0] == "0"):
        return _pairs(digits)
    return None


def _international(digits: str) -> str | None:
    if digits.startswith("33") and len(digits) == MAINLAND_DIGITS + 1:
        return _pairs("0" + digits[2:])
    if digits.startswith(OVERSEAS_CODES) and len(digits) == OVERSEAS_DIGITS:
        return f"+{digits[:3]} {digits[3:6]} {_pairs(digits[6:])}"
    return None


def _several_numbers(text: str) -> str | None:
    if not BETWEEN_NUMBERS.fullmatch(NUMBER.sub(" ", text)):
        return None
    return " ou ".join(_pairs(re.sub(r"\D", "", number)) for number in NUMBER.findall(text)) or None


def _pairs(digits: str) -> str:
    return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def check_url(text: str | None) -> str | None:
    """
    Keep the address of a site if it is one.

    Parameters
    ----------
    text
        As recorded.

    Returns
    -------
    url
        An ``http`` or ``https`` address with a host, trimmed; else None.

    Examples
    --------
    >>> check_url(" https://www.cidj.com "), check_url("htts://exemple.fr")
    ('https://www.cidj.com', None)
    """
    text = (text or "").strip()
    if not re.fullmatch(r"https?://[^\s<>\"]+", text, re.IGNORECASE):
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:  # such as a bracket that opens no IPv6 address
        return None

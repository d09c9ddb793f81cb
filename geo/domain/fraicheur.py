"""How old a record may be before a person should phone first."""

from datetime import date

MAXIMUM_AGE_MONTHS = 24
"""Months after which a record is shown with « à confirmer » (project rule, see DOMAIN)."""


def is_to_confirm(date_maj: date | None, *, today: date) -> bool:
    """
    Tell whether what a record says should be confirmed by phone.

    Parameters
    ----------
    date_maj
        When the source last changed the record, or None where it does not say.
    today
        The day it is read.

    Returns
    -------
    to_confirm
        True where the record is older than `MAXIMUM_AGE_MONTHS`, or of unknown age: one dated
        after that day says nothing of what was known then.

    Notes
    -----
    Contract: pure; from the day of the record on, once true, true ever after.

    Examples
    --------
    >>> is_to_confirm(date(2024, 5, 6), today=date(2026, 5, 6))
    False
    >>> is_to_confirm(date(2024, 5, 6), today=date(2026, 5, 7))
    True
    """
    if date_maj is None or date_maj > today:
        return True
    months = 12 * (today.year - date_maj.year) + today.month - date_maj.month
    return (months, today.day) > (MAXIMUM_AGE_MONTHS, date_maj.day)

"""How long is too long, and how sure a time is: declared, sourced, editable."""

from dataclasses import dataclass

from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class TempsReference:
    """
    The longest time that is reasonable by one mode.

    Attributes
    ----------
    mode
        How one travels, a code of `geo.network.estimate.Mode` or one to come.
    au_plus_s
        Seconds, inclusive.
    source
        Who says so.

    Raises
    ------
    InputError
        If the time is not above zero.
    """

    mode: str
    au_plus_s: int
    source: str

    def __post_init__(self) -> None:
        if self.au_plus_s <= 0:
            raise InputError(f"{self.mode}: needed a time above 0 s, got {self.au_plus_s}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incertitude:
    """
    How far a time may be from the truth, either way.

    Attributes
    ----------
    estime
        Whether it is that of estimates, or of networks.
    part
        Share of the time, 0 to 1.
    source
        What the figure rests on.

    Raises
    ------
    InputError
        If the share is not from 0 to 1, 1 excluded.
    """

    estime: bool
    part: float
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.part < 1:
            raise InputError(f"needed a share from 0 to 1, got {self.part}.")

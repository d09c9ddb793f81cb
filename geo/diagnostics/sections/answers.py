"""Who is answered, by public and need: the rows of findings, looked up once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo.diagnostics.findings import MAIN_NEED, Findings
from geo.diagnostics.sections.words import kind_of
from geo.domain.couverture import Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil

EVERYONE = {"profil": Profil.TOUT_PUBLIC.value, "besoin": MAIN_NEED}
"""The need that figures of two doors lead with."""

RELEVANT: Mapping[Profil, Mission] = {
    Profil.COLLEGIEN: Mission.CONSEIL,
    Profil.LYCEEN: Mission.CONSEIL,
    Profil.APPRENTI: Mission.CONSEIL,
    Profil.ETUDIANT: Mission.CONSEIL,
    Profil.JEUNE: Mission.INFORMATION,
    Profil.TOUT_PUBLIC: Mission(MAIN_NEED),
}
"""
The need of each public that documents show; `Mission.ACCOMPAGNEMENT` of those that are not here.

Project choice: the first question of who is still at school is whom to talk to; of the young and of
everyone, what there is; of adults who look for work or change it, who will be at their side. Files
have the four needs of each.
"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Residents of a public and need by outcome: one door, two, more or too far, nobody."""

    one: int
    two: int
    beyond: int
    nobody: int
    is_estimate: bool

    @property
    def total(self) -> int:
        """All residents."""
        return self.one + self.two + self.beyond + self.nobody


def needs_in_order() -> tuple[tuple[Profil, Mission], ...]:
    """
    Give every public and need, those that documents show first.

    Returns
    -------
    needs
        `RELEVANT` ones in the order of the publics, then the others; everyone leads.
    """
    publics = [Profil.TOUT_PUBLIC, *(one for one in Profil if one is not Profil.TOUT_PUBLIC)]
    first = [(one, RELEVANT.get(one, Mission.ACCOMPAGNEMENT)) for one in publics]
    every = [(one, mission) for one in publics for mission in Mission]
    return (*first, *(need for need in every if need not in first))


def outcomes(
    findings: Findings, code: str, mode: str, *, profil: str, besoin: str
) -> Outcomes | None:
    """
    Give residents by how many doors they push.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.
    mode, profil, besoin
        How one travels, of which public, what for.

    Returns
    -------
    outcomes
        None where it is not known.
    """
    kind = kind_of(findings, code).value
    return _doors(findings).get((kind, code, profil, besoin, mode))


def helped_share(
    findings: Findings, code: str, mode: str, form: Forme, *, need: tuple[Profil, Mission]
) -> float | None:
    """
    Give the share of residents helped with a need.

    Parameters
    ----------
    findings, code, mode
        As of `outcomes`.
    form
        At a place, from afar, or at least one of the two.
    need
        Of which public, and what for.

    Returns
    -------
    share
        0 to 1; None where it is not known, or nobody lives.
    """
    kind = kind_of(findings, code).value
    key = (kind, code, need[0].value, need[1].value, form.value, mode)
    return _helped(findings).get(key)


@lru_cache(maxsize=2)
def _doors(findings: Findings) -> dict[tuple[str, str, str, str, str], Outcomes]:
    table = findings.doors
    at_cutoff = table[table["cutoff_s"] == table["mode"].map(dict(findings.cutoffs_s))]
    keys = ["territory_type", "territory_code", "profile", "mission", "mode"]
    counts = ["one_door", "two_doors", "beyond", "nobody"]
    told = at_cutoff[[*keys, *counts, "is_estimate"]].itertuples(index=False, name=None)
    return {
        row[:5]: Outcomes(int(row[5]), int(row[6]), int(row[7]), int(row[8]), bool(row[9]))
        for row in told
    }


@lru_cache(maxsize=2)
def _helped(findings: Findings) -> dict[tuple[str, str, str, str, str, str], float]:
    table = findings.needs
    at_cutoff = table[table["cutoff_s"] == table["mode"].map(dict(findings.cutoffs_s))]
    lived_in = at_cutoff[at_cutoff["population"] > 0]
    keys = ["territory_type", "territory_code", "profile", "mission", "form", "mode"]
    shares = (lived_in["covered_population"] / lived_in["population"]).astype(float)
    rows = lived_in[keys].itertuples(index=False, name=None)
    return dict(zip(rows, shares.tolist(), strict=True))

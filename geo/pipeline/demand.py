"""How many people of a public live at each origin, from what the store holds."""

from collections.abc import Sequence

import pandas as pd

from geo.access.demand import demand_by_public
from geo.access.survey import People
from geo.domain.commune import code_departement
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.domain.region import is_whole
from geo.store.engine import Connection
from geo.store.surveys import read_people, read_publics


def read_demand(conn: Connection, profile: Profil) -> pd.DataFrame:
    """
    Give how many people of a public live at each origin.

    Parameters
    ----------
    conn
        Any connection.
    profile
        The public.

    Returns
    -------
    demand
        As of `people_demand`, index ``origin_id`` in the order of `read_people`.

    Raises
    ------
    StoreEmptyError
        If territories were never loaded.
    InputError
        If counts contradict each other.
    """
    return people_demand(read_people(conn), read_publics(conn), profile)


def people_demand(people: People, counts: Sequence[PublicCompte], profile: Profil) -> pd.DataFrame:
    """
    Give how many people of a public live at each origin.

    Parameters
    ----------
    people
        One origin a commune or arrondissement, whose code is the first of its `codes`.
    counts
        What is known, of any territory and public.
    profile
        The public.

    Returns
    -------
    demand
        `geo.access.demand.DEMAND_COLUMNS`, index ``origin_id``; missing where nobody knows.

    Raises
    ------
    InputError
        If counts contradict each other.

    Notes
    -----
    Contract: pure. A total of a region speaks of all its départements: where some of them are not
    here, it is left out, rather than spread over the others.
    """
    communes = pd.Index([held[0] for held in people.codes], dtype=object)
    departements = [code_departement(code) for code in communes]
    told = [
        count
        for count in counts
        if count.type_territoire is not TerritoireCompte.REGION
        or is_whole(count.code_territoire, departements)
    ]
    residents = pd.Series(people.population, index=communes)
    region = pd.Series(people.partitions["region"], index=communes, dtype=object)
    demand = demand_by_public(residents, region, told, profile)
    return demand.set_axis(pd.Index(people.ids, name="origin_id", dtype=object))

"""People, places and rules, read as the analysis wants them."""

from geo.store.surveys.people import PARTITIONS, people_query, read_people, to_people
from geo.store.surveys.places import lay_out, places_query, read_places, to_places
from geo.store.surveys.rules import (
    competences_query,
    read_competences,
    read_publics,
    read_reference_times,
    read_services,
    read_uncertainties,
    reference_times_query,
    services_query,
    to_competence,
    to_reference_time,
    to_service,
)

__all__ = [
    "PARTITIONS",
    "competences_query",
    "lay_out",
    "people_query",
    "places_query",
    "read_competences",
    "read_people",
    "read_places",
    "read_publics",
    "read_reference_times",
    "read_services",
    "read_uncertainties",
    "reference_times_query",
    "services_query",
    "to_competence",
    "to_people",
    "to_places",
    "to_reference_time",
    "to_service",
]

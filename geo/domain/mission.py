"""The four missions of the service public régional de l'orientation."""

from enum import StrEnum


class Mission(StrEnum):
    """What a place does for people; also what a person may need (*besoin*)."""

    ACCUEIL = "accueil"
    INFORMATION = "information"
    CONSEIL = "conseil"
    ACCOMPAGNEMENT = "accompagnement"

"""The four missions of the service public régional de l'orientation."""

from enum import StrEnum


class Mission(StrEnum):
    """What a place does for people; also what a person may need (*besoin*)."""

    ACCUEIL = "accueil"
    INFORMATION = "information"
    CONSEIL = "conseil"
    ACCOMPAGNEMENT = "accompagnement"


LABELS: dict[Mission, str] = {
    Mission.ACCUEIL: "Accueil",
    Mission.INFORMATION: "Information",
    Mission.CONSEIL: "Conseil",
    Mission.ACCOMPAGNEMENT: "Accompagnement",
}
"""What people read for each mission."""

MEANINGS: dict[Mission, str] = {
    Mission.ACCUEIL: "Être reçu, dire sa demande et savoir à qui s’adresser.",
    Mission.INFORMATION: "Connaître les métiers, les formations, les emplois et les aides.",
    Mission.CONSEIL: "Faire le point avec un professionnel pour choisir.",
    Mission.ACCOMPAGNEMENT: "Être suivi dans la durée, jusqu’à ce que le projet aboutisse.",
}
"""What one gets from each, in the words of who needs it."""

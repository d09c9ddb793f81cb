"""The publics the service speaks of; a person may be several of them at once."""

from enum import StrEnum


class Profil(StrEnum):
    """A public, as the networks name the people they serve."""

    COLLEGIEN = "collegien"
    LYCEEN = "lyceen"
    APPRENTI = "apprenti"
    ETUDIANT = "etudiant"
    DECROCHEUR = "decrocheur"
    JEUNE = "jeune"
    DEMANDEUR_EMPLOI = "demandeur-emploi"
    SALARIE = "salarie"
    INDEPENDANT = "independant"
    CADRE = "cadre"
    CREATEUR_ENTREPRISE = "createur-entreprise"
    PERSONNE_HANDICAPEE = "personne-handicapee"
    FEMME = "femme"
    TOUT_PUBLIC = "tout-public"


LABELS: dict[Profil, str] = {
    Profil.COLLEGIEN: "Collégien ou collégienne",
    Profil.LYCEEN: "Lycéen ou lycéenne",
    Profil.APPRENTI: "Apprenti ou apprentie",
    Profil.ETUDIANT: "Étudiant ou étudiante",
    Profil.DECROCHEUR: "Jeune sorti de l’école sans diplôme",
    Profil.JEUNE: "Jeune de 16 à 25 ans",
    Profil.DEMANDEUR_EMPLOI: "Demandeur ou demandeuse d’emploi",
    Profil.SALARIE: "Salarié ou salariée",
    Profil.INDEPENDANT: "Indépendant ou indépendante",
    Profil.CADRE: "Cadre",
    Profil.CREATEUR_ENTREPRISE: "Créateur ou créatrice d’entreprise",
    Profil.PERSONNE_HANDICAPEE: "Personne en situation de handicap",
    Profil.FEMME: "Femme",
    Profil.TOUT_PUBLIC: "Tout public",
}
"""What people read for each profile."""

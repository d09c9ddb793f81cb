"""What tests of chapters read again and again in them."""

from geo.diagnostics.sections.access import access
from geo.diagnostics.sections.doors import doors
from geo.diagnostics.sections.glance import glance
from geo.diagnostics.sections.inventory import inventory
from geo.diagnostics.sections.people import people
from geo.domain.dossier import Cartouche, Illustration, Tableau, Texte

CHAPTERS = (glance, inventory, people, access, doors)


def blocs(section, kind):
    """Give the blocks of a kind."""
    return [bloc for bloc in section.blocs if isinstance(bloc, kind)]


def figures(section):
    """Give every figure told, standing alone or in a sentence."""
    return [one for bloc in blocs(section, Texte | Cartouche) for one in bloc.chiffres]


def tables(section):
    """Give the tables by code."""
    return {bloc.code: bloc for bloc in blocs(section, Tableau)}


def pictures(section):
    """Give the pictures."""
    return blocs(section, Illustration)


def column(tableau, code):
    """Give the values of a column."""
    rank = [one.code for one in tableau.colonnes].index(code)
    return [ligne[rank] for ligne in tableau.lignes]


def words(section):
    """Give the sentences, figures left as their names."""
    return " ".join(bloc.modele for bloc in blocs(section, Texte))

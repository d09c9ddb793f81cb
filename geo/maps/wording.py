"""Words that thematic maps share: modes, minutes, people, questions."""

from collections.abc import Mapping

from geo.access.gap_report import GapQuestion
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import LABELS as NEED_LABELS
from geo.domain.mission import Mission
from geo.domain.profil import LABELS as PROFILE_LABELS
from geo.domain.profil import Profil
from geo.domain.unite import Unite, in_french
from geo.network.estimate import LABELS as MODE_LABELS
from geo.network.estimate import Mode

ANY_DOOR = "N’importe quel réseau"

ONE_POINT = (
    "Les habitants d’une commune ou d’un arrondissement sont comptés à un seul point. Tous sont "
    "comptés, comme si chacun était du public choisi. Qui met exactement le temps du seuil est "
    "compté comme à portée."
)
"""Said below every map of times."""


def mode_name(mode: str) -> str:
    """Give what people read for a mode, as « À pied »."""
    return MODE_LABELS[Mode(mode)]


def need_name(profil: Profil, besoin: Mission) -> str:
    """Give what people read for a public and its need, as « Cadre : conseil »."""
    return f"{PROFILE_LABELS[profil]}\N{NO-BREAK SPACE}: {NEED_LABELS[besoin].lower()}"


def question_name(question: GapQuestion, reseau_names: Mapping[str, str]) -> str:
    """Give what people read for a question that gaps answer."""
    if question.profil is not None and question.besoin is not None:
        return need_name(question.profil, question.besoin)
    code = str(question.reseau)
    return ANY_DOOR if code == ALL_RESEAUX else reseau_names.get(code, code)


def residents(people: int) -> str:
    """Write a number of residents, as « 1 234 habitants »."""
    plural = "s" if people > 1 else ""
    return f"{in_french(people, Unite.NOMBRE)}\N{NO-BREAK SPACE}habitant{plural}"


def minutes(seconds: float) -> str:
    """Write a duration, rounded up, as « 21 min »."""
    return in_french(float(seconds), Unite.SECONDES)


def share_of(people: int, population: int) -> str:
    """Write a share, as « 84,4 % »; nothing where nobody lives."""
    return in_french(people / population, Unite.PART) if population else ""


def counted(people: int, population: int) -> str:
    """Write a number of residents and the share they are, as « 12 habitants (3,0 %) »."""
    share = share_of(people, population)
    return f"{residents(people)} ({share})" if share else residents(people)

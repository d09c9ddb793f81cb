"""Route of the orientation: parse, find, serialise."""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.answers import Element, answer
from api.deps import get_state
from api.documentation import CREDITS, operation, responses
from api.networks.words import to_origin
from api.orientation.elements import to_doors, to_left_out, to_remote
from api.orientation.models import OrientationTrouvee
from api.orientation.parameters import Orientation
from api.orientation.search import Answered, search
from api.orientation.words import say_outside
from api.parameters import PARIS
from api.reading import read

router = APIRouter(prefix="/v1/orientation", tags=["Orientation"])

DESCRIPTION = """\
Qui peut m’aider, près de moi, maintenant : une porte qui répond au besoin ; sinon un premier \
accueil, puis une porte qui répond ; chaque trajet dans le temps demandé.

* **Qui répond** : les réseaux que /v1/competences dit compétents pour un des publics de la \
personne et son besoin ; un lieu dont la zone exclut la commune de la position n’est pas une porte.
* **L’ordre** : le moins de portes ; puis les lieux ouverts à l’arrivée, avant ceux dont on \
l’ignore ou qui reçoivent sur rendez-vous, avant les fermés, ou fermés d’après des horaires \
incertains ; puis la durée, les deux trajets ensemble. À durée exactement égale : le rang de \
l’empreinte de la date du départ et de l’identifiant, un autre chaque jour, qui ne favorise \
personne. Rien d’autre ne compte : ni le nom du lieu, ni qui le tient. Une zone inconnue ne fait \
pas perdre de rang : elle est « à vérifier ».
* **L’ouverture** ne change jamais `resultat`, seulement le lieu donné.
* **En fauteuil**, un lieu que l’annuaire dit inaccessible n’est pas une porte ; un accès sur \
demande ou inconnu reste une porte, « à vérifier ».
* **Le second trajet** part de la première porte à l’instant où l’on y arrive : ni attente, ni \
entretien n’est compté.

La position n’est ni conservée ni répétée."""


@router.get(
    "",
    summary="Trouver la bonne porte",
    description=DESCRIPTION,
    responses=responses(OrientationTrouvee, never={304}),
    openapi_extra=operation(
        Orientation,
        "/v1/orientation?lon=2.3522&lat=48.8566&besoin=conseil",
        "/v1/orientation?lon=2.3522&lat=48.8566&besoin=accompagnement&profil=jeune&profil=femme"
        "&mode=velo",
        "/v1/orientation?lon=2.3522&lat=48.8566&besoin=accompagnement&profil=personne-handicapee"
        "&mode=voiture&au_plus_s=1800&depart_a=2026-11-24T10:00:00%2B01:00&pmr=oui",
    ),
)
async def read_orientation(request: Request) -> Response:
    """Answer the doors of a person."""
    asked = read(Orientation, request)
    answered = await search(get_state(request), asked, now=datetime.now(PARIS))
    return answer(request, _content(asked, answered))


def _content(asked: Orientation, answered: Answered) -> Element:
    found, telling, service = answered.found, answered.telling, answered.service
    question = telling.asked
    doors = to_doors(telling, found.doors)
    durations = [door["duree_s"] for door in doors]
    return {
        "resultat": found.resultat,
        "remarque": say_outside() if found.is_outside else None,
        "portes": doors,
        "duree_totale_s": sum(durations) if doors and None not in durations else None,
        "a_distance": to_remote(telling.prepared, question),
        "ecartes": to_left_out(telling, found.left_out),
        "ecartes_total": sum(found.motifs.values()),
        "ecartes_motifs": {motif.value: count for motif, count in found.motifs.items()},
        "besoin": asked.besoin,
        "profil": asked.profil,
        "mode": asked.mode,
        "depart_a": question.departure.astimezone(PARIS),
        "au_plus_s": question.budget_s,
        "au_plus_source": answered.budget_source,
        "pmr": asked.pmr,
        "estime": any(door["estime"] for door in doors) if doors else service is None,
        "publiable": service is None or service.engine.publiable,
        **to_origin(service, question.departure),
        "sources": [CREDITS],
    }

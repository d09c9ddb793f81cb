"""Thematic maps of what a store holds: of all that is asked, the same twice."""

import json
from datetime import date

import numpy as np
import pytest

from geo.access.gap_report import GapQuestion
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, Opening, Scenario
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.pipeline.diagnostic import DiagnosticAsked
from geo.pipeline.maps import (
    draw_door_map,
    draw_gap_map,
    draw_isochrone_map,
    draw_scenario_map,
    isochrones_name,
)
from geo.pipeline.scenario import ScenarioAsked
from geo.progress import SilentReporter
from geo.settings import Settings
from tests.directory import TOTAL
from tests.geo.pipeline.lattice_network import build_lattice

CIO, YOUTH = "dila--cio-75102-01", "dila--cij-75102-02"
ON = date(2026, 11, 22)
BY_CAR = DiagnosticAsked(on=ON, modes=(Mode.VOITURE,))


def payload(path):
    page = path.read_text(encoding="utf-8")
    return json.loads(page.split('id="donnees">')[1].split("</script>")[0])


@pytest.fixture
def draw(shared_directory_url, tmp_path):
    def drawn(how, asked=BY_CAR, **more):
        path = tmp_path / "cartes" / "carte.html"
        return how(shared_directory_url, Settings(), asked, SilentReporter(), path=path, **more)

    return drawn


def test_gaps_of_one_question(draw):
    told = payload(draw(draw_gap_map, question=GapQuestion(reseau="mission-locale")))

    # 198,300 residents in 3 zones: see tests.geo.pipeline.test_gaps
    (view,) = told["vues"]
    assert [one["habitants"] for one in view["legende"]] == [TOTAL - 198_300, 0, 198_300]
    assert len(view["zones"]) == 3
    assert told["demandes"][0]["options"] == ["Mission locale"]


def test_gaps_of_the_diagnostics_where_nothing_is_asked(draw):
    assert len(payload(draw(draw_gap_map, question=None))["vues"]) == 4


def test_doors_of_every_public_and_need_within_what_is_asked(draw):
    told = payload(draw(draw_door_map, DiagnosticAsked(on=ON, modes=(Mode.VELO,), cutoff_s=900)))

    assert len(told["vues"]) == len(Profil) * len(Mission)
    assert "15\xa0min ou moins" in told["vues"][0]["titre"]
    assert [one["options"][0] for one in told["demandes"][:2]] == ["Tout public", "Information"]


def test_documents_are_linked_where_they_stand_beside(draw, tmp_path):
    beside = tmp_path / "cartes" / "bassins" / "1107" / "diagnostic.html"
    beside.parent.mkdir(parents=True)
    beside.write_text("")

    told = {one["code"]: one["document"] for one in payload(draw(draw_door_map))["bassins"]}
    assert told.pop("1107") == "bassins/1107/diagnostic.html"
    assert set(told.values()) == {""}


def test_one_place_by_estimate_is_communes(draw):
    told = payload(draw(draw_isochrone_map, point_id=CIO))
    (view,), (point,) = told["vues"], told["points"]

    assert view["bandes"] == []
    assert view["estime"] is True
    assert point["genre"] == "depart"
    assert sum(one["habitants"] for one in view["legende"]) == TOTAL


def test_one_place_by_the_streets_is_nested_shapes(draw, tmp_path):
    network = build_lattice(tmp_path / "reseaux", publiable=False)
    asked = DiagnosticAsked(on=ON, modes=(Mode.VOITURE,), network=network)
    told = payload(draw(draw_isochrone_map, asked, point_id=CIO))
    (view,) = told["vues"]

    assert [band["classe"] for band in view["bandes"]] == [0, 1, 2]
    assert told["essai"] == "réseau d’essai — ne pas publier"
    extents = [_extent(band["contour"]) for band in view["bandes"]]
    assert extents == sorted(extents), "the longer, the wider"


def _extent(contour):
    ring = np.array(contour[0][0]).reshape(-1, 2).cumsum(axis=0)
    return float(np.ptp(ring[:, 0]))


def test_a_place_that_nobody_knows_is_said_in_french(draw):
    with pytest.raises(SourceError, match="n’a pas de point « nulle-part »"):
        draw(draw_isochrone_map, point_id="nulle-part")


def test_a_scenario_is_drawn_with_what_moves(draw):
    scenario = Scenario(
        changes=(
            Opening(reseau="mission-locale", lon=2.15, lat=48.95),
            Closing(point_id=CIO),
            Move(point_id=YOUTH, lon=2.15, lat=48.95),
        )
    )
    asked = ScenarioAsked(
        scenario=scenario, mode=Mode.VOITURE, profiles=(Profil.JEUNE,), missions=(Mission.CONSEIL,)
    )
    told = payload(draw(draw_scenario_map, asked, day=BY_CAR))
    kinds = [one["genre"] for one in told["points"]]

    assert [view["reponses"][0] for view in told["vues"]] == [0, 1, 2]
    assert (kinds.count("ouverture"), kinds.count("fermeture")) == (2, 2)
    gaining, same, losing = (one["habitants"] for one in told["vues"][0]["legende"])
    assert gaining > 0
    assert gaining + same + losing == TOTAL


def test_the_same_question_gives_the_same_bytes(draw):
    once = draw(draw_door_map).read_bytes()

    assert draw(draw_door_map).read_bytes() == once


def test_the_name_of_a_page_leads_nowhere_else():
    assert isochrones_name("../../x y/é") == "isochrones-------x-y--.html"

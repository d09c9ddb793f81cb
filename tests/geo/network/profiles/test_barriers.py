import pytest

from geo.network.estimate import Mode
from geo.network.profiles.passage import is_blocked
from tests.geo.network.profiles.shorthand import read

WHO = {"V": Mode.VOITURE, "v": Mode.VELO, "m": Mode.MARCHE, "f": Mode.FAUTEUIL}


@pytest.mark.parametrize(
    ("tags", "pass_through"),
    [
        ({"barrier": "gate"}, "Vvmf"),
        ({"barrier": "lift_gate"}, "Vvmf"),
        ({"barrier": "entrance"}, "Vvmf"),
        ({"barrier": "toll_booth"}, "Vvmf"),
        ({"barrier": "bollard"}, "vmf"),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, "Vvmf"),
        ({"barrier": "bollard", "access": "no", "foot": "yes"}, "vmf"),  # the bicycle is pushed
        ({"barrier": "cycle_barrier"}, "vm"),
        ({"barrier": "cycle_barrier", "wheelchair": "yes"}, "vmf"),
        ({"barrier": "gate", "wheelchair": "yes", "access": "private"}, ""),  # wheels, no right
        ({"barrier": "gate", "wheelchair": "yes", "foot": "yes"}, "Vvmf"),
        ({"barrier": "kissing_gate"}, "m"),
        ({"barrier": "kissing_gate", "bicycle": "yes"}, "vm"),
        ({"barrier": "stile"}, "m"),
        ({"barrier": "wall"}, ""),
        ({"barrier": "wall", "foot": "yes"}, "vm"),
        ({"barrier": "stile", "foot": "yes"}, "vm"),
        ({"barrier": "kissing_gate", "foot": "designated", "wheelchair": "yes"}, "vmf"),
        ({"barrier": "gate", "access": "private"}, ""),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, "vmf"),
        ({"barrier": "gate", "access": "customers"}, "Vvmf"),
        ({"barrier": "gate", "motor_vehicle": "private"}, "vmf"),
        ({"barrier": "gate", "bicycle": "no", "foot": "yes"}, "Vvmf"),
        ({"barrier": "gate", "bicycle": "no", "foot": "no"}, "V"),
        ({"barrier": "gate", "locked": "yes"}, ""),
        ({"barrier": "gate", "wheelchair": "no"}, "Vvm"),
        ({"barrier": "bollard", "maxwidth:physical": "0.8"}, "vm"),
        ({"barrier": "gate", "maxwidth:physical": "1.5"}, "vmf"),
        ({"barrier": "kerb"}, "Vvmf"),
        ({"barrier": "kerb", "kerb": "lowered"}, "Vvmf"),
        ({"barrier": "kerb", "kerb": "raised"}, "Vvm"),
        ({"kerb": "raised"}, "Vvm"),
        ({"kerb": "raised", "highway": "crossing"}, "Vvmf"),  # beside whoever goes along
        ({"barrier": "something else"}, "Vvmf"),
    ],
)
def test_who_passes_a_barrier(tags, pass_through):
    assert (
        "".join(who for who, mode in WHO.items() if not is_blocked(read(mode), tags))
        == pass_through
    )

"""The inventory, as people read it on a terminal."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.inventory import SAME_WORDS
from geo.access.inventory_report import Inventory
from geo.access.street_run import percentage
from geo.cli.layout import table
from geo.cli.show import number
from geo.domain.fraicheur import MAXIMUM_AGE_MONTHS
from geo.domain.reseau import Membre
from geo.pipeline.inventory import InventoryAsked

UNKNOWN = "—"
"""Where nothing was announced, which is not zero."""

FLAGS = {
    "hors_commune": "hors de la commune que dit leur fiche",
    "doublon_probable": "à quelques mètres d’un point du même réseau",
    "position_approchee": "de position approchée",
    "horaires_illisibles": "d’horaires illisibles",
}
"""What people read for each `geo.domain.point_accueil.Signalement`."""

COMPARED = (
    "Annoncés : totaux de la stratégie régionale (2019), recopiés dans reseaux.toml, pour la "
    "région seulement ; rien n’a été annoncé pour les autres réseaux. « — » : pas à ce détail. Un "
    "manque négatif : plus de points trouvés qu’annoncés."
)
UNANNOUNCED = (
    "Les totaux annoncés de reseaux.toml sont ceux de l’Île-de-France entière : rien ne leur est "
    "comparé ici. Après y avoir mis ceux de votre région : --annonces."
)
ANTENNES = (
    "Antennes : lues dans les noms (antenne, annexe, permanence, itinérant). Un nom qui n’en dit "
    "rien ne prouve rien : il peut manquer moins d’antennes, et plus de structures."
)
ACTIVE = (
    "Réseaux actifs : {active} des {members} membres ont un point dans l’annuaire. Actif dans un "
    "territoire : qui y a au moins un point ; un point est compté là où il se trouve."
)
FILES = (
    "Tout, par territoire et réseau : --out FICHIER. Chaque point et ce qui est à vérifier : "
    "--points FICHIER."
)
FOUND = ("trouvés", "dits\nantennes", "en\ndouble ?", "à\nconfirmer")
ANNOUNCED = ("annoncés", "manquent", "antennes\nannoncées", "antennes\nmanquantes")
ACTIVE_IN = ("points", "réseaux\nmembres", "avec les\nassociés")
"""Headings of the three tables."""

GROUPS_SHOWN = 10


def show_inventory(inventory: Inventory, asked: InventoryAsked) -> None:
    """Print what was found and announced, réseaux by territory, doubles, doubts and ages."""
    console = Console()
    console.print(_found(inventory))
    if inventory.is_compared:
        console.print(_announced(inventory))
    for words in (COMPARED if inventory.is_compared else UNANNOUNCED, ANTENNES):
        _say(console, words)
    console.print(_parts(inventory))
    for words in (
        _active(inventory),
        *_lacking(inventory),
        *_absent(inventory),
        *_groups(inventory),
        *_doubts(inventory),
    ):
        _say(console, words)
    _say(console, _age(inventory, asked))
    _say(console, FILES)


def _found(inventory: Inventory) -> Table:
    title = f"{inventory.territory} : points trouvés, par réseau"
    laid_out = table(title, ["réseau"], FOUND)
    old = inventory.ages["to_confirm"]
    columns = ["found", "found_antennes", "found_twice"]
    for code, row in inventory.reconciliation[columns].iterrows():
        laid_out.add_row(
            _reseau(inventory, str(code)), *map(_count, row), _count(old.get(str(code), 0))
        )
    counted = inventory.reconciliation[columns].sum()
    laid_out.add_row("[bold]en tout[/]", *map(_count, counted), _count(old.sum()))
    return laid_out


def _announced(inventory: Inventory) -> Table:
    laid_out = table(
        f"{inventory.territory} : points annoncés, et ce qui en manque", ["réseau"], ANNOUNCED
    )
    columns = ["announced", "missing", "announced_antennes", "missing_antennes"]
    told = inventory.reconciliation[columns]
    for code, row in told[told["announced"].notna()].iterrows():
        laid_out.add_row(_reseau(inventory, str(code)), *map(_count, row))
    return laid_out


def _reseau(inventory: Inventory, code: str) -> str:
    known = inventory.reseaux.loc[code]
    note = " (pas une porte)" if known["membre"] == Membre.NON else ""
    return escape(f"{known['nom']}{note}")


def _parts(inventory: Inventory) -> Table:
    laid_out = table("Réseaux actifs, par territoire", ["territoire"], ACTIVE_IN)
    for code, row in inventory.active.sort_values(["members", "doors"], kind="stable").iterrows():
        laid_out.add_row(
            escape(inventory.names.get(str(code), str(code)) or "hors du découpage"),
            _count(inventory.found.loc[str(code)].sum()),
            number(int(row["members"])),
            number(int(row["doors"])),
        )
    return laid_out


def _active(inventory: Inventory) -> str:
    members = _members(inventory)
    active = sum(bool(inventory.found[code].any()) for code in members)
    return ACTIVE.format(active=number(active), members=number(len(members)))


def _lacking(inventory: Inventory) -> Iterator[str]:
    """Say in how many parts each member that is somewhere has no place."""
    parts = inventory.found[inventory.found.index != ""]
    lacking = (parts == 0).sum()[_members(inventory)]
    some = lacking[(lacking > 0) & (lacking < len(parts))]
    names = inventory.reseaux["nom"]
    told = [
        f"{names[str(code)]}, {number(int(count))}"
        for code, count in some.sort_values(ascending=False, kind="stable").items()
    ]
    if told:
        yield (
            f"Membres sans point trouvé dans une partie des {number(len(parts))} territoires, "
            f"combien : {' ; '.join(told)}. Lesquels : --out FICHIER."
        )


def _members(inventory: Inventory) -> "pd.Index[str]":
    return inventory.reseaux.index[inventory.reseaux["membre"] == Membre.OUI]


def _absent(inventory: Inventory) -> Iterator[str]:
    nowhere = inventory.absences[inventory.absences["everywhere"]].index
    if len(nowhere):
        yield (
            "Réseaux dont l’annuaire n’a aucun point, nulle part : "
            f"{' ; '.join(inventory.reseaux.loc[nowhere, 'nom'])}. Ce peut être l’annuaire qui se "
            "tait, plutôt que le territoire."
        )


def _groups(inventory: Inventory) -> Iterator[str]:
    groups = inventory.groups.groupby("group", sort=True)
    if not len(groups):
        yield "Aucun point n’en répète un autre."
        return
    yield (
        f"Peut-être en double, groupes : {number(groups.ngroups)} (plusieurs services peuvent "
        "partager un toit, rien n’est fusionné) :"
    )
    for _, members in list(groups)[:GROUPS_SHOWN]:
        names = " / ".join(inventory.places["nom"].reindex(members.index))
        apart = ", à deux endroits" if (members["reason"] == SAME_WORDS).any() else ""
        yield f"  {names}{apart}"
    if groups.ngroups > GROUPS_SHOWN:
        yield f"  … et {number(groups.ngroups - GROUPS_SHOWN)} autres groupes."


def _doubts(inventory: Inventory) -> Iterator[str]:
    counts = inventory.places["signalements"].explode().dropna().value_counts()
    told = [f"{words}, {number(counts[flag])}" for flag, words in FLAGS.items() if flag in counts]
    if told:
        yield f"Points à vérifier : {' ; '.join(told)}."
    aside = len(inventory.set_aside)
    if aside:
        yield (
            f"Écartées à l’import, faute d’une position ou d’une fiche lisible : {number(aside)}, "
            "qui manquent donc ici. Lesquelles et pourquoi : deuxportes ingest rejects"
        )


def _age(inventory: Inventory, asked: InventoryAsked) -> str:
    places = inventory.places
    days = places["date_maj"].dropna()
    old = int(inventory.ages["to_confirm"].sum())
    share = percentage(old / len(places))
    said = (
        f"Âge : au {asked.today:%d/%m/%Y}, {share} des fiches ont plus de {MAXIMUM_AGE_MONTHS} "
        "mois ou pas de date ; ce qu’elles disent est à confirmer par téléphone."
    )
    if days.empty:
        return said
    return (
        f"{said} La plus ancienne : {min(days):%d/%m/%Y} ; la plus récente : {max(days):%d/%m/%Y}."
    )


def _count(value: Any) -> str:  # noqa: ANN401 - a cell of whole numbers, or missing
    return UNKNOWN if pd.isna(value) else number(int(value))


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)

"""The inventory, as people read it on a terminal."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.inventory import SAME_WORDS
from geo.access.street_run import percentage
from geo.cli.show import number
from geo.domain.fraicheur import MAXIMUM_AGE_MONTHS
from geo.domain.reseau import Membre
from geo.pipeline.inventory import Inventory, InventoryAsked

UNKNOWN = "—"
"""Where nothing was announced, which is not zero."""

FLAGS = {
    "hors_commune": "hors de la commune que dit leur fiche",
    "doublon_probable": "à quelques mètres d’un point du même réseau",
    "position_approchee": "de position approchée",
    "horaires_illisibles": "d’horaires illisibles",
}
"""What people read for each `geo.domain.point_accueil.Signalement`."""

ANNOUNCED = (
    "Annoncés : totaux de la stratégie régionale (2019), recopiés dans reseaux.toml, pour la "
    "région seulement. « — » : rien n’a été annoncé, ou pas à ce détail. Un manque négatif : plus "
    "de points trouvés qu’annoncés."
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
COMPARED = ("annoncés", "dont antennes", "manquent", "dont antennes")
GROUPS_SHOWN = 10


def show_inventory(inventory: Inventory, asked: InventoryAsked) -> None:
    """Print what was found and announced, réseaux by territory, doubles, doubts and ages."""
    console = Console()
    console.print(_reseaux(inventory))
    for words in (ANNOUNCED if inventory.is_compared else UNANNOUNCED, ANTENNES):
        _say(console, words)
    console.print(_parts(inventory))
    for words in (
        _active(inventory),
        *_absent(inventory),
        *_groups(inventory),
        *_doubts(inventory),
    ):
        _say(console, words)
    _say(console, _age(inventory, asked))
    _say(console, FILES)


def _reseaux(inventory: Inventory) -> Table:
    table = Table(title=f"{inventory.territory} : points trouvés, par réseau")
    table.title_justify = "left"
    table.add_column("réseau")
    compared = COMPARED if inventory.is_compared else ()
    headings = ("trouvés", "dits antennes", "en double ?", *compared, "à confirmer")
    for heading in headings:
        table.add_column(heading, justify="right")
    for code, row in inventory.reconciliation.iterrows():
        known = inventory.reseaux.loc[str(code)]
        told = [row["found"], row["found_antennes"], row["found_twice"]]
        if inventory.is_compared:
            told += [row["announced"], row["announced_antennes"]]
            told += [row["missing"], row["missing_antennes"]]
        old = inventory.ages["to_confirm"].get(str(code), 0)
        note = " (pas une porte)" if known["membre"] == Membre.NON else ""
        table.add_row(escape(f"{known['nom']}{note}"), *map(_count, [*told, old]))
    counted = inventory.reconciliation[["found", "found_antennes", "found_twice"]].sum()
    blank = [UNKNOWN] * len(compared)
    old = _count(inventory.ages["to_confirm"].sum())
    table.add_row("[bold]en tout[/]", *map(_count, counted), *blank, old)
    return table


def _parts(inventory: Inventory) -> Table:
    table = Table(title="Réseaux actifs, par territoire", title_justify="left")
    table.add_column("territoire")
    for heading in ("points", "réseaux membres", "avec les associés"):
        table.add_column(heading, justify="right")
    table.add_column("membres sans point trouvé")
    members = inventory.reseaux.index[inventory.reseaux["membre"] == Membre.OUI]
    somewhere = [code for code in members if inventory.found[code].any()]
    for code, row in inventory.active.sort_values(["members", "doors"], kind="stable").iterrows():
        counts = inventory.found.loc[str(code)]
        lacking = [reseau for reseau in somewhere if counts[reseau] == 0]
        table.add_row(
            escape(inventory.names.get(str(code), str(code)) or "hors du découpage"),
            _count(counts.sum()),
            number(int(row["members"])),
            number(int(row["doors"])),
            ", ".join(lacking) or UNKNOWN,
        )
    return table


def _active(inventory: Inventory) -> str:
    members = inventory.reseaux.index[inventory.reseaux["membre"] == Membre.OUI]
    active = sum(bool(inventory.found[code].any()) for code in members)
    return ACTIVE.format(active=number(active), members=number(len(members)))


def _absent(inventory: Inventory) -> Iterator[str]:
    nowhere = inventory.absences[inventory.absences["everywhere"]].index
    if len(nowhere):
        yield (
            "Réseaux dont l’annuaire n’a aucun point, nulle part : "
            f"{', '.join(nowhere)}. Ce peut être l’annuaire qui se tait, plutôt que le territoire."
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

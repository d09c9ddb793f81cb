"""The places of a territory, counted again one by one."""

from dataclasses import replace

import pandas as pd

from geo.diagnostics.sections.figures import indicator
from geo.diagnostics.sections.inventory import inventory
from geo.domain.fraicheur import is_to_confirm
from tests.geo.diagnostics.sections.reading import column, figures, tables, words

CODES = ("1101", "1102", "1103", "1107", "11")


def test_reseaux_are_counted_as_a_loop_does(findings):
    for code in CODES:
        table = tables(inventory(findings, code)[0])["lieux_reseaux"]
        for ligne in table.lignes:
            row = dict(zip([one.code for one in table.colonnes], ligne, strict=True))
            places = [
                one
                for one in findings.inventory.places.itertuples()
                if code in ("11", one.part) and one.reseau == row["code_reseau"]
            ]
            if row["code_reseau"] is None:
                continue
            assert row["lieux"] == len(places) > 0
            assert row["horaires_connus"] == sum(isinstance(one.horaires, str) for one in places)
            assert row["pmr_oui"] == sum(one.accessibilite_pmr == "oui" for one in places)
            assert row["pmr_inconnue"] == sum(one.accessibilite_pmr == "inconnue" for one in places)
            assert row["a_confirmer"] == sum(
                is_to_confirm(None if pd.isna(one.date_maj) else one.date_maj, today=findings.on)
                for one in places
            )


def test_the_total_of_all_is_the_indicators(findings):
    names = {
        "lieux": "points_accueil", "labellises": "points_labellises",
        "horaires_connus": "points_horaires_connus", "pmr_oui": "points_pmr_oui",
        "pmr_inconnue": "points_pmr_inconnue", "a_confirmer": "points_a_confirmer",
        "age_median_mois": "age_median_mois",
    }  # fmt: skip
    for code in CODES:
        table = tables(inventory(findings, code)[0])["lieux_reseaux"]
        for one, name in names.items():
            assert column(table, one)[-1] == indicator(findings, code, name).valeur, (code, one)


def test_access_classes_add_up(findings):
    table = tables(inventory(findings, "11")[0])["lieux_reseaux"]
    classes = ("pmr_oui", "pmr_sur_demande", "pmr_non", "pmr_inconnue")
    for row in zip(column(table, "lieux"), *(column(table, one) for one in classes), strict=True):
        assert row[0] == sum(row[1:])


def test_what_is_outside_the_service_comes_after_the_doors(findings):
    told = tables(inventory(findings, "1107")[0])
    assert column(told["lieux_reseaux"], "reseau")[-3:] == [
        "Lieux du service", "CROUS", "Ensemble de l’annuaire",
    ]  # fmt: skip
    assert column(told["lieux_hors_service"], "nom") == ["CROUS de Paris"]
    assert "CROUS de Paris" not in column(told["lieux"], "nom")
    assert "lieux_hors_service" not in tables(inventory(findings, "1102")[0])


def test_places_are_listed_by_commune_with_what_is_not_known(findings):
    table = tables(inventory(findings, "1107")[0])["lieux"]
    assert len(table.lignes) == 6
    communes = column(table, "commune")
    assert communes == sorted(communes)
    by_name = dict(zip(column(table, "nom"), table.lignes, strict=True))
    codes = [one.code for one in table.colonnes]
    unknown = dict(zip(codes, by_name["Point information jeunesse"], strict=True))
    assert unknown["accessible"] is None
    assert unknown["horaires_connus"] is False
    assert unknown["date_maj"] is None
    assert unknown["a_confirmer"] is True
    assert unknown["doublon_possible"] is True
    known = dict(zip(codes, by_name["CIO Paris 2e"], strict=True))
    assert (known["accessible"], known["date_maj"]) == ("sur demande", "2019-03-04")


def test_a_long_list_is_cut_in_the_document_only(findings):
    places = findings.inventory.places
    many = pd.concat([places.set_axis([f"{one}{n}" for one in places.index]) for n in range(4)])
    long = replace(findings, inventory=replace(findings.inventory, places=many))
    table = tables(inventory(long, "1107")[0])["lieux"]
    assert (len(table.lignes), table.montrees) == (24, 5)


def test_absent_reseaux_are_named(findings):
    told = {one.code: one.valeur for one in figures(inventory(findings, "1107")[0])}
    assert told["reseaux_absents"] == "Cap emploi, APEC, CIDFF et France services"


def test_a_reseau_without_a_place_anywhere_tells_of_the_source(findings):
    held = findings.inventory
    gone = held.absences.assign(everywhere=held.absences.index == "apec")
    poor = replace(findings, inventory=replace(held, absences=gone))
    told = {one.code: one.valeur for one in figures(inventory(poor, "1107")[0])}
    assert told["reseaux_nulle_part"] == "APEC"
    assert "APEC" not in told["reseaux_absents"]


def test_only_the_region_is_compared_with_what_was_announced(findings):
    held = replace(findings.inventory, is_compared=True)
    table = held.reconciliation.copy()
    table["announced"] = pd.array([230, 176, *[pd.NA] * (len(table) - 2)], dtype="Int64")
    table["missing"] = table["announced"] - table["found"]
    some = replace(findings, inventory=replace(held, reconciliation=table))
    told = tables(inventory(some, "11")[0])["lieux_annonces"]
    assert column(told, "manquent")[:2] == [
        230 - table["found"].iloc[0], 176 - table["found"].iloc[1],
    ]  # fmt: skip
    assert column(told, "en_plus")[:2] == [0, 0]
    assert column(told, "manquent")[2:] == [None] * (len(told.lignes) - 2)
    assert told.montrees == 2
    assert "lieux_annonces" not in tables(inventory(some, "1107")[0])
    quiet = replace(findings, inventory=replace(held, is_compared=False))
    assert "rien n’est comparé" in words(inventory(quiet, "11")[0])


def test_the_region_says_where_reseaux_lack(findings):
    table = tables(inventory(findings, "11")[0])["lieux_reseaux"]
    told = dict(zip(column(table, "code_reseau"), column(table, "bassins_sans_lieu"), strict=True))
    found = findings.inventory.found
    for code in findings.inventory.reseaux.index:
        if code in told:
            inside = found[found.index != ""]
            assert told[code] == int((inside[code] == 0).sum())

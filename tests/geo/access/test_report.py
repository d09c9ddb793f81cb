import pytest

from geo.errors import InputError, MissingColumnError
from tests.geo.toy_report import build_report


def test_a_report_says_whether_it_rests_on_estimates():
    report = build_report()
    measured = build_report(nearest=report.nearest.assign(is_estimate=False))

    assert report.is_estimate
    assert not measured.is_estimate


def test_a_report_refuses_a_time_without_zone_and_a_table_without_its_columns():
    report = build_report()
    with pytest.raises(InputError, match="aware"):
        build_report(computed_at=report.computed_at.replace(tzinfo=None))
    with pytest.raises(MissingColumnError, match="places lack"):
        build_report(places=report.places.drop(columns="accessibilite_pmr"))

"""Times of the positions that a scenario adds to a survey; light, for the API asks too."""

import numpy as np

from geo.access.scenario import NewTimes, new_positions
from geo.access.survey import Survey
from geo.domain.scenario import Scenario
from geo.network.estimate import Mode
from geo.network.survey_times import Straight, Streets, times_between


def times_of_new(
    survey: Survey, scenario: Scenario, mode: Mode, streets: Streets | None, *, threads: int = 1
) -> NewTimes:
    """
    Find the times to and from the positions that are new.

    Parameters
    ----------
    survey
        Before the scenario.
    scenario
        Any.
    mode, streets
        Those that gave the times of the survey.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    times
        For `geo.access.scenario.apply`.

    Raises
    ------
    InputError
        If there is no network and the mode cannot be estimated.

    Notes
    -----
    Contract: pure; the same times as of a survey that had these places. On a network each new
    position takes one search towards it and one from it, however many people there are.
    """
    new, places = new_positions(scenario), survey.places.lon_lat
    people = len(survey.people.ids)
    starts = np.vstack((survey.people.lon_lat, places, new))
    towards_s, is_estimate = times_between(Straight(starts, new), mode, streets, threads=threads)
    back_s, back_is_estimate = times_between(Straight(new, places), mode, streets, threads=threads)
    from_places_s, estimated = towards_s[people:], is_estimate[people:]
    np.fill_diagonal(from_places_s[len(places) :], 0)  # as of every survey
    np.fill_diagonal(estimated[len(places) :], val=False)
    return NewTimes(
        from_people_s=towards_s[:people],
        is_estimate=is_estimate[:people],
        from_places_s=from_places_s,
        from_places_is_estimate=estimated,
        to_places_s=back_s,
        to_places_is_estimate=back_is_estimate,
    )

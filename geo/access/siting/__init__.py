"""
Where to open: the four classical models of facility location, solved with a proven gap.

``p_median`` (least weighted time), ``p_center`` (least longest time), ``lscp`` (fewest sites that
cover everyone) and ``mclp`` (most people covered) take a `SitingProblem` and give a
`SitingResult`. ``docs/siting.md`` gives the formulas and their sources.
"""

from geo.access.siting.lscp import lscp
from geo.access.siting.mclp import mclp
from geo.access.siting.p_center import p_center
from geo.access.siting.p_median import p_median
from geo.access.siting.problem import SitingProblem
from geo.access.siting.result import SitingResult, Status

__all__ = ["SitingProblem", "SitingResult", "Status", "lscp", "mclp", "p_center", "p_median"]

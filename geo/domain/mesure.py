"""Words of the measures of access, shared by those who compute them and those who show them."""

from enum import StrEnum


class Measure(StrEnum):
    """What can be measured, named as the command that does."""

    NEAREST = "nearest"
    CUMULATIVE = "cumulative"
    GRAVITY = "gravity"
    TWO_STEP = "2sfca"
    ENHANCED = "e2sfca"
    THREE_STEP = "3sfca"
    BALANCED = "bfca"
    APL = "apl"


class Shape(StrEnum):
    """How a place counts less as it gets farther, within a cut-off."""

    STEP = "isochrone"
    STEPS = "paliers"
    LINEAR = "lineaire"
    EXPONENTIAL = "exponentielle"
    GAUSSIAN = "gaussienne"
    LOGISTIC = "logistique"

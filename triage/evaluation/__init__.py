"""How good an order is: a review of labelled texts is simulated, and measured."""

from triage.evaluation.measures import Calibrated, Discovery, measure_calibration, measure_order
from triage.evaluation.running import Evaluation, Plan, evaluate

__all__ = [
    "Calibrated",
    "Discovery",
    "Evaluation",
    "Plan",
    "evaluate",
    "measure_calibration",
    "measure_order",
]

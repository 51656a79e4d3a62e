"""The learned ranker: texts to rows, decisions to an order, an order to reasons.

Importing this takes SciPy, a fifth of a second: import it where it is used, not at start-up.
"""

from triage.learning.backlog import Backlog
from triage.learning.continuing import Continued, continue_from, continue_weighed
from triage.learning.encoding import N_FEATURES, Encoder
from triage.learning.explaining import Given, LearnedReason, explain, explain_each
from triage.learning.facts import N_FACTS, facts_of, features_of
from triage.learning.lexicon import lexical_prior
from triage.learning.ranker import FOLDS, Ranker, fit, standardize
from triage.learning.recipe import learn
from triage.learning.review import Review

__all__ = [
    "FOLDS",
    "N_FACTS",
    "N_FEATURES",
    "Backlog",
    "Continued",
    "Encoder",
    "Given",
    "LearnedReason",
    "Ranker",
    "Review",
    "continue_from",
    "continue_weighed",
    "explain",
    "explain_each",
    "facts_of",
    "features_of",
    "fit",
    "learn",
    "lexical_prior",
    "standardize",
]

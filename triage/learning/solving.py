"""The squared-hinge linear model, solved quickly and again from where it stood.

Minimizes ``|w|²/2 + b²/2 + Σ cost_i max(0, 1 - sign_i (x_i w + b))²`` (liblinear's L2-loss support
vector machine with a regularized intercept: Fan et al., JMLR 9, 2008). The solution is a weighted
sum of rows, and only those weights are kept: Newton steps on them (Chapelle, Neural Computation
19, 2007), each by a few conjugate gradients, end within a few milliseconds when few are new.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

MAX_NEWTON_STEPS = 12
MAX_GRADIENT_STEPS = 40
TOLERANCE = 1e-3
"""Of the residual beside what it was; smaller ones change no order worth reading."""

Products = Callable[[Any], Any]
"""From dual weights to what they make of each row: the products of the rows with one another."""


def products_of(rows: Any) -> Products:
    """Return how products follow from rows, CSR of shape ``(n, d)``; see :func:`solve`."""
    transposed = rows.T
    return lambda duals: rows @ (transposed @ duals)


def solve(products: Products, signs: Any, costs: Any, start: Any) -> Any:
    """Return the dual weights, shape ``(n,)``: ``w`` is ``rows.T @ weights``, ``b`` their sum.

    ``signs`` are -1 or +1, ``costs`` above 0, and ``start`` is where to begin: an earlier
    solution, with zeros for what is new. All are float32, the rows too: another type would make
    SciPy copy the rows in every product.
    """

    def apply(duals: Any) -> Any:
        return products(duals) + duals.sum()

    duals = start
    active = signs * apply(duals) < 1
    for _ in range(MAX_NEWTON_STEPS):
        duals = _conjugate(apply, (signs, costs, active), duals * active)
        before, active = active, signs * apply(duals) < 1
        if np.array_equal(before, active):
            break
    return duals


def _conjugate(apply: Products, problem: tuple[Any, Any, Any], start: Any) -> Any:
    """Solve ``(K + 1/(2 cost)) duals = signs`` on the active rows, from ``start``."""
    signs, costs, active = problem
    ridge = 0.5 / costs
    scale = active / (2.0 + ridge)

    def multiply(vector: Any) -> Any:
        return (apply(vector) + ridge * vector) * active

    solution = start
    residual = (signs - multiply(solution)) * active
    step = scale * residual
    power = residual @ step
    enough = TOLERANCE**2 * ((signs * active) @ (scale * signs))
    for _ in range(MAX_GRADIENT_STEPS):
        if power <= enough:
            break
        image = multiply(step)
        length = power / (step @ image)
        solution = solution + length * step
        residual = residual - length * image
        scaled = scale * residual
        power, before = residual @ scaled, power
        step = scaled + (power / before) * step
    return solution

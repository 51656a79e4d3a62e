"""The network: embedded features, convolutions over neighbouring tokens, one label per token."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Maxout, Model, Softmax, chain, expand_window, residual
from thinc.initializers import uniform_init

from privacy.model.features import N_ROWS
from privacy.model.shape import DEPTH, LABELS, WIDTH


def make_network(*, dropout: float | None = None) -> Model[Any, Any]:
    """Make the network: from rows of features (n, n_features) to probabilities (n, n_labels)."""
    layers = [
        residual(
            chain(
                expand_window(1),
                Maxout(WIDTH, 3 * WIDTH, nP=2, normalize=True, dropout=dropout),
            )
        )
        for _ in range(DEPTH)
    ]
    return chain(
        _sum_embedding(),
        Maxout(WIDTH, WIDTH, nP=2, normalize=True, dropout=dropout),
        *layers,
        Softmax(len(LABELS), WIDTH),
    )


def parameters(network: Model[Any, Any]) -> Mapping[str, NDArray[Any]]:
    """Return the network's numbers by name: "E0", "W1", "b1", ... in the order of its parts."""
    # Dropout adds parts that hold no numbers.
    nodes = [node for node in network.walk() if node.param_names]
    return {
        f"{name}{index}": np.asarray(node.get_param(name))
        for index, node in enumerate(nodes)
        for name in node.param_names
    }


def _sum_embedding() -> Model[Any, Any]:
    """Make a layer that sums the vectors of a token's features."""
    return Model(
        "sum_embedding", _embed, init=_init, dims={"nO": WIDTH, "nV": N_ROWS}, params={"E": None}
    )


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803, ARG001
    shape = (N_ROWS, WIDTH)
    model.set_param("E", uniform_init(model.ops, shape, lo=-0.1, hi=0.1))


def _embed(model: Model[Any, Any], rows: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:  # noqa: ARG001, FBT001
    table: Any = model.get_param("E")
    embedded = model.ops.gather_add(table, rows)

    def backprop(gradient: Any) -> Any:
        d_table = model.ops.alloc2f(*table.shape)
        for column in range(rows.shape[1]):
            of_column: Any = np.ascontiguousarray(rows[:, column])
            model.ops.scatter_add(d_table, of_column, gradient)
        model.inc_grad("E", d_table)
        return rows

    return embedded, backprop

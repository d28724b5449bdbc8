"""How Rasa runs its graph. Replaces `DaskGraphRunner.run`: Rasa plans the graph anew with dask for every message and for
every prediction, and formats the whole conversation for a debug line that nobody reads.

The nodes run one after the other either way; here their order is worked out once per target. Nothing is computed twice,
and what a node gets is what dask would have given it (`tests/bot/bot_server/test_graph_runner.py` compares).
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

Plan = List[Tuple[str, GraphNode, Tuple[str, ...]]]  # node, and the nodes or inputs that it needs


def run(
    self: DaskGraphRunner, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None
) -> Dict[str, Any]:
    """The outputs of the targets by node name. Raises GraphRunError as Rasa does."""
    wanted = tuple(targets or self._graph_schema.target_names)
    given = inputs or {}
    for name in given:
        if name in self._instantiated_nodes:
            raise GraphRunError(f"The input '{name}' has the name of a node; give it another.")
    done: Dict[str, Any] = dict(given)
    try:
        for name, node, needs in _plan(self, wanted):
            done[name] = node(*[(need, done[need]) if need in done else need for need in needs])[1]
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return {name: done[name] for name in wanted}


def _plan(runner: DaskGraphRunner, wanted: Tuple[str, ...]) -> Plan:
    plans: Dict[Tuple[str, ...], Plan] = runner.__dict__.setdefault("_civicline_plans", {})
    if wanted not in plans:
        order: Plan = []
        for name in wanted:
            _visit(runner, name, order, set())
        plans[wanted] = order
    return plans[wanted]


def _visit(runner: DaskGraphRunner, name: str, order: Plan, seen: set) -> None:
    """Appends a node behind everything that it needs; an input is not a node."""
    if name in seen or name not in runner._instantiated_nodes or any(name == planned for planned, _, _ in order):
        return
    seen.add(name)
    needs = tuple(runner._graph_schema.nodes[name].needs.values())
    for need in needs:
        _visit(runner, need, order, seen)
    order.append((name, runner._instantiated_nodes[name], needs))


def install() -> None:
    """From now on Rasa's graphs run as above."""
    DaskGraphRunner.run = run

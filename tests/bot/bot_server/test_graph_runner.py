"""Our way through the graph gives what Rasa's gives, in the same order, and complains about the same mistakes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Callable, Dict, List, Tuple

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot_server.patches import graph_runner

RASAS_RUN = DaskGraphRunner.run
NEEDS: Dict[str, Dict[str, str]] = {
    "words": {"text": "__message__"},
    "letters": {"text": "__message__"},
    "both": {"first": "words", "second": "letters"},
    "again": {"first": "both", "second": "words"},
    "apart": {"text": "__other__"},
}


def runner(ran: List[str], fail: str = "") -> DaskGraphRunner:
    def node(name: str) -> Callable[..., Tuple[str, Any]]:
        def work(*inputs: Any) -> Tuple[str, Any]:
            if name == fail:
                raise RuntimeError(name)
            ran.append(name)
            return name, [name, *inputs]

        return work

    made: Any = DaskGraphRunner.__new__(DaskGraphRunner)
    made._graph_schema = GraphSchema(
        {
            name: SchemaNode(
                needs=needs, uses=object, constructor_name="create", fn="run", config={}, is_target=name == "again"
            )
            for name, needs in NEEDS.items()
        }
    )
    made._instantiated_nodes = {name: node(name) for name in NEEDS}
    made._execution_context = SimpleNamespace()
    return made


@pytest.mark.parametrize("targets", [None, ["both"], ["again", "apart"], ["words"]])
def test_the_outputs_are_rasas(targets: Any) -> None:
    inputs = {"__message__": "stolen bike", "__other__": 3}
    ours = graph_runner.run(runner([]), inputs, targets)
    assert ours == RASAS_RUN(runner([]), inputs, targets)


def test_every_node_that_is_needed_runs_once_and_after_what_it_needs() -> None:
    ran: List[str] = []
    graph_runner.run(runner(ran), {"__message__": "stolen bike", "__other__": 3}, ["again"])
    assert sorted(ran) == ["again", "both", "letters", "words"]
    assert ran[-2:] == ["both", "again"]


def test_a_second_message_is_not_answered_with_the_first() -> None:
    graph = runner([])
    first = graph_runner.run(graph, {"__message__": "stolen bike"}, ["words"])
    second = graph_runner.run(graph, {"__message__": "barking dog"}, ["words"])
    assert first["words"] == ["words", ("__message__", "stolen bike")]
    assert second["words"] == ["words", ("__message__", "barking dog")]


@pytest.mark.parametrize("run", [graph_runner.run, RASAS_RUN])
def test_a_failing_node_is_an_error_of_the_run(run: Callable[..., Any]) -> None:
    with pytest.raises(GraphRunError):
        run(runner([], fail="letters"), {"__message__": "stolen bike"}, ["both"])


def test_an_input_named_like_a_node_is_refused() -> None:
    with pytest.raises(GraphRunError, match="words"):
        graph_runner.run(runner([]), {"words": "stolen bike"}, ["both"])

"""What a loaded model brought is set aside, and nothing is copied for lines that nobody writes."""

from __future__ import annotations

import ast
import gc
import inspect
from typing import Any, Iterator

import pytest
from rasa.core.agent import Agent

from bot_server.patches import gc_and_debug_copies


@pytest.fixture
def thawed() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_whatever_lives_after_loading_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch, thawed: None) -> None:
    loaded = []
    monkeypatch.setattr(gc_and_debug_copies, "_rasas_load_model", lambda *given: loaded.append(given))
    agent: Any = Agent.__new__(Agent)
    frozen = gc.get_freeze_count()
    gc_and_debug_copies.load_model(agent, "models/one.tar.gz", "print")
    assert loaded == [(agent, "models/one.tar.gz", "print")]
    assert gc.get_freeze_count() > frozen + 1000
    assert gc.get_threshold() == gc_and_debug_copies.THRESHOLDS


@pytest.mark.parametrize("module", gc_and_debug_copies.COPIES_FOR_DEBUG_LINES, ids=lambda module: str(module.__name__))
def test_rasa_copies_for_debug_lines_only(module: Any) -> None:
    """Should an upgrade of Rasa copy for another reason, its copy must be a real one again."""
    tree = ast.parse(inspect.getsource(module))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    debug = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "debug"]
    allowed = {id(node) for call in debug for node in ast.walk(call)}
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "copy"]
    assert used
    assert all(id(node) in allowed for node in used)

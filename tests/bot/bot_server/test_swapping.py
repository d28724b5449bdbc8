"""Another model is put in place while conversations go on, and a broken one changes nothing."""

from __future__ import annotations

import asyncio
import types
from pathlib import Path
from typing import Any, ClassVar, List

import pytest

from bot_server import loading, swapping


class FakeProcessor:
    made: ClassVar[List[str]] = []

    def __init__(self, model_path: str, **parts: Any) -> None:
        if "broken" in model_path:
            raise ValueError("not a model")
        self.made.append(model_path)
        self.domain = types.SimpleNamespace(responses={"utter_hello": [{"text": model_path}]})


def agent() -> Any:
    nlg = types.SimpleNamespace(responses={})
    store = types.SimpleNamespace(domain=None)
    parts = {"tracker_store": store, "lock_store": None, "action_endpoint": None, "nlg": nlg, "http_interpreter": None}
    return types.SimpleNamespace(processor="the first", domain=None, _set_fingerprint=lambda _: None, **parts)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeProcessor.made = []
    monkeypatch.setattr(swapping, "EVERY_S", 0.01)
    monkeypatch.setattr(loading, "MessageProcessor", FakeProcessor)
    monkeypatch.setattr(loading.gc, "freeze", lambda: None)
    monkeypatch.setattr(loading.gc, "unfreeze", lambda: None)


async def _watching(context: Any, note: Path, *contents: str) -> None:
    watching = asyncio.create_task(swapping.watch(context, note))
    await asyncio.sleep(0.03)
    for content in contents:
        note.write_text(content)
        await asyncio.sleep(0.15)
    watching.cancel()


async def test_a_new_model_answers_with_its_domain_and_its_words(tmp_path: Path) -> None:
    note, model = tmp_path / "model-in-use", tmp_path / "new.tar.gz"
    note.write_text("old.tar.gz\n")
    model.write_bytes(b"")
    context = types.SimpleNamespace(agent=agent())
    await _watching(context, note, f"{model}\n")
    assert FakeProcessor.made == [str(model)]
    assert isinstance(context.agent.processor, FakeProcessor)
    assert context.agent.tracker_store.domain is context.agent.processor.domain
    assert context.agent.nlg.responses["utter_hello"][0]["text"] == str(model)
    assert (tmp_path / "model-in-use.taken").read_text().strip() == str(model)


async def test_the_model_noted_before_the_start_is_not_loaded_again(tmp_path: Path) -> None:
    note = tmp_path / "model-in-use"
    note.write_text("old.tar.gz\n")
    context = types.SimpleNamespace(agent=agent())
    await _watching(context, note)
    assert FakeProcessor.made == []


@pytest.mark.parametrize("name", ["broken.tar.gz", "missing.tar.gz"])
async def test_a_model_that_cannot_be_loaded_leaves_the_present_one(tmp_path: Path, name: str) -> None:
    note = tmp_path / "model-in-use"
    (tmp_path / "broken.tar.gz").write_bytes(b"")
    (tmp_path / "good.tar.gz").write_bytes(b"")
    context = types.SimpleNamespace(agent=agent())
    await _watching(context, note, str(tmp_path / name))
    assert context.agent.processor == "the first"
    await _watching(context, note, str(tmp_path / "good.tar.gz"))
    assert isinstance(context.agent.processor, FakeProcessor), "the watch goes on after a broken model"


def test_a_start_takes_the_model_of_the_note_while_there_is_such_a_file(tmp_path: Path) -> None:
    note, promoted = tmp_path / "model-in-use", tmp_path / "promoted.tar.gz"
    assert swapping.noted(note, "given.tar.gz") == "given.tar.gz"
    note.write_text(f"{promoted}\n")
    assert swapping.noted(note, "given.tar.gz") == "given.tar.gz", "a model that is gone keeps nobody from starting"
    promoted.write_bytes(b"")
    assert swapping.noted(note, "given.tar.gz") == str(promoted)

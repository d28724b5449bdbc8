"""A share of the calls meets the candidate, each call the same model throughout; a return is at once and loses no turn."""

from __future__ import annotations

import asyncio
import json
import time
import types
from pathlib import Path
from typing import Any, List

import pytest
from rasa.core.channels.channel import UserMessage

from bot_server import canary


class Model:
    def __init__(self, name: str, actions: str = "action_route", broken: bool = False) -> None:
        self.name, self.broken = name, broken
        slot = types.SimpleNamespace(name="where", type_name="text")
        self.domain = types.SimpleNamespace(slots=[slot], action_names_or_texts=[actions])

    async def handle_message(self, message: UserMessage) -> List[Any]:
        if self.broken:
            raise RuntimeError("no such component")
        return [self.name]


class Line:
    """An agent, its note, and the watch beside it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, candidate: Model) -> None:
        self.note, self.present = folder / "model-in-use", Model("present")
        self.agent = types.SimpleNamespace(processor=self.present, domain=self.present.domain)

        async def loaded(agent: Any, model: Path) -> Model:
            return candidate

        monkeypatch.setattr(canary, "loaded", loaded)
        monkeypatch.setattr(canary, "forget", lambda: None)
        monkeypatch.setattr(canary, "EVERY_S", 0.005)

    def write(self, share: float = 0.3, until_s: float = 60, model: str = "new.tar.gz") -> None:
        told = {"model": model, "share": share, "until": time.time() + until_s}
        self.note.with_name("model-in-use.canary").write_text(json.dumps(told))

    def state(self) -> str:
        path = self.note.with_name("model-in-use.canary.state")
        return str(json.loads(path.read_text())["state"]) if path.exists() else ""

    async def until(self, state: str) -> None:
        for _ in range(400):
            if self.state() == state:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"it is {self.state()!r}, not {state!r}")

    async def answered(self, calls: int = 400) -> List[str]:
        asked = [self.agent.processor.handle_message(UserMessage("hi", sender_id=f"call-{n}")) for n in range(calls)]
        return [one[0] for one in await asyncio.gather(*asked)]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(tmp_path, monkeypatch, Model("candidate"))


async def watched(line: Line, then: Any) -> None:
    watching = asyncio.create_task(canary.watch(types.SimpleNamespace(agent=line.agent), line.note))
    try:
        await then()
    finally:
        watching.cancel()


async def test_about_its_share_of_the_calls_meets_the_candidate_and_each_call_one_model(line: Line) -> None:
    async def then() -> None:
        line.write(0.3)
        await line.until("answers")
        first = await line.answered()
        assert 0.22 < first.count("candidate") / len(first) < 0.38
        assert await line.answered() == first

    await watched(line, then)


async def test_when_its_file_goes_everybody_has_the_model_in_use_again(line: Line) -> None:
    async def then() -> None:
        line.write(1.0)
        await line.until("answers")
        assert set(await line.answered(5)) == {"candidate"}
        line.note.with_name("model-in-use.canary").unlink()
        await line.until("returned")
        assert set(await line.answered(5)) == {"present"}

    await watched(line, then)


async def test_a_canary_that_nobody_watches_any_more_is_over(line: Line) -> None:
    async def then() -> None:
        line.write(1.0, until_s=0.2)
        await line.until("answers")
        await line.until("returned")
        assert line.agent.processor is line.present

    await watched(line, then)


async def test_a_candidate_that_raises_is_returned_and_its_turn_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(tmp_path, monkeypatch, Model("candidate", broken=True))

    async def then() -> None:
        line.write(1.0)
        await line.until("answers")
        assert await line.answered(3) == ["present"] * 3
        assert line.state() == "returned"
        await asyncio.sleep(0.05)
        assert line.agent.processor is line.present, "it does not come back by itself"

    await watched(line, then)


async def test_a_candidate_with_other_actions_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(tmp_path, monkeypatch, Model("candidate", actions="action_new"))

    async def then() -> None:
        line.write()
        await line.until("refused")
        assert line.agent.processor is line.present

    await watched(line, then)


@pytest.mark.parametrize("content", ["", "{", '{"model": "m"}', '{"model": "m", "share": 2, "until": 9e12}', "[]"])
def test_a_file_that_is_not_to_be_understood_gives_nobody_the_candidate(tmp_path: Path, content: str) -> None:
    (tmp_path / "note").write_text(content)
    assert canary.Wanted.read(tmp_path / "note") is None

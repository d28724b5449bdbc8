"""What comes of a wish of the console is told, also when casework was away; what cannot be told or read keeps nobody waiting."""

from __future__ import annotations

import asyncio
import json
import socket
import tarfile
from pathlib import Path
from typing import Any, Dict, List

import jsonschema
import pytest

from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from retraining import asking, keeping, promoting, registry_told
from retraining.keeping import Keeper
from retraining.models import Registry
from retraining.one_at_a_time import keeper_of
from tests.bot.retraining.keeper_world import Casework
from tests.bot.retraining.test_promoting import finding, measured, model

CONTRACT = Path(__file__).parents[3] / "contracts" / "casework.openapi.json"
COUNTED = {"lines": 400, "before": 0.95, "now": 0.9, "newly_wrong": 20, "newly_right": 0}


def test_what_was_done_while_casework_was_away_is_told_when_it_is_back(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    tell = promoting.tell

    def goes_away(note: Path, which: Path) -> float:
        casework.away = True
        return tell(note, which)

    monkeypatch.setattr(promoting, "tell", goes_away)
    with pytest.raises(CaseworkUnavailable):
        keeper.look()
    casework.away = False
    keeper.look()
    assert casework.last[0] == "done"
    assert [state for _, state, _ in casework.said] == ["doing", "done"]


@pytest.mark.parametrize(("used", "state"), [(True, "done"), (False, "refused")])
def test_what_was_in_the_middle_at_a_restart_is_told_as_it_is(
    keeper: Keeper, registry: Registry, casework: Casework, used: bool, state: str
) -> None:
    casework.asked("promote", "new.tar.gz")
    casework.waiting[0]["state"] = "doing"
    if used:
        registry.use(registry.folder / "new.tar.gz", "promoted", "sam", "passed the gate")
    keeper.look()
    assert casework.last[0] == state


def test_what_stays_as_it_was_is_not_told_again_and_again(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    keeper.look()
    casework.registry = {}
    keeper.look()
    assert casework.registry == {}
    measured(registry, finding())
    keeper.look()
    assert casework.registry["history"][0]["what"] == "measured"


def test_what_is_told_fits_casework_s_contract_and_its_largest_body(registry: Registry, tmp_path: Path) -> None:
    for at in range(20):
        model(registry.folder, f"m{at:02}")
    groups = [{**finding("needs"), **COUNTED, "group": f"need_{at}"} for at in range(90)]
    measured(registry, *groups, {**finding("missed", passed=False), **COUNTED, "lost": {"chest": 2}, "why": "x" * 900})
    told = registry_told.told(registry, tmp_path / "no-note")
    document = json.loads(CONTRACT.read_text(encoding="utf-8"))
    schema = {"$ref": "#/components/schemas/ModelRegistry", "components": document["components"]}
    jsonschema.validate(told, schema)
    assert len(json.dumps(told)) < 200_000


def test_findings_that_failed_stand_first(registry: Registry, tmp_path: Path) -> None:
    measured(
        registry, {**finding("needs"), **COUNTED}, {**finding("missed", passed=False), **COUNTED, "lost": {"chest": 2}}
    )
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first")
    (new,) = [one for one in registry_told.told(registry, tmp_path)["models"] if one["name"] == "new.tar.gz"]
    assert (new["verdict"], [one["what"] for one in new["findings"]]) == ("never", ["missed", "needs"])


def test_trouble_is_said_once_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = iter([CaseworkUnavailable("nobody answers")] * 3 + [KeyboardInterrupt()])

    class Failing:
        def look(self) -> None:
            raise next(looks)

    monkeypatch.setattr(keeping, "EVERY_S", 0.0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    keeping.keep_on(Failing())  # type: ignore[arg-type]
    assert capsys.readouterr().err == "nobody answers\n"


@pytest.mark.parametrize("broken", ["unfinished", "foreign", "empty", "without metadata", "about", "name"])
def test_an_archive_that_cannot_be_read_is_left_out_and_keeps_nobody_waiting(
    keeper: Keeper, registry: Registry, casework: Casework, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    measured(registry, finding())
    whole = (registry.folder / "new.tar.gz").read_bytes()
    path = registry.folder / ("a model (2).tar.gz" if broken == "name" else f"broken-{broken.split()[0]}.tar.gz")
    path.write_bytes(
        {"unfinished": whole[: len(whole) // 2], "foreign": b"no archive", "empty": b""}.get(broken, whole)
    )
    if broken == "without metadata":
        with tarfile.open(path, "w:gz"):
            pass
    if broken == "about":
        path.with_name("broken-about.about.json").write_text("[1", encoding="utf-8")
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    keeper.look()
    assert casework.last[0] == "done"
    assert {one["name"] for one in casework.registry["models"]} == {"old.tar.gz", "new.tar.gz"}
    assert capsys.readouterr().err.count("is left out") == 1


def test_a_wish_for_a_model_that_cannot_be_read_is_refused(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    (registry.folder / "new.tar.gz").write_bytes(b"no archive")
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert casework.last[0] == "refused"
    assert "cannot be read" in casework.last[1]


def test_a_registry_that_casework_does_not_take_keeps_no_wish_waiting(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_registry: Dict[str, Any]) -> None:
        raise CaseworkRefused(400, "history.3.at is no time")

    monkeypatch.setattr(casework, "tell_models", refuses)
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    with pytest.raises(CaseworkRefused, match="no time"):
        keeper.look()
    assert casework.last[0] == "done"


def test_where_another_keeper_tells_of_other_models_nothing_is_done_here(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells = casework.tell_models

    def refuses(_registry: Dict[str, Any]) -> None:
        raise CaseworkRefused(409, "Another keeper tells of the models of denver: bot-1:/srv/models.")

    monkeypatch.setattr(casework, "tell_models", refuses)
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    casework.waiting[0]["state"] = "doing"  # by the other one: it was not this one that was restarted
    with pytest.raises(CaseworkRefused, match="bot-1:/srv/models"):
        keeper.look()
    assert (casework.said, registry.in_use(), keeper.tells) == ([], None, False)
    monkeypatch.setattr(casework, "tell_models", tells)
    casework.waiting[0]["state"] = "asked"
    keeper.look()
    assert casework.last[0] == "done", "its turn has come"


def test_a_keeper_is_known_by_its_machine_and_folder_in_all_that_it_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: List[Any] = []

    class Client:
        async def keep_models(self, agency: str, told: Dict[str, Any]) -> None:
            sent.append(told["keeper"])

        async def tell_wish(self, agency: str, wish: int, told: Dict[str, Any]) -> None:
            sent.append(told["keeper"])

    monkeypatch.setattr(asking, "_asked", lambda question: asyncio.run(question(Client())))
    names = [keeper_of(tmp_path / folder) for folder in ("one", "another")]
    assert names[0] != names[1]
    assert names[0] == f"{socket.gethostname()}:{(tmp_path / 'one').resolve()}"
    told = asking.Casework("denver", "ann", names[0])
    told.tell_models({"models": []})
    told.tell_wish(1, "doing", "")
    assert sent == [names[0]] * 2


@pytest.mark.parametrize("status", [400, 404, 409, 413])
def test_what_casework_never_takes_is_said_once_and_no_more(
    keeper: Keeper, registry: Registry, casework: Casework, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []

    def refuses(wish: int, state: str, words: str) -> None:
        said.append((state, words))
        raise CaseworkRefused(status, "it does not fit")

    monkeypatch.setattr(casework, "tell_wish", refuses)
    casework.asked("promote", "x" * 5000)
    keeper.look()
    casework.waiting.clear()
    keeper.look()
    assert [(state, len(words)) for state, words in said] == [("refused", 4000)]

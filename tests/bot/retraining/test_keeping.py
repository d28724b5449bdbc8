"""What the console asks for is done where the models are, by the gate's word."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import pytest

from retraining import promoting
from retraining.canary.bands import load
from retraining.keeping import Keeper
from retraining.models import Registry
from retraining.one_at_a_time import CHANGE, only_one
from tests.bot.retraining.keeper_world import Casework
from tests.bot.retraining.test_promoting import finding, measured, model


def calls(number: int, **times: int) -> Dict[str, Any]:
    return {"calls": number, **times}


def test_a_promotion_is_done_and_stands_under_the_name_of_who_asked(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert casework.last[0] == "done"
    assert "new.tar.gz answers since" in casework.last[1]
    assert registry.in_use() == registry.folder / "new.tar.gz"
    last = registry.history()[-1]
    assert (last["what"], last["by"], last["before"]) == ("promoted", "sam", "old.tar.gz")
    assert (casework.registry["in_use"], casework.registry["history"][0]["what"]) == ("new.tar.gz", "promoted")


def test_the_gate_s_word_is_looked_at_here_too(keeper: Keeper, registry: Registry, casework: Casework) -> None:
    """Whatever came through the console: danger is overridden by nobody."""
    measured(registry, finding("missed", passed=False))
    casework.asked("promote", "new.tar.gz", why="the chief wants it", override=True)
    keeper.look()
    assert casework.last == ("refused", "new.tar.gz may not be promoted: missed (all): worse by at least 0.020.")
    assert registry.in_use() is None


def test_a_reason_overrides_only_where_casework_says_that_it_does(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    """Asked for when it had passed, with a reason that an administrator gave; then the gate was asked again."""
    measured(registry, finding(passed=False))
    casework.asked("promote", "new.tar.gz", why="it is the new one")
    keeper.look()
    assert casework.last[0] == "refused"
    assert "did not pass" in casework.last[1]
    assert registry.in_use() is None
    casework.asked("promote", "new.tar.gz", why="the new need is worth it", override=True)
    keeper.look()
    assert casework.last[0] == "done"
    assert registry.history()[-1]["why"] == "the new need is worth it"


def test_a_reason_that_overrides_nothing_stands_in_the_log_all_the_same(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz", why="it is the new one")
    keeper.look()
    assert registry.history()[-1]["why"] == "it is the new one"


def test_what_another_one_took_meanwhile_is_not_done_here(
    keeper: Keeper, registry: Registry, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    allowed = promoting.allowed

    def taken_meanwhile(*asked: Any) -> None:
        casework.waiting[0]["state"] = "doing"
        allowed(*asked)

    monkeypatch.setattr(promoting, "allowed", taken_meanwhile)
    keeper.look()
    assert (casework.said, registry.in_use()) == ([], None)


def test_a_model_that_never_met_the_gate_is_refused(keeper: Keeper, registry: Registry, casework: Casework) -> None:
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert casework.last[0] == "refused"
    assert "run the gate first" in casework.last[1]


def test_going_back_takes_the_model_before(keeper: Keeper, registry: Registry, casework: Casework) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert casework.registry["before"] == "old.tar.gz"
    casework.asked("roll_back", "old.tar.gz", in_use="new.tar.gz", why="callers are asked twice")
    keeper.look()
    assert casework.last[0] == "done"
    assert registry.in_use() == registry.folder / "old.tar.gz"
    assert registry.history()[-1]["why"] == "callers are asked twice"


@pytest.mark.parametrize(("in_use", "back"), [("new.tar.gz", "old.tar.gz"), ("old.tar.gz", "new.tar.gz")])
def test_going_back_twice_brings_nothing_back_that_was_taken_away(
    keeper: Keeper, registry: Registry, casework: Casework, in_use: str, back: str
) -> None:
    """The second press of the button, from a page of before the first one was done."""
    model(registry.folder, "oldest")
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first", registry.folder / "oldest.tar.gz")
    registry.use(registry.folder / "new.tar.gz", "promoted", "ann", "second", registry.folder / "old.tar.gz")
    promoting.roll_back(registry, "ann", "callers are asked twice")
    casework.asked("roll_back", back, in_use=in_use)
    keeper.look()
    assert casework.last[0] == "refused"
    assert "old.tar.gz is in use by now, and oldest.tar.gz was before it" in casework.last[1]
    assert registry.in_use() == registry.folder / "old.tar.gz"


def test_where_the_agency_wants_it_a_canary_comes_first(keeper: Keeper, registry: Registry, casework: Casework) -> None:
    measured(registry, finding())
    casework.share = 0.1
    casework.counts = {"id-of-old": calls(4000), "id-of-new": calls(load().calls)}
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert [state for _, state, _ in casework.said] == ["doing", "done"]
    assert "answers 10% of the calls first" in casework.said[0][2]
    assert [one["what"] for one in registry.history()] == ["measured", "canary", "canary_passed", "promoted"]


def test_a_canary_that_harms_is_returned_and_nothing_is_promoted(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    casework.share = 0.1
    casework.counts = {"id-of-old": calls(400, missed=20), "id-of-new": calls(40, missed=30)}
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert casework.last[0] == "refused"
    assert "missed in more calls than its band allows" in casework.last[1]
    assert registry.in_use() is None


def test_one_canary_is_enough_until_the_gate_is_asked_again(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    registry.note("canary_passed", "new.tar.gz", "ann", "in its bands")
    casework.share = 0.1
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert [one["what"] for one in registry.history()] == ["measured", "canary_passed", "promoted"]


def test_a_canary_that_is_taken_back_ends_and_nothing_is_promoted(
    keeper: Keeper, registry: Registry, casework: Casework, tmp_path: Path
) -> None:
    measured(registry, finding())
    casework.share, casework.taken_back_after = 0.1, 5
    casework.counts = {"id-of-old": calls(40), "id-of-new": calls(4)}
    casework.asked("promote", "new.tar.gz")
    keeper.look()
    assert [one["what"] for one in registry.history()] == ["measured", "canary", "canary_returned"]
    assert not (tmp_path / "model-in-use.canary").exists()
    assert registry.in_use() is None


def test_without_a_bot_it_is_said_that_there_is_none(registry: Registry, casework: Casework, tmp_path: Path) -> None:
    measured(registry, finding())
    registry.use(registry.folder / "old.tar.gz", "promoted", "ann", "first")
    casework.asked("promote", "new.tar.gz")
    Keeper(registry, tmp_path / "no-note", casework).look()  # type: ignore[arg-type]
    assert "No bot is running" in casework.last[1]
    assert registry.in_use() == registry.folder / "old.tar.gz"


def test_a_wish_that_says_nothing_of_an_override_overrides_nothing(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    """A casework of before the word."""
    measured(registry, finding(passed=False))
    casework.asked("promote", "new.tar.gz", why="the new need is worth it")
    del casework.waiting[0]["override"]
    keeper.look()
    assert casework.last[0] == "refused"
    assert "cannot be read" not in casework.last[1], "for what failed, and for nothing else"
    assert registry.in_use() is None


def test_while_a_command_is_at_work_a_wish_is_refused_with_who_it_is(
    keeper: Keeper, registry: Registry, casework: Casework
) -> None:
    measured(registry, finding())
    casework.asked("promote", "new.tar.gz")
    with only_one(registry.folder / CHANGE, "canary of ann"):
        keeper.look()
    assert casework.last[0] == "refused"
    assert "canary of ann is at work" in casework.last[1]
    assert registry.in_use() is None

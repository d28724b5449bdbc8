"""A candidate is returned when what happens to its callers leaves its bands for sure, and hardly ever by chance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import pytest

from retraining.canary import bands as bands_of
from retraining.canary import watching
from retraining.canary.judging import difference, look
from retraining.canary.note import CanaryNote

BANDS = bands_of.load()


def calls(number: int, **times: int) -> Dict[str, Any]:
    return {"calls": number, **times}


def out(present: Dict[str, Any], candidate: Dict[str, Any]) -> List[str]:
    return [one.what for one in look(present, candidate, BANDS) if one.out]


def test_the_interval_is_newcombes() -> None:
    low, high = difference((56, 70), (48, 80), 0.025)  # his table II (a), method 10
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_twice_as_many_misses_are_out_of_their_band() -> None:
    assert out(calls(900, missed=45), calls(100, missed=30)) == ["missed"]
    assert out(calls(900, missed=45), calls(100, missed=6)) == []


def test_danger_that_is_asked_about_no_more_is_out_as_well() -> None:
    assert out(calls(900, danger_asked=300), calls(200, danger_asked=10)) == ["danger_asked"]


def test_few_calls_say_nothing() -> None:
    assert out(calls(900), calls(5, failed=5)) == []
    assert out(calls(5), calls(900, failed=900)) == []


def test_a_candidate_like_the_model_in_use_is_returned_in_fewer_canaries_than_allowed() -> None:
    dice, returned, rates = np.random.default_rng(7), 0, {"danger_asked": 0.12, "missed": 0.1, "person_wanted": 0.15}
    for _ in range(100):
        ours, theirs = calls(0), calls(0)
        for _look in range(BANDS.looks):
            for counted, more in ((theirs, BANDS.look_every), (ours, 9 * BANDS.look_every)):
                counted["calls"] += more
                for what, rate in rates.items():
                    counted[what] = counted.get(what, 0) + int(dice.binomial(more, rate))
            if out(ours, theirs):
                returned += 1
                break
    assert returned / 100 <= BANDS.false_returns


class Bot:
    """Says that it answers with whatever the note names, as long as there is one."""

    def __init__(self, folder: Path) -> None:
        self.note = CanaryNote(folder / "model-in-use")
        self.state = folder / "model-in-use.canary.state"
        self.tell("answers")

    def tell(self, state: str, why: str = "") -> None:
        self.state.write_text(json.dumps({"model": "new", "state": state, "why": why}))


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    monkeypatch.setattr(watching, "EVERY_S", 0.0)
    monkeypatch.setattr(CanaryNote, "ended", lambda self: 0.1)
    return Bot(tmp_path)


def watched(bot: Bot, pages: List[Dict[str, Any]]) -> watching.Verdict:
    left = iter(pages)
    return watching.watch(bot.note, lambda: None, lambda: next(left), "old", "new", BANDS)


def test_it_is_watched_until_it_has_had_its_calls(bot: Bot) -> None:
    found = watched(bot, [{}, {"old": calls(300), "new": calls(30)}, {"old": calls(2000), "new": calls(BANDS.calls)}])
    assert found.passed
    assert "in its bands over 200 calls" in watching.table(found)


def test_it_is_returned_as_soon_as_it_is_sure(bot: Bot) -> None:
    found = watched(bot, [{"old": calls(400, missed=20), "new": calls(40, missed=20)}])
    assert not found.passed
    assert found.why.startswith("missed: more by")


def test_it_has_not_passed_while_nobody_met_the_model_in_use(bot: Bot) -> None:
    pages = [{"new": calls(BANDS.calls)}, {"old": calls(400), "new": calls(BANDS.calls + 50)}]
    assert watched(bot, pages).calls == BANDS.calls + 50


def test_what_the_bot_itself_returned_has_not_passed(bot: Bot) -> None:
    bot.tell("returned", "it failed in a turn (RuntimeError)")
    found = watched(bot, [])
    assert (found.passed, found.why) == (False, "the bot returned it: it failed in a turn (RuntimeError)")


def test_bands_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bands.yml").write_text("bands: [{what: laughter, most_more: 0.1}]\n")
    with pytest.raises(ValueError, match="what"):
        bands_of.load(tmp_path / "bands.yml")

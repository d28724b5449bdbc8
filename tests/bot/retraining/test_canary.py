"""A candidate is returned when what happens to its callers leaves its bands for sure, and hardly ever by chance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import pytest

from retraining.canary import bands as bands_of
from retraining.canary import watching
from retraining.canary.evidence import Evidence
from retraining.canary.note import CanaryNote

BANDS = bands_of.load()
SHARE = 0.1
MODELS = watching.Models("old", "new")


def calls(number: int, **times: int) -> Dict[str, Any]:
    return {"calls": number, **times}


def evidence(present: Dict[str, Any], candidate: Dict[str, Any]) -> Evidence:
    """Of two looks: half of it all, then all of it."""
    found = Evidence(BANDS)
    found.add(*({what: n // 2 for what, n in counted.items()} for counted in (present, candidate)))
    found.add(present, candidate)
    return found


def most_telling(present: Dict[str, Any], candidate: Dict[str, Any]) -> str:
    found = evidence(present, candidate)
    return found.seen[0].what if found.harms else ""


def test_twice_as_many_misses_are_out_of_their_band() -> None:
    assert most_telling(calls(900, missed=45), calls(100, missed=30)) == "missed"
    assert most_telling(calls(900, missed=45), calls(100, missed=6)) == ""


def test_a_candidate_that_sends_many_more_callers_to_a_person_is_returned_whatever_the_reason() -> None:
    assert most_telling(calls(900, handed_over=180), calls(100, handed_over=50)) == "handed_over"
    assert most_telling(calls(900, handed_over=180), calls(100, handed_over=24)) == ""
    assert most_telling(calls(900, handed_over=180), calls(100, handed_over=0)) == "", (
        "who understands more asks people less"
    )


def test_danger_that_is_asked_about_no_more_is_out_as_well() -> None:
    assert most_telling(calls(1800, danger_asked=600), calls(200, danger_asked=10)) == "danger_asked"


def test_what_a_band_allows_is_no_harm() -> None:
    assert most_telling(calls(3600, danger_asked=360), calls(400, danger_asked=36)) == ""
    assert most_telling(calls(3600, danger_asked=360), calls(400, danger_asked=52)) == ""


def test_one_bad_call_says_nothing_and_a_few_in_a_row_say_enough() -> None:
    assert not evidence(calls(90), calls(10, failed=1)).harms
    assert evidence(calls(900), calls(20, failed=12)).harms


def test_a_candidate_that_is_wrong_about_one_need_in_ten_is_returned() -> None:
    dice, harmed = np.random.default_rng(3), 0
    for _ in range(100):
        harmed += returned(dice, {"troubled": 0.15, "taken_back": 0.03}, {"troubled": 0.25, "taken_back": 0.08})
    assert harmed > 80


@pytest.mark.parametrize(("what", "usual"), [("danger_asked", 0.1), ("danger_at_once", 0.08)])
def test_a_candidate_that_hears_a_quarter_of_the_danger_is_returned(what: str, usual: float) -> None:
    dice = np.random.default_rng(3)
    assert sum(returned(dice, {what: usual}, {what: usual / 4}) for _ in range(50)) > 40


@pytest.mark.parametrize("usual", [0.05, 0.2, 0.5])
def test_a_candidate_at_an_edge_of_a_band_is_returned_in_fewer_canaries_than_allowed(usual: float) -> None:
    dice = np.random.default_rng(7)
    at_edge = {
        band.what: usual * band.least_left if band.least_left else min(1.0, usual + (1 - usual) * (band.most_more or 0))
        for band in BANDS.bands
    }
    rates: Dict[str, float] = {band.what: usual for band in BANDS.bands}
    assert sum(returned(dice, rates, at_edge) for _ in range(100)) / 100 <= BANDS.false_returns


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("rate", [0.02, 0.15, 0.6])
def test_a_candidate_like_the_model_in_use_is_returned_in_fewer_canaries_than_allowed(
    rate: float, share: float
) -> None:
    dice = np.random.default_rng(7)
    rates: Dict[str, float] = {band.what: rate for band in BANDS.bands}
    assert sum(returned(dice, rates, rates, share) for _ in range(200)) / 200 <= BANDS.false_returns


def returned(dice: np.random.Generator, usual: Dict[str, float], rates: Dict[str, float], share: float = SHARE) -> bool:
    """Whether one canary returns it; looked at every 20 calls, which is often."""
    found, ours, theirs = Evidence(BANDS), calls(0), calls(0)
    while ours["calls"] < BANDS.calls and not found.harms:
        mine = int(dice.binomial(20, share))
        for counted, more, of in ((theirs, 20 - mine, usual), (ours, mine, rates)):
            counted["calls"] += more
            for what, rate in of.items():
                counted[what] = counted.get(what, 0) + int(dice.binomial(more, rate))
        found.add(dict(theirs), dict(ours))
    return found.harms


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
    return watching.watch(bot.note, lambda: None, lambda: next(left), MODELS, BANDS, Evidence(BANDS))


def test_it_is_watched_until_it_has_had_its_calls(bot: Bot) -> None:
    found = watched(bot, [{}, {"old": calls(300), "new": calls(30)}, {"old": calls(2000), "new": calls(BANDS.calls)}])
    assert found.passed
    assert "in its bands over 400 calls" in watching.table(found)


def test_it_is_returned_as_soon_as_it_is_sure(bot: Bot) -> None:
    found = watched(bot, [{"old": calls(400, missed=20), "new": calls(40, missed=30)}])
    assert not found.passed
    assert found.why.startswith("missed in more calls than its band allows (at most 1 in 100 more): 75.0 %")


def test_what_is_noted_of_a_return_says_which_edge_was_left(bot: Bot) -> None:
    fewer = watched(bot, [{"old": calls(900, danger_at_once=180), "new": calls(200, danger_at_once=10)}])
    assert fewer.why == (
        "danger_at_once in fewer calls than its band allows (at least 90 % of them left): 5.0 % of its calls, 20.0 % of the others"
    )
    more = watched(bot, [{"old": calls(900, danger_at_once=90), "new": calls(200, danger_at_once=80)}])
    assert more.why.startswith("danger_at_once in more calls than its band allows (at most 2 in 100 more): 40.0 %")
    assert "at least 90 % of them left" in watching.table(more), "both edges stand in the table"


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


@pytest.mark.parametrize("edge", ["least_left: 0.9", "most_more: 0.02"])
def test_danger_with_one_edge_only_is_refused(tmp_path: Path, edge: str) -> None:
    """Whoever hears less danger than before is as suspicious as who hears more."""
    both = "{what: danger_asked, most_more: 0.05, least_left: 0.8}"
    (tmp_path / "bands.yml").write_text(f"bands: [{both}, {{what: danger_at_once, {edge}}}]\n")
    with pytest.raises(ValueError, match="danger_at_once wants both edges"):
        bands_of.load(tmp_path / "bands.yml")


def test_the_lease_of_a_canary_begins_when_the_bot_answers_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it took to load: else it would be over before anybody has watched it."""
    told = CanaryNote(tmp_path / "model-in-use")
    state, waited = tmp_path / "model-in-use.canary.state", []

    def loads(_seconds: float) -> None:
        waited.append(json.loads((tmp_path / "model-in-use.canary").read_text())["until"])
        if len(waited) == 3:
            state.write_text(json.dumps({"state": "answers"}))

    monkeypatch.setattr("time.sleep", loads)
    told.begin(tmp_path / "new.tar.gz", 0.1, 5.0)
    assert waited == sorted(waited)
    assert waited[2] > waited[0]

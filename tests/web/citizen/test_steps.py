"""The line of a case: every stage that casework has lies on it, and dates are those of the first day."""

import pytest
import yaml

from tests.architecture.imports import ROOT
from web.citizen.case.steps import ACCEPTED, CLOSED, RECEIVED, WORKED_ON, line_of, step_of

STAGES = yaml.safe_load((ROOT / "agencies/status/everywhere.yml").read_text("utf-8"))["stages"]


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_every_stage_has_its_place(stage: str) -> None:
    assert step_of(stage) in (RECEIVED, ACCEPTED, WORKED_ON, CLOSED)
    assert (step_of(stage) == CLOSED) == (stage.startswith("closed") or stage == "redirected")


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_every_stage_has_a_name_on_the_page(stage: str) -> None:
    words = (ROOT / "web/citizen/templates/case/words.html").read_text("utf-8")
    assert f'"{stage}"' in words or stage.startswith("closed")


def test_the_line_shows_what_is_done_what_is_now_and_what_is_later() -> None:
    history = [
        {"stage": "submitted", "at": "2026-11-01"},
        {"stage": "under_review", "at": "2026-11-02"},
        {"stage": "accepted", "at": "2026-11-03"},
    ]
    line = line_of("accepted", history)
    assert [one.state for one in line] == ["done", "now", "later", "later"]
    assert [one.at for one in line] == ["2026-11-01", "2026-11-03", None, None]


def test_a_closed_case_has_nothing_that_is_later() -> None:
    assert {one.state for one in line_of("closed_resolved", [])} == {"done"}


def test_a_closed_case_shows_only_what_it_went_through() -> None:
    history = [{"stage": "submitted", "at": "2026-11-01"}, {"stage": "closed_withdrawn", "at": "2026-11-02"}]
    assert [(one.step, one.at) for one in line_of("closed_withdrawn", history)] == [
        (0, "2026-11-01"),
        (3, "2026-11-02"),
    ]

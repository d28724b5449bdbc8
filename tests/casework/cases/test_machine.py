"""The state machine: whatever anybody tries in any order, a case is always somewhere that makes sense."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agencies.status.files import everywhere
from casework.cases.machine import CLOSED, life
from casework.errors import MoveRefused
from casework.trail.actors import roles

LIFE = life()
ROLES = list(roles().roles)


def test_every_stage_has_words_for_the_caller_and_every_word_a_stage() -> None:
    assert set(everywhere().said().stages) == set(LIFE.all_stages)


def test_every_event_that_a_stage_or_move_tells_has_a_template() -> None:
    from agencies.messages.values import EVENTS

    told = {stage.event for stage in LIFE.all_stages.values()} | {move.event for move in LIFE.moves.values()}
    assert told - {None} <= set(EVENTS)
    assert set(LIFE.notices) <= set(EVENTS)


@pytest.mark.parametrize("stage", sorted(LIFE.open_stages))
def test_no_open_stage_is_a_dead_end_for_an_officer(stage: str) -> None:
    assert "close" in LIFE.moves_from(stage, "officer")


@pytest.mark.parametrize("stage", sorted(set(LIFE.all_stages) - {"submitted"}))
def test_every_stage_can_be_reached_from_a_submission(stage: str) -> None:
    reached = {"submitted"}
    while True:
        more = {to for start in reached for role in ROLES for to in _targets(start, role)}
        if more <= reached:
            break
        reached |= more
    assert stage in reached


@pytest.mark.parametrize(
    ("move", "stage", "role", "said"),
    [
        ("accept", "under_review", "citizen", "A citizen may not accept; this is for: call taker, officer"),
        (
            "go_to_court",
            "submitted",
            "officer",
            "A case that is submitted cannot be moved by 'go to court'; possible now:",
        ),
        ("reopen", "closed_no_leads", "officer", "An officer may not reopen; this is for: supervisor"),
        ("follow", "recorded", "records_system", "leads to one of: accepted, recorded"),
        ("close", "recorded", "officer", "closed with one of these reasons: no_leads, resolved"),
    ],
)
def test_a_refusal_says_why_and_what_is_possible(move: str, stage: str, role, said: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        LIFE.leads_to(move, stage, role)
    assert said in refused.value.message


def _targets(stage: str, role) -> set[str]:
    found = set()
    for name in LIFE.moves_from(stage, role):
        for to in LIFE.moves[name].to:
            for reason in LIFE.close_with if to == "closed" else [None]:
                found.add(LIFE.leads_to(name, stage, role, before="recorded", reason=reason, to=to))
    return found


class OneCase(RuleBasedStateMachine):
    """A case and a crowd of people who try everything."""

    @initialize()
    def filed(self) -> None:
        self.stage, self.before, self.path = "submitted", None, ["submitted"]

    @rule(
        move=some.sampled_from(sorted(LIFE.moves)),
        role=some.sampled_from(ROLES),
        reason=some.sampled_from([None, *LIFE.reasons, "nonsense"]),
        to=some.sampled_from([None, *LIFE.all_stages, "closed", "nonsense"]),
    )
    def somebody_tries(self, move: str, role, reason: str | None, to: str | None) -> None:
        try:
            stage = LIFE.leads_to(move, self.stage, role, before=self.before, reason=reason, to=to)
        except MoveRefused as refused:
            assert refused.message.endswith(".")  # noqa: PT017  # most tries are refused, and that is the point
            return
        assert role in LIFE.moves[move].by
        assert move in LIFE.moves_from(self.stage, role)
        if self.stage == "more_wanted" and move in ("answer", "stop_asking"):
            assert stage == (self.before or "under_review")
        if move != "follow" and move != "reopen":
            assert self.stage in LIFE.open_stages, "only a reopening or the records system wakes what has ended"
        self.before = self.stage if stage == "more_wanted" else None
        self.stage = stage
        self.path.append(stage)

    @invariant()
    def it_is_somewhere_that_exists(self) -> None:
        if hasattr(self, "stage"):
            assert self.stage in LIFE.all_stages
            assert LIFE.all_stages[self.stage].ends == (self.stage.startswith(CLOSED) or self.stage == "redirected")

    @invariant()
    def a_person_can_always_move_it_on(self) -> None:
        if hasattr(self, "stage"):
            assert LIFE.moves_from(self.stage, "supervisor")


TestOneCase = OneCase.TestCase
TestOneCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)

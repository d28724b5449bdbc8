"""The drills of learning, small: a model is promoted and taken back under calls, and a candidate gets its share of them.

The real sizes are `make drill-learning`.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.drills.learning.canary import canary
from tests.drills.learning.line import Learning, id_of_twin, learning_line, twin
from tests.drills.learning.promotion import promotion

pytestmark = pytest.mark.timeout(900)  # a model may have to be trained first
CALLERS = 4


@pytest.fixture(scope="module")
def line() -> Iterator[Learning]:
    with learning_line() as running:
        yield running


def test_a_candidate_gets_its_share_of_the_calls_and_is_over_when_it_has_passed(line: Learning) -> None:
    candidate = twin(line.present, line.models / "candidate.tar.gz")
    found = asyncio.run(canary(line, candidate, CALLERS, share=0.5, calls=20))
    assert found.code == 0, found.said
    assert not found.lost
    assert found.outcomes[id_of_twin(candidate)]["calls"] >= 20
    assert id_of_twin(candidate) not in found.after


def test_no_turn_is_lost_while_models_are_promoted_and_taken_back_and_a_restart_takes_the_one_in_use(
    line: Learning,
) -> None:
    found = asyncio.run(promotion(line, CALLERS, between_s=4.0))
    assert not found.lost
    assert not found.different
    assert found.both, "some call went on with another model than it began with"
    assert found.restarted_with == {id_of_twin(line.models / "other.tar.gz")}

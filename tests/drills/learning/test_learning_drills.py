"""The drills of learning, small: a model is promoted and taken back under calls, and a candidate gets its share of them.

The real sizes are `make drill-learning`.
"""

import asyncio
import json
import re
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.paths import ROOT
from tests.drills.learning import training
from tests.drills.learning.callers import Line
from tests.drills.learning.canary import canary, openings
from tests.drills.learning.line import Learning, id_of_twin, learning_line, now, twin
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


def test_a_shadow_of_another_model_listens_to_running_calls_and_answers_nobody(line: Learning, tmp_path: Path) -> None:
    with training.tree() as root:
        training.thinned(root, 2)  # it knows two examples a block: a model with another opinion
        other = training.trained(root, tmp_path / "other-opinion.tar.gz")
    began, said = now(), [*openings()[:14], "there is a man with a knife in my kitchen right now"]
    command = line.command("shadow", str(other), "--live", "--turns-heard", str(len(said)), "--minutes", "5")
    shadow = subprocess.Popen(command, cwd=ROOT, env=line.environment, stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while not Path(f"{line.note}.listener").exists():
        assert shadow.poll() is None and time.monotonic() < until, "it does not listen"  # noqa: PT018 - one wait
        time.sleep(0.1)
    answers = asyncio.run(called(line, said))
    told = shadow.communicate(timeout=120)[0]
    assert shadow.returncode == 0, told
    assert all(answers), "somebody was not answered"
    assert f"{len(said)} turns" in told
    assert f"{len(said)} calls; emergencies that it would have missed" in told
    alike = re.search(r"named a need, ([0-9.]+) % understood alike", told)
    assert alike, told
    assert 0 < float(alike.group(1)) < 100, "two models, two opinions"
    assert {turn.get("model") for turn in line.turns(began)} <= {model_id(line), None}, "the shadow answered somebody"


async def called(line: Learning, said: list[str]) -> list[str]:
    """The first answer of a call with each of these; one after the other."""
    calling = Line(line.stack.settings.url("connector"), 1)
    try:
        return [(await calling.call((text,))).answers[0] for text in said]
    finally:
        await calling.close()


def model_id(line: Learning) -> str:
    """Of the model that answers now."""
    with tarfile.open(Path(line.note.read_text().strip())) as archive:
        told = archive.extractfile(next(one for one in archive if Path(one.name).name == "metadata.json"))
        assert told is not None
        return str(json.load(told)["model_id"])

"""The drills of learning, small: a model is promoted and taken back under calls, and a candidate gets its share of them.

The real sizes are `make drill-learning`.
"""

import asyncio
import re
import shlex
import time
from collections.abc import Iterator

import pytest

from launcher.paths import ROOT
from tests.drills.learning import training
from tests.drills.learning.callers import Line
from tests.drills.learning.canary import canary
from tests.drills.learning.line import Learning, id_of_twin, learning_line, now, twin
from tests.drills.learning.promotion import promotion
from tests.drills.learning.shadow import shadow

pytestmark = pytest.mark.timeout(900)  # a model may have to be trained first
CALLERS = 4
GUIDE = (ROOT / "docs" / "guides" / "trainer.md").read_text(encoding="utf-8")
BEFORE_A_MODEL = GUIDE.partition("\n## 3.")[0]  # whatever comes behind trains, or is drilled here by itself
COMMANDS = [whole or word for whole, word in re.findall(r'DO=(?:"([^"]+)"|([a-z-]+))', BEFORE_A_MODEL)]
OF_ITS_OWN = {"check-data"}  # a minute or two, and tried where it is (tests/bot/retraining)
WORDS = re.search(r'make call SAY="([^"]+)"', GUIDE)


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


def test_a_shadow_hears_what_callers_say_and_answers_nobody(line: Learning) -> None:
    found = asyncio.run(shadow(line, twin(line.present, line.models / "shadow.tar.gz"), CALLERS, turns=30))
    assert not found.lost
    assert (found.heard, found.alike, found.missed) == (30, 1.0, 0)
    assert len(found.answered_by) == 1
    assert id_of_twin(line.models / "shadow.tar.gz") not in found.answered_by


def test_no_turn_is_lost_while_models_are_promoted_and_taken_back_and_a_restart_takes_the_one_in_use(
    line: Learning,
) -> None:
    found = asyncio.run(promotion(line, CALLERS, between_s=4.0))
    assert not found.lost
    assert not found.different
    assert found.both, "some call went on with another model than it began with"
    assert found.restarted_with == {id_of_twin(line.models / "other.tar.gz")}


def test_the_trainers_guide_leads_from_a_call_to_a_patch_word_by_word(line: Learning) -> None:
    assert WORDS is not None
    words = WORDS[1]
    rung(line, words)
    with training.tree() as root:
        for command in COMMANDS:
            asked = shlex.split(command)
            if asked[0] == "label":  # whoever reads it puts the call that their inbox shows in place of the guide's
                asked[1:3] = shown(line, words)
            if asked[0] in OF_ITS_OWN:
                continue
            told = line.learn(*asked, cwd=root)
            assert told.returncode == 0, f"{command}: {told.stdout}{told.stderr}"
            if asked[0] == "examples":
                assert f"+    - {words}" in told.stdout or f"+{words}" in told.stdout
                training.apply(told.stdout, root)
    assert "examples" in {command.split()[0] for command in COMMANDS}


def rung(line: Learning, words: str) -> None:
    """A call with these words; returns when its record is there. Rasa was started anew just before: whoever gets no answer, or was
    answered by the connector alone, rings again."""
    began = now()

    async def rings() -> None:
        calling = Line(line.stack.settings.url("connector"), 1)
        await calling.call((words,))
        await calling.close()

    for _ in range(6):
        asyncio.run(rings())
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if any(turn["text"] == words for turn in line.turns(began)):
                return
            time.sleep(0.5)
    raise AssertionError(line.turns(began))


def shown(line: Learning, words: str) -> list[str]:
    """The call and the place of its turn, as the inbox prints them above the words."""
    told = line.learn("inbox", "--most", "200").stdout
    found = re.search(rf"^ *[0-9.]+  (\S+) (\d+) [^\n]*\n(?: +\([^\n]*\n)* +{re.escape(words)}$", told, re.MULTILINE)
    assert found is not None, told
    return [found[1], found[2]]

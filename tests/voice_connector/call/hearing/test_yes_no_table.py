"""A pause is cut short only after words that the table of yes and no calls an answer: no caller is interrupted on their way to one."""

from __future__ import annotations

import pytest

from tests.spoken.yes_no_table import Said, table, ways
from voice_connector.bot.replies import WireAsk
from voice_connector.call.hearing.endpointing import silence_ms
from voice_connector.settings import CallSettings

SETTINGS = CallSettings()
NO_ANSWER = [said for said in table() if said.meaning == "none"]


@pytest.mark.parametrize("said", NO_ANSWER, ids=lambda said: said.words)
def test_words_that_answer_nothing_get_the_whole_pause(said: Said) -> None:
    ask = WireAsk(slot=said.about or "any_fact", kind="yes_no", choices=("yes", "no"))
    assert SETTINGS.silence_answered_ms < SETTINGS.silence_ms
    for way in (said, *ways(said)):
        assert silence_ms(way.words, ask, SETTINGS) > SETTINGS.silence_answered_ms, way.words

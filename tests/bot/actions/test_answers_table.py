"""A yes/no question of the dialogue is read like everywhere else; where help hangs on it, doubt is asked about once more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from actions.answers import UNKNOWN, answer
from tests.spoken.yes_no_table import Said, table, ways


def said_in(words: str, intent: str = "inform", **facts: bool) -> Any:
    return SimpleNamespace(text=words, digits="", intent=intent, facts=facts)


@pytest.mark.parametrize("said", table(), ids=lambda said: said.words)
def test_an_answer_means_what_the_table_says(said: Said) -> None:
    ask = {"kind": "yes_no", "slot": said.about, "danger": said.danger}
    # of a doubtful answer about danger nothing is taken: the question is put again, and "I don't know" is no doubt
    wanted = {"yes": [True], "no": [False], "unknown": [UNKNOWN, None] if said.danger else [UNKNOWN], "none": [None]}
    for way in (said, *ways(said)):
        assert answer(ask, said_in(way.words)) in wanted[said.meaning], way.words


@pytest.mark.parametrize("words", ["sure", "I guess so", "now", "it was yesterday", "great"])
def test_a_yes_that_brings_help_is_never_the_classifiers_alone(words: str) -> None:
    assert answer({"kind": "yes_no", "slot": "suspect_present", "danger": True}, said_in(words, "affirm")) is None


def test_i_dont_know_is_no_doubt_but_an_answer() -> None:
    ask = {"kind": "yes_no", "slot": "injured", "danger": True}
    assert answer(ask, said_in("how would I know", "affirm")) == UNKNOWN


def test_a_fact_that_was_heard_answers() -> None:
    ask = {"kind": "yes_no", "slot": "weapon", "danger": True}
    assert answer(ask, said_in("she had a knife", weapon=True)) is True

"""Yes, no and "I don't know" in the ways that people say them; tests/golden/spoken.tsv holds what each means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from spoken.en import turn_ends, yes_no
from spoken.en.yes_no import NONE, YES, answers_only, drops_it, knows_not, meaning, plainly_answers, read
from tests.spoken.yes_no_table import FILLERS, Said, table, ways

ROWS = table()
ANSWERS = [one for one in ROWS if one.meaning in ("yes", "no", "unknown")]


@pytest.mark.parametrize("said", ROWS, ids=lambda said: said.words)
def test_the_way_of_saying_it_makes_no_difference(said: Said) -> None:
    got = {way.words: meaning(way.words, said.about, said.danger) for way in ways(said)}
    assert {words: one for words, one in got.items() if one != said.meaning} == {}


@given(some.sampled_from(ANSWERS), some.lists(some.sampled_from(FILLERS), max_size=4))
def test_fillers_never_change_an_answer(said: Said, fillers: list[str]) -> None:
    assert meaning(" ".join([*fillers, said.words]), said.about, said.danger) == said.meaning


@given(some.sampled_from([one for one in ANSWERS if not one.about and not one.danger]))
def test_what_is_not_plain_is_not_known_where_help_hangs_on_it(said: Said) -> None:
    found = read(said.words)
    assert meaning(said.words, danger=True) in (found.meaning, "unknown")
    assert found.sure or meaning(said.words, danger=True) == "unknown"


@given(some.text(), some.sampled_from(["", "suspect_present", "happening_now", "injured", "anonymous"]))
def test_any_text_is_safe(text: str, about: str) -> None:
    assert meaning(text, about) in ("yes", "no", "unknown", NONE)


@given(
    some.lists(
        some.sampled_from(["yes", "no", "so", "ok", "and", "wait", "sorry", "i mean", "not", "he is gone"]),
        max_size=400,
    )
)
def test_any_number_of_words_is_safe(words: list[str]) -> None:
    read(" ".join(words), "suspect_present")


@pytest.mark.parametrize("words", ["yes", "yes please", "no he isn't", "nope", "no thanks", "they are", "no no no"])
def test_a_plain_answer_is_nothing_else(words: str) -> None:
    assert plainly_answers(words)


@pytest.mark.parametrize(
    "words",
    ["sure", "I guess so", "yes there is a man with a gun", "no he is lying on the floor", "now", "the red one"],
)
def test_whoever_says_more_or_less_than_yes_or_no_gives_no_plain_answer(words: str) -> None:
    assert not plainly_answers(words)


@pytest.mark.parametrize("words", ["Pat Smythe", "Ya Yun", "Si Woo Kim", "Noah", "Will Wright", "May Lee", "Dunn Oh"])
def test_a_name_is_no_answer_to_a_yes_no_question(words: str) -> None:
    assert not answers_only(words)


@pytest.mark.parametrize(
    "words", ["I don't know", "no idea", "not sure, sorry", "I don't remember that", "how would I know"]
)
def test_not_knowing_is_heard_whatever_was_asked(words: str) -> None:
    assert knows_not(words)


@pytest.mark.parametrize(
    "words",
    ["maybe tuesday", "I don't know the address, it's near the zoo", "unknown man in a red hoodie ran off", "Bannock"],
)
def test_whoever_says_something_beside_not_knowing_is_listened_to(words: str) -> None:
    assert not knows_not(words)


@pytest.mark.parametrize("words", ["never mind", "no, forget it", "oh nevermind"])
def test_to_drop_it_is_no_answer(words: str) -> None:
    assert drops_it(words)
    assert read(words).meaning == NONE


def test_what_was_said_after_a_yes_is_kept() -> None:
    assert read("yes, the parking ticket").rest == "the parking ticket"
    assert read("yes, the parking ticket").meaning == YES


@pytest.mark.parametrize("words", ["yes", "yes ma'am", "no it isn't", "he's gone", "I don't think so", "sure", "nope"])
def test_a_whole_answer_ends_the_turn_soon(words: str) -> None:
    assert turn_ends.is_yes_no(words, "suspect_present")


@pytest.mark.parametrize(
    "words", ["I'm not", "they are", "it was", "I do not", "yes and he", "yes, it's still very loud out there"]
)
def test_an_answer_that_may_go_on_is_waited_for(words: str) -> None:
    assert not turn_ends.is_yes_no(words)


@pytest.mark.parametrize(
    "words", ["he's gone", "he left about ten minutes ago", "they took off in a red car", "no he isn't here"]
)
def test_gone_is_a_plain_no(words: str) -> None:
    assert plainly_answers(words, "suspect_present")


@pytest.mark.parametrize(
    "words", ["he's gone crazy in there with a gun", "he left with my kid", "no he left with my daughter"]
)
def test_gone_with_something_is_more_than_a_no(words: str) -> None:
    assert not plainly_answers(words, "suspect_present")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("omg its a COUCH. no. brown couch", "no"),
        ("I was asleep! Yes. Somebody saw it.", "yes"),
        ("It was dark. No. Wait, yes.", "yes"),
        ("huh no he's fine she just turned him down", "no"),
    ],
)
def test_the_one_sentence_that_is_a_plain_yes_or_no_answers_for_all(words: str, meant: str) -> None:
    assert meaning(words) == meant


def test_a_no_at_the_end_takes_back_no_injury() -> None:
    assert read("he is still bleeding but no", "injured").value is not False


@pytest.mark.parametrize(
    ("words", "denies"),
    [
        ("no sir nobody take by force it fall maybe", True),
        ("no no force, I think I forget on the seat or it fall", True),
        ("nobody, we were all asleep", True),
        ("yes", False),
        ("yeah no he's here", False),
        ("he has a gun", False),
    ],
)
def test_whether_a_no_comes_first_is_heard(words: str, denies: bool) -> None:
    assert yes_no.begins_with_no(words) is denies

"""The words by which languages are known are told apart: none is English, and each language has a name."""

from __future__ import annotations

import pytest

from spoken.languages import languages, without_accents

HALVES_OF_WORDS = frozenset({"an"})  # Vietnamese writes police as "công an"


@pytest.mark.parametrize("code", sorted(languages().everyday))
def test_an_everyday_word_of_a_language_is_none_of_english(code: str) -> None:
    assert languages().everyday[code] & languages().english <= HALVES_OF_WORDS


def test_a_language_with_everyday_words_can_be_asked_for_by_name() -> None:
    assert set(languages().everyday) <= set(languages().code_of.values())


def test_names_and_words_around_them_are_found_without_their_accents() -> None:
    known = languages()
    for words in (known.code_of, known.asking, known.refusing, known.speakers_of_english_as):
        assert {word for word in words if word != without_accents(word)} == set()


def test_a_name_belongs_to_one_language_and_is_no_word_around_it() -> None:
    known = languages()
    assert set(known.code_of) & (known.asking | known.refusing | set(known.speakers_of_english_as)) == set()

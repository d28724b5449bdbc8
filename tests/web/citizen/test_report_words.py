"""What a report says on the pages: written, never the telephone's words; in Spanish whatever a report may ask."""

import re

import pytest

from agencies.loader import AGENCIES, load_agency
from agencies.pages.form_words import FormWords, load_form_words
from agencies.reports.shape import Form
from web.citizen.report.wording import Wording
from web.shared.look import Looks

LOOK = Looks(AGENCIES, "denver").named("denver")
TELEPHONE = re.compile(r"\b(say|spell|read me|hang up|on the line|press|hear)\b", re.IGNORECASE)
SPANISH = load_form_words(AGENCIES / "denver")["es"]


def questions_of(form: Form) -> set[str]:
    found = set()
    for one in form.questions:
        each = getattr(one, "each", None) or []
        found |= {f"{one.id}.{inner.id}" for inner in each} if each else {one.id}
    return found


@pytest.mark.parametrize("kind", sorted(load_agency("denver").reports.kinds))
def test_everything_that_a_report_asks_is_in_spanish(kind: str) -> None:
    form = load_agency("denver").reports.kinds[kind]
    missing = {name for name in questions_of(form) if not SPANISH.question(kind, name).ask}
    assert missing == set()


def test_every_kind_has_a_name_in_every_language() -> None:
    for words in load_form_words(AGENCIES / "denver").values():
        assert set(load_agency("denver").reports.kinds) <= set(words.kinds)


def test_every_end_of_a_report_has_written_words_in_every_language() -> None:
    common = load_agency("denver").reports.common
    assert common is not None
    for words in load_form_words(AGENCIES / "denver").values():
        assert {ending.reason for ending in common.endings.values()} <= set(words.endings)


def test_our_own_words_for_forms_are_those_of_writing() -> None:
    for words in load_form_words(AGENCIES / "denver").values():
        texts = [text for one in words.questions.values() for text in (one.ask, one.help)] + list(
            words.problems.values()
        )
        assert [text for text in texts if TELEPHONE.search(text)] == []


def test_what_has_no_words_here_is_asked_in_english_and_marked_so() -> None:
    question = {
        "id": "no_such",
        "kind": "text",
        "label": "L",
        "prompt": "Please say it, or press zero for a person.",
        "optional": False,
    }
    asked = Wording(LOOK, "es", lambda text: text).question("theft", question)  # type: ignore[arg-type]
    assert asked.ask.lang == "en"
    assert "write person" in asked.ask.text


def test_a_kind_s_own_words_go_before_the_common_ones() -> None:
    words = FormWords.model_validate({"questions": {"where": {"ask": "A", "help": "H"}, "theft.where": {"ask": "B"}}})
    assert (words.question("theft", "where").ask, words.question("theft", "where").help) == ("B", "H")
    assert words.question("other", "where").ask == "A"
    assert words.question("theft", "items.1.where").ask == ""

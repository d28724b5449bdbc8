"""Report forms: Denver's are whole and can be spoken; a broken one is named with file, line and mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agencies import Agency, BrokenAgencyFile, load_agency
from agencies.directory.shape import Part
from agencies.loader import AGENCIES
from agencies.reports.shape import ANY_CONCERN, MEANINGS, Check, Ends, Flags, Form, FormQuestion

Spoil = Callable[[str, str, str], Path]
THEFT, COMMON = "reports/theft.yml", "reports/common.yml"
KINDS = sorted(path.stem for path in (AGENCIES / "denver" / "reports").glob("*.yml") if path.stem != "common")
CASES = [
    (THEFT, "need: theft_cold", "need: theft_warm", "no need in needs.yml called 'theft_warm'", "theft_cold", 2),
    (
        THEFT,
        "- use: items",
        "- use: itemz",
        "no question called 'itemz' in common.yml",
        "did you mean 'items'",
        30,
    ),
    (THEFT, "- block: contact", "- block: contacts", "no block called 'contacts'", "did you mean 'contact'", 35),
    (THEFT, "ending: firearm", "ending: gun", "no ending in common.yml called 'gun'", "add it", 25),
    (THEFT, "fact: firearm_stolen", "fact: gun_stolen", "no fact called 'gun_stolen'", "add it", 21),
    (THEFT, "answer: true", "answer: yes", "'firearm' is never yes", "write true, false or unknown", 25),
    (THEFT, "anonymous_allowed: false", "anonymous_allowed: true", "do not fit", "ask the question 'anonymous'", 5),
    (THEFT, "kind: yes_no", "kind: maybe", "'kind' cannot be 'maybe'", "yes_no", 19),
    (
        THEFT,
        "Was a gun stolen?",
        "Was a gun stolen? Which one?",
        "two questions in one turn",
        "a question of its own",
        23,
    ),
    (THEFT, "Was a gun stolen?", "Were 2 guns stolen?", "digits are not spoken well", "as people say them", 23),
    (
        THEFT,
        "  - use: items",
        "  - {use: items, when: {contact_by: sms}}",
        "no earlier question called 'contact_by'",
        "add it",
        30,
    ),
    (
        THEFT,
        "  - use: items",
        "  - use: items\n  - use: video",
        "the id 'video' is taken",
        "another id",
        35,
    ),
    (THEFT, "- id: firearm", "- id: officer_asks", "the id 'officer_asks' is taken", "another id", 18),
    (COMMON, "pattern: \\d{4}", 'pattern: "["', "this is not a pattern", "regular expression", None),
    (COMMON, "  phone: us_phone", "  phone: uk_phone", "no check called 'uk_phone'", "did you mean 'us_phone'", None),
    (COMMON, "too_simple:", "too_easy:", "'too_simple' is missing", "add it", None),
    (
        COMMON,
        "kind: money\n        label: Value",
        "kind: choice\n        label: Value",
        "choices and kind do not fit",
        "give choices",
        None,
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong", "right", "line"), CASES, ids=[f"{c[0]}: {c[3]}" for c in CASES]
)
def test_a_fault_of_a_form_is_named_with_its_line_and_its_mend(
    spoil: Spoil, file: str, old: str, new: str, wrong: str, right: str, line: int | None
) -> None:
    root = spoil(file, old, new)
    with pytest.raises(BrokenAgencyFile) as caught:
        load_agency("denver", root)
    said = [fault for fault in caught.value.faults if wrong in fault.wrong and right in fault.right]
    assert said, str(caught.value)
    assert said[0].file == f"agencies/denver/{file}"
    if line is not None:
        assert said[0].line == line, str(said[0])


def test_a_form_without_a_way_to_911_is_refused(spoil: Spoil) -> None:
    root = spoil("reports/graffiti.yml", "  - use: in_danger\n    when: {any_concern: [true, unknown]}\n", "")
    with pytest.raises(BrokenAgencyFile, match="no answer leads to 911; start with '- block: safety'"):
        load_agency("denver", root)


def test_a_question_with_a_meaning_keeps_its_kind(spoil: Spoil) -> None:
    root = spoil(THEFT, "  - use: when\n", "  - {use: when, kind: text, check: null}\n")
    with pytest.raises(BrokenAgencyFile, match="'when' has a meaning and is of kind when"):
        load_agency("denver", root)


def test_an_agency_without_forms_takes_no_reports(spoil: Spoil) -> None:
    import shutil

    root = spoil("agency.yml", "denver", "denver")
    shutil.rmtree(root / "denver" / "reports")
    assert load_agency("denver", root).reports.kinds == {}


@pytest.mark.parametrize("shape", [Form, FormQuestion, Check, Ends, Flags], ids=lambda shape: shape.__name__)
def test_the_guide_explains_every_key(shape: type[Part]) -> None:
    guide = (AGENCIES.parent / "docs" / "guides" / "report-kinds.md").read_text(encoding="utf-8")
    said = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", guide, flags=re.DOTALL))
    explained = set(re.findall(r"\w+", " ".join(said)))
    assert set(shape.model_fields) - explained == set()


def test_denver_takes_every_kind_that_has_a_file(denver: Agency) -> None:
    assert sorted(denver.reports.kinds) == KINDS
    assert all(form.question("where") and form.question("contact_by") for form in denver.reports.kinds.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_prompt_can_be_read_aloud_and_its_second_wording_is_another(denver: Agency, kind: str) -> None:
    for question in denver.reports.kinds[kind].questions:
        for one in (question, *question.each):
            assert one.prompt.endswith((".", "?")), one.id
            assert one.reprompt.endswith((".", "?")), one.id
            assert one.prompt != one.reprompt, one.id
            assert len(one.prompt.split()) <= 20, one.id
            assert not set("()[]{}/&%$#@*_") & set(f"{one.prompt}{one.reprompt}".replace("{what}", "it")), one.id


@pytest.mark.parametrize("kind", KINDS)
def test_danger_is_asked_about_before_anything_else(denver: Agency, kind: str) -> None:
    """Nothing is told before the first question that may end at 911, but other questions that may end the form."""
    form, common = denver.reports.kinds[kind], denver.reports.common
    dangers = [
        i for i, q in enumerate(form.questions) if any(common.endings[e.ending].disposition == "911" for e in q.ends)
    ]
    assert all(question.ends or question.id == ANY_CONCERN for question in form.questions[: dangers[0]])
    assert all(index < 8 for index in dangers)


def test_what_would_end_the_form_is_asked_of_all_or_of_those_who_do_not_deny_it(denver: Agency) -> None:
    """Every gate of a question that ends the form is any_concern, and lets those through who do not know."""
    for form in denver.reports.kinds.values():
        for question in (one for one in form.questions if one.ends and one.when):
            assert question.when == [{ANY_CONCERN: [True, "unknown"]}], question.id


def test_a_gate_that_shuts_out_those_who_do_not_know_is_refused(spoil: Spoil) -> None:
    root = spoil(
        THEFT,
        "when: {any_concern: [true, unknown]}\n    prompt: Was a gun",
        "when: {any_concern: true}\n    prompt: Was a gun",
    )
    with pytest.raises(BrokenAgencyFile, match="would not be asked"):
        load_agency("denver", root)


def test_meanings_are_asked_by_common_questions(denver: Agency) -> None:
    assert set(MEANINGS) <= set(denver.reports.common.questions)

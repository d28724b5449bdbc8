"""pages.yml: colours that everybody can read, addresses that are whole, a seal that is there."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agencies.errors import BrokenAgencyFile
from agencies.loader import AGENCIES, agency_ids, load_agency
from agencies.pages.countries import beside, countries
from agencies.pages.files import FILE, load_pages
from agencies.pages.form_words import load_form_words
from agencies.pages.shape import contrast

WITH_PAGES = [agency for agency in agency_ids() if (AGENCIES / agency / FILE).is_file()]


@pytest.mark.parametrize("agency", WITH_PAGES)
def test_every_agency_s_pages_can_be_read(agency: str) -> None:
    pages = load_pages(AGENCIES / agency)
    assert pages.said("no such language") is next(iter(pages.words.values()))


@pytest.mark.parametrize("agency", WITH_PAGES)
def test_the_name_in_the_tab_gives_nobody_away(agency: str) -> None:
    for words in load_pages(AGENCIES / agency).words.values():
        assert not any(
            word in words.tab.lower() for word in ("police", "polic", "crime", "victim", "víctima", "delito")
        )


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('primary: "#1a4480"', 'primary: "#9bc4e2"', "cannot be read"),
        ("leave_to: https://www.weather.gov/", "leave_to: weather", "web address"),
        ("frame_ancestors: []", 'frame_ancestors: ["https://example.org/path"]', "origin"),
        ("seal: seal.svg", "seal: other.svg", "no file"),
        ("seal: seal.svg", "seal: ../../x.svg", "seal"),
        ("leave_to:", "leaves_to:", "leave"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    folder = tmp_path / "denver"
    shutil.copytree(AGENCIES / "denver" / "pages", folder / "pages")
    text = (AGENCIES / "denver" / FILE).read_text("utf-8")
    assert was in text
    (folder / FILE).write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(BrokenAgencyFile) as broken:
        load_pages(folder)
    assert told in str(broken.value)
    assert all(fault.line > 0 for fault in broken.value.faults)


@pytest.mark.parametrize("agency", WITH_PAGES)
def test_who_reports_in_another_language_meets_no_english_question_label_or_choice(agency: str) -> None:
    english = load_agency(agency).reports.kinds
    for language, words in load_form_words(AGENCIES / agency).items():
        if language == "en":
            continue
        assert set(words.kinds) == set(english)
        for kind, form in english.items():
            for name, asked in _all_questions(form.questions):
                own = words.question(kind, name)
                assert own.ask, f"{language}: {kind}.{name} is asked in English"
                assert own.label, f"{language}: {kind}.{name} stands in the summary in English"
                for value in asked.choices or {}:
                    assert words.choice(name, value), f"{language}: {kind}.{name} offers {value} in English"


def _all_questions(questions: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """By the name that the words of a page have for them; what is asked of each of several things as well."""
    for asked in questions:
        if not asked.each:
            yield asked.id, asked
        for part in asked.each or ():
            yield f"{asked.id}.{part.id}", part


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("country", sorted(countries()))
def test_every_country_has_rights_and_help_with_a_page_to_look_it_up(country: str) -> None:
    for language, words in countries()[country].items():
        assert words.rights, language
        assert words.support, language
        assert all(one.links for one in words.rights)
        assert all(one.sources for one in (*words.rights, *words.support)), language
        assert all(not one.of or "theft" in one.of for one in words.rights)


def test_no_country_shows_a_hotline_that_has_ended() -> None:
    shown = [one for words in countries().values() for said in words.values() for one in said.support]
    assert "+18554842846" not in [one.phone for one in shown], "VictimConnect ended in April 2025"


def test_beside_a_case_stands_what_concerns_it_the_agency_first_then_the_country() -> None:
    words = load_pages(AGENCIES / "denver").said("es")
    threats = beside(words, "US", "es", "harassment_past")
    assert threats.support[0].name == "Rose Andom Center"
    assert "+18007997233" in [one.phone for one in threats.support]
    assert [one.title for one in threats.rights] == [words.rights[0].title]
    assert beside(words, "US", "es", "parking").rights == []
    assert beside(words, "US", "es", "parking").support == []
    assert "Rose Andom Center" not in [one.name for one in beside(words, "US", "es", "theft").support]


def test_an_agency_without_rights_of_its_own_shows_its_country_s_in_english_where_there_are_no_other_words() -> None:
    words = load_pages(AGENCIES / "denver").said("en").model_copy(update={"rights": [], "support": []})
    shown = beside(words, "GB", "cy", "theft")
    assert "Victims' Code" in shown.rights[0].text
    assert shown.support[0].phone == "+448081689111"
    assert beside(words, "FR", "fr", "theft").rights == []

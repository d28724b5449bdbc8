"""An officer who wants to know more: the person reads it with their report and answers right there, and only what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.web.console.office import Office
from tests.web.serving import token_in
from tests.web.whole.conftest import City
from tests.web.whole.test_after_the_end import PIN, reported, sent

NOTE = "What color was the lock?"


def asked_for_more(office: Office, code: str) -> int:
    """By an officer at the console, in their own words; the case."""
    with office.signed_in("olga") as officer:
        found = re.search(r'href="/cases/(\d+)"', officer.get(f"/cases?q={code}").text)
        assert found
        case = int(found[1])
        for move, given in (("review", {}), ("ask_more", {"note": NOTE})):
            data = {"csrf": token_in(officer.get(f"/cases/{case}").text), **given}
            assert officer.post(f"/cases/{case}/moves/{move}", data=data).status_code == 303
    return case


@contextmanager
def signed_in(city: City, code: str, language: str = "en") -> Iterator[httpx.Client]:
    told = {"Accept-Language": language}
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True, headers=told) as page:
        sent(page, "/case/sign-in", "/case/sign-in", data={"reference": code, "pin": PIN})
        yield page


def test_what_an_officer_asks_is_answered_from_the_report_s_own_page(city: City) -> None:
    code = reported(city, "answers-wanted")
    with signed_in(city, code) as page:
        assert 'action="/case/answer"' not in page.get("/case").text, "nothing is asked yet"
    asked_for_more(city.office, code)
    with signed_in(city, code) as page:
        shown = page.get("/case").text
        assert "Only what is missing is asked." in shown
        question = sent(page, "/case/answer", "/case").text
        assert NOTE in question
        data = {"question": "officer_asks", "question_kind": "text", "value": "It was blue."}
        review = sent(page, "/report/answer", "/report/now", data=data).text
        assert "It was blue." in review
        assert "received" in sent(page, "/report/submit", "/report/now").text
        shown = page.get("/case").text
        assert 'action="/case/answer"' not in shown
        assert "We need something from you" not in shown.split("<h2>", 1)[1].split("</section>")[0]


@pytest.mark.parametrize(("language", "words"), [("en", "Answer now"), ("es", "Contestar ahora")])
def test_the_button_speaks_the_language_of_the_page(city: City, language: str, words: str) -> None:
    code = reported(city, f"answers-wanted-{language}")
    asked_for_more(city.office, code)
    with signed_in(city, code, language) as page:
        assert words in page.get("/case").text


def test_who_works_on_a_report_that_was_told_by_telephone_reads_the_call(city: City) -> None:
    code = reported(city, "answers-by-call")
    with city.office.signed_in("sam") as supervisor:
        found = re.search(r'href="(/cases/\d+)"', supervisor.get(f"/cases?q={code}").text)
        assert found
        assert 'href="/calls/call-answers-by-call"' in supervisor.get(found[1]).text


def test_where_nothing_is_asked_the_address_leads_back_to_the_report(city: City) -> None:
    code = reported(city, "answers-not-wanted")
    with signed_in(city, code) as page:
        assert str(sent(page, "/case/answer", "/case").url).rstrip("/").endswith("/case")

"""A supervisor sees contacts held against the card, corrects the rule, and sees how far both agree."""

from __future__ import annotations

import uuid

import httpx
import pytest

from tests.casework.quality.test_quality import GREETING, ours
from tests.casework.reviews.records import record, said
from tests.web.console.office import Office
from tests.web.serving import token_in

MONTH = "2024-05"  # in which no other test's calls are
WHEN = f"/quality?first={MONTH}-01&last={MONTH}-31"


@pytest.fixture(scope="module")
def contact(office: Office) -> str:
    call_id = f"quality-{uuid.uuid4().hex[:10]}"
    turns = GREETING, said("loud music at [address]", 900), ours("Okay. Goodbye.", 2_000)
    times = {"started_at": f"{MONTH}-06T10:00:00+00:00", "ended_at": f"{MONTH}-06T10:02:00+00:00"}
    body = record(*turns, call_id=call_id, **times)
    bearer = {"Authorization": f"Bearer {office.tokens['connector']}"}
    filed = httpx.put(f"{office.casework}/v1/calls/{call_id}", json=body, headers=bearer, trust_env=False)
    assert filed.status_code == 204, filed.text
    return call_id


def test_a_contact_is_shown_with_the_line_that_proves_it_and_corrected(office: Office, contact: str) -> None:
    with office.signed_in("sam") as sam:
        page = sam.get(WHEN).text
        assert contact in page
        assert "It said that it is automated" in page
        form = {"met": "no", "why": "it was said too fast", "csrf": token_in(page)}
        said_so = sam.post(f"/quality/{contact}/greeted{WHEN[8:]}", data=form, follow_redirects=True)
        assert "as a supervisor says" in said_so.text
        assert "Beyond chance (kappa)" in said_so.text


def test_what_is_no_answer_is_refused_in_words(office: Office, contact: str) -> None:
    with office.signed_in("sam") as sam:
        form = {"met": "perhaps", "csrf": token_in(sam.get(WHEN).text)}
        assert (
            "Say whether it was met" in sam.post(f"/quality/{contact}/greeted", data=form, follow_redirects=True).text
        )
        form = {"met": "yes", "csrf": token_in(sam.get(WHEN).text)}
        assert sam.post(f"/quality/{contact}/no_item", data=form, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", ["by=hour", "by=channel&who=staff", "by=x&who=y", "first=2026-11-30&last=2026-11-01"])
def test_every_way_of_asking_is_answered(office: Office, contact: str, query: str) -> None:
    with office.signed_in("sam") as sam:
        assert "How far you and the rules agree" in sam.get(f"/quality?{query}").text


def test_nobody_but_a_supervisor_sees_it(office: Office) -> None:
    with office.signed_in("rita") as rita:
        assert rita.get("/quality", follow_redirects=False).status_code in (403, 404)

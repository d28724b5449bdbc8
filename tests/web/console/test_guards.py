"""What stands before the console's pages: forms from elsewhere, the policy, the cookie; and that hostile text stays text."""

from __future__ import annotations

from tests.web.console.office import Office
from tests.web.serving import token_in

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_a_form_without_the_visit_s_token_does_nothing(office: Office) -> None:
    ticket = office.hand_over()
    with office.signed_in("ana") as client:
        assert client.post(f"/handovers/{ticket}/claim", data={"csrf": "x"}).status_code == 403
        assert "Take it" in client.get(f"/handovers/{ticket}").text


def test_a_form_from_another_site_does_nothing(office: Office) -> None:
    with office.signed_in("ben") as client:
        token = token_in(client.get("/password").text)
        answer = client.post("/sign-out", data={"csrf": token}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403


def test_pages_run_nothing_that_is_not_from_here(office: Office) -> None:
    with office.visitor() as client:
        answer = client.get("/sign-in")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


def test_the_cookie_is_its_own_and_no_script_reads_it(office: Office) -> None:
    with office.visitor() as client:
        cookie = client.get("/sign-in").headers["set-cookie"]
        far = client.get("/sign-in", headers={"Host": "console.example.gov"}).headers["set-cookie"]
    assert cookie.startswith("civicline-console=")
    assert "HttpOnly" in cookie
    assert far.startswith("__Host-civicline-console=")
    assert "Secure" in far


def test_hostile_text_in_a_hand_over_is_shown_as_text(office: Office) -> None:
    lines = [{"who": "caller", "text": HOSTILE}, {"who": "assistant", "text": HOSTILE}]
    ticket = office.hand_over(wish=HOSTILE, facts={"where": HOSTILE}, transcript=lines)
    with office.signed_in("olga") as client:
        for page in (client.get(f"/handovers/{ticket}").text, client.get("/live").text):
            assert SHOWN in page
            assert "<script>alert" not in page
            assert "<img src=x" not in page


def test_hostile_text_in_forms_is_shown_as_text(office: Office) -> None:
    with office.signed_in("sam") as client:
        found = client.get("/cases", params={"q": HOSTILE, "assigned_to": HOSTILE, "queue": HOSTILE})
        assert "<script>alert" not in found.text
        token = token_in(client.get("/cases/1").text)
        client.post("/cases/1/messages", data={"csrf": token, "text": HOSTILE})
        page = client.get("/cases/1").text
        assert SHOWN in page
        assert "<script>alert" not in page


def test_a_way_back_leads_nowhere_else(office: Office) -> None:
    with office.visitor() as client:
        page = client.get("/sign-in", params={"back": "//evil.example/"}).text
    assert "evil.example" not in page


def test_a_browser_in_another_language_is_told_that_the_console_is_english(office: Office) -> None:
    """A screen reader reads a page in the language that the page names."""
    with office.visitor() as client:
        page = client.get("/sign-in", headers={"Accept-Language": "es-MX"}).text
    assert '<html lang="en">' in page
    assert "Skip to the content" in page


def test_a_cell_that_a_spreadsheet_would_reckon_with_is_harmless() -> None:
    from web.console.numbers import _harmless

    assert _harmless("=1+1") == "'=1+1"
    assert _harmless("towed") == "towed"


def test_a_report_that_was_begun_is_shown_in_words_alone(office: Office) -> None:
    with office.signed_in("ana") as client:
        token = token_in(client.get("/hand-in").text)
        given = {
            "csrf": token,
            "form": "a-report-in-words",
            "kind": "theft",
            "where": "14th and Pearl",
            "story": "Her bike is gone.",
        }
        began = client.post("/hand-in", data=given, follow_redirects=True)
    assert "The report is begun" in began.text
    assert 'role="status"' not in began.text
    assert "access_code" not in began.text

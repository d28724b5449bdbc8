"""On the console: where one is signed in, and signing out there."""

from __future__ import annotations

from tests.web.console.office import PASSWORD, Office
from tests.web.serving import token_in


def test_a_colleague_signs_out_elsewhere_with_their_password_and_stays_here(office: Office) -> None:
    with office.signed_in("ben", anew=True) as here, office.signed_in("ben", anew=True) as elsewhere:
        assert 'href="/sessions"' in here.get("/password").text
        shown = here.get("/sessions").text
        assert "Here, since" in shown
        assert "Elsewhere, since" in shown
        wrong = here.post("/sessions", data={"csrf": token_in(shown), "session": "", "password": "wrong wrong wrong"})
        assert wrong.status_code == 422
        assert "nothing was ended" in wrong.text
        assert elsewhere.get("/live").status_code == 200
        done = here.post("/sessions", data={"csrf": token_in(wrong.text), "session": "", "password": PASSWORD})
        assert done.headers["location"] == "/sessions"
        after = here.get("/sessions").text
        assert "Signed out elsewhere: " in after
        assert "Nowhere else." in after
        assert elsewhere.get("/live").headers["location"].startswith("/sign-in")
        assert here.get("/live").status_code == 200


def test_a_session_that_is_over_by_then_is_no_fault(office: Office) -> None:
    with office.signed_in("ben") as here:
        token = token_in(here.get("/sessions").text)
        gone = here.post("/sessions", data={"csrf": token, "session": "0" * 16, "password": PASSWORD})
        assert gone.headers["location"] == "/sessions"

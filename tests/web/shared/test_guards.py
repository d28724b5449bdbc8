"""What every page of every app has: headers, a cookie that tells nothing, forms that only we can send, a quick way out."""

import httpx
import pytest

from tests.web.serving import token_in
from web.shared.app import local
from web.shared.guarding import Rates, TooOften, one_household


@pytest.mark.parametrize("path", ["/", "/privacy", "/no-such-page", "/assets/x/none.css"])
def test_every_answer_has_the_headers_that_keep_strangers_out(visitor: httpx.Client, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_pages_hold_no_script_or_style_of_their_own(visitor: httpx.Client) -> None:
    page = visitor.get("/").text
    assert "<style" not in page
    assert "style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page


def test_the_cookie_is_closed_to_scripts_and_tells_nothing(visitor: httpx.Client) -> None:
    first = visitor.get("/")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert token_in(first.text) not in cookie


def test_under_a_public_name_the_cookie_travels_by_https_only_and_belongs_to_this_host(visitor: httpx.Client) -> None:
    answer = visitor.get("/", headers={"Host": "chat.example.org"})
    assert answer.headers["set-cookie"].startswith("__Host-civicline=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "Path=/" in answer.headers["set-cookie"]
    assert "Domain" not in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_in_a_frame_the_cookie_is_kept_apart_and_only_named_sites_may_frame(visitor: httpx.Client) -> None:
    answer = visitor.get("/widget/chat", headers={"Host": "chat.example.org"})
    assert "SameSite=None" in answer.headers["set-cookie"]
    assert "Partitioned" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    script = visitor.get("/widget.js")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in script.headers  # browsers and proxies keep it for everybody


def test_a_form_needs_the_token_of_this_visit(visitor: httpx.Client, lonely: str) -> None:
    token = token_in(visitor.get("/").text)
    assert visitor.post("/language", data={"to": "es"}).status_code == 403
    assert visitor.post("/language", data={"to": "es", "csrf": "x" + token}).status_code == 403
    with httpx.Client(base_url=lonely) as somebody_else:
        other = token_in(somebody_else.get("/").text)
    assert visitor.post("/language", data={"to": "es", "csrf": other}).status_code == 403
    assert visitor.post("/language", data={"to": "es", "csrf": token}).status_code == 303


def test_a_form_of_another_site_is_refused_even_with_the_token(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    sent = visitor.post("/language", data={"to": "es", "csrf": token}, headers={"Origin": "https://evil.example"})
    assert sent.status_code == 403


def test_a_cookie_that_was_changed_is_a_new_visit(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    visitor.post("/language", data={"to": "es", "csrf": token})
    assert 'lang="es"' in visitor.get("/").text
    kept = visitor.cookies["civicline"]
    visitor.cookies.clear()
    visitor.cookies.set("civicline", kept[:-4] + "AAA=")
    assert '<html lang="en"' in visitor.get("/").text


def test_the_language_form_leads_to_our_own_pages_only(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    sent = visitor.post("/language", data={"to": "es", "back": "https://evil.example/", "csrf": token})
    assert sent.headers["location"] == "/"


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "", None, "/\r\nX: 1"]
)
def test_an_address_elsewhere_is_not_gone_back_to(address: str | None) -> None:
    assert local(address) == "/"


def test_leaving_quickly_forgets_the_visit_and_leads_where_nothing_is_to_be_seen(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    left = visitor.get("/leave")
    assert left.status_code == 303
    assert left.headers["location"].startswith("https://www.weather.gov")
    assert visitor.post("/language", data={"to": "es", "csrf": token}).status_code == 403


def test_a_picture_on_another_site_makes_nobody_forget(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    visitor.get("/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert visitor.post("/language", data={"to": "es", "csrf": token}).status_code == 303


def test_the_emergency_number_stands_on_every_page_as_a_link_that_dials(visitor: httpx.Client) -> None:
    for path in ("/", "/no-such-page"):
        assert 'href="tel:911"' in visitor.get(path).text


def test_titles_give_nobody_away(visitor: httpx.Client) -> None:
    page = visitor.get("/").text
    title = page[page.index("<title>") : page.index("</title>")].lower()
    assert not any(word in title for word in ("police", "crime", "victim", "emergency"))


def test_an_error_page_has_a_way_on_and_no_trace(visitor: httpx.Client) -> None:
    page = visitor.get("/no-such-page")
    assert page.status_code == 404
    assert "tel:" in page.text
    assert "Traceback" not in page.text


def test_assets_are_kept_by_browsers_because_their_address_changes_with_them(visitor: httpx.Client) -> None:
    page = visitor.get("/").text
    address = page[page.index("/assets/") : page.index("uswds.min.css") + len("uswds.min.css")]
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


def test_a_form_that_is_too_large_is_told_so(visitor: httpx.Client) -> None:
    token = token_in(visitor.get("/").text)
    sent = visitor.post("/report/file", data={"csrf": token}, files={"file": ("a.png", b"x" * 13_000_000)})
    assert sent.status_code == 413
    assert "ten megabytes" in sent.text


def test_whoever_asks_too_often_is_told_to_wait() -> None:
    rates = Rates(2)
    rates.take("1.2.3.4")
    rates.take("1.2.3.4")
    rates.take("5.6.7.8")
    with pytest.raises(TooOften):
        rates.take("1.2.3.4")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("192.0.2.7", "192.0.2.8", False),
        ("", "", True),
    ],
)
def test_addresses_of_one_household_are_counted_together(one: str, other: str, same: bool) -> None:
    assert (one_household(one) == one_household(other)) is same

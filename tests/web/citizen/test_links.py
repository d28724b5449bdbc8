"""What becomes a link in a chat: addresses and telephone numbers, and nothing that hides where it leads."""

import pytest

from web.citizen.chat.links import followed

OUT = 'rel="noreferrer" target="_blank"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See https://example.org/a?b=1.", f'See <a href="https://example.org/a?b=1" {OUT}>https://example.org/a?b=1</a>.'),
        ("Go to denvergov.org/311 now", f'Go to <a href="https://denvergov.org/311" {OUT}>denvergov.org/311</a> now'),
        ("Call (720) 913-2000.", 'Call <a href="tel:7209132000">(720) 913-2000</a>.'),
        ("case 2026-128057, plate ABC-123", "case 2026-128057, plate ABC-123"),
        ("case 2026128057", "case 2026128057"),
        ("call 911", "call 911"),
    ],
)  # fmt: skip
def test_an_address_or_a_number_becomes_a_link(text: str, html: str) -> None:
    assert followed(text, "US") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ring 020 7946 0018.", 'Ring <a href="tel:02079460018">020 7946 0018</a>.'),
        ("or +1 720-913-2000", 'or <a href="tel:+17209132000">+1 720-913-2000</a>'),
        ("see example.police.uk", f'see <a href="https://example.police.uk" {OUT}>example.police.uk</a>'),
        ("ring 999, case 2026-128057", "ring 999, case 2026-128057"),
    ],
)
def test_a_number_is_one_of_the_agency_s_country(text: str, html: str) -> None:
    assert followed(text, "GB") == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        'https://x.org/"onmouseover="alert(1)',
        "javascript:alert(1)",
        '<a href="https://evil.example">bank</a>',
        "data:text/html,<b>",
    ],
)
def test_no_text_becomes_markup_of_its_own(text: str) -> None:
    html = str(followed(text, "US"))
    assert "<script" not in html
    assert 'onmouseover="' not in html
    assert "javascript:" not in html.replace("javascript:alert(1)", "", 1) or 'href="javascript' not in html
    assert "<b>" not in html
    assert "&lt;a" in html or "<a" not in text

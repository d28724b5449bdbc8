"""How we know that it is Twilio who asks."""

import pytest

from signatures.twilio import is_signed, sign

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": ["CA1234567890ABCDE"],
    "Caller": ["+14158675309"],
    "Digits": ["1234"],
    "From": ["+14158675309"],
    "To": ["+18005551212"],
}  # the example of Twilio's own documentation


def test_the_signature_is_the_one_that_twilio_documents() -> None:
    assert sign("12345", URL, FORM) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert is_signed("12345", URL, FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")


@pytest.mark.parametrize(
    ("token", "url", "form", "signature"),
    [
        ("12346", URL, FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("12345", URL + "&more=1", FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("12345", URL, {**FORM, "Digits": ["1235"]}, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("12345", URL, {**FORM, "New": [""]}, "RSOYDt4T1cUTdK1PDd93/VVr8B8=" + "="),
        ("12345", URL, FORM, ""),
        ("12345", URL, FORM, "\u00fc\ud800"),
        ("", URL, FORM, sign("", URL, FORM)),
    ],
)
def test_anything_else_is_not_twilio(token: str, url: str, form: dict[str, list[str]], signature: str) -> None:
    assert not is_signed(token, url, form, signature)


def test_an_address_counts_with_and_without_its_standard_port() -> None:
    assert is_signed(
        "t", "https://line.example/twilio/voice", FORM, sign("t", "https://line.example:443/twilio/voice", FORM)
    )
    assert is_signed("t", "https://line.example:8443/x", FORM, sign("t", "https://line.example:8443/x", FORM))
    assert not is_signed("t", "https://line.example:8443/x", FORM, sign("t", "https://line.example/x", FORM))


def test_another_example_of_its_documentation() -> None:
    form = {**FORM, "Caller": ["+12349013030"], "From": ["+12349013030"], "Digits": ["1234"]}
    assert sign("12345", URL, form) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="

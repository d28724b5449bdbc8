"""The page's protocol: what it has is understood, what it has not is refused, and nothing else happens."""

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector import events
from voice_connector.errors import WireError
from voice_connector.gateways.browser import wire
from voice_connector.gateways.browser.limits import Rate, audio_rate
from voice_connector.gateways.browser.server import origin_is_ours
from voice_connector.gateways.browser.tokens import PageTokens


def test_a_sound_frame_goes_there_and_back() -> None:
    frame = np.arange(-160, 160, dtype=np.int16) * 200
    event = wire.decode(wire.encode_audio(frame))
    assert isinstance(event, events.AudioFrame)
    assert np.array_equal(event.pcm, frame)


@pytest.mark.parametrize(
    ("body", "event"),
    [
        ({"type": "start", "token": "t", "mode": "voice"}, wire.Start("t", "voice")),
        ({"type": "key", "digit": "#"}, events.DtmfPressed("#")),
        ({"type": "text", "text": "hello"}, events.TextTyped("hello")),
        ({"type": "hang_up"}, events.HungUp()),
        ({"type": "hang_up", "more": "from a newer page"}, events.HungUp()),
    ],
)
def test_each_message_of_the_page_is_one_event(body: dict[str, str], event: wire.FromPage) -> None:
    assert wire.decode(json.dumps(body)) == event


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", "bad_audio"),
        (b"\x00" * 639, "bad_audio"),
        (b"\x00" * 1280, "bad_audio"),
        ("", "not_json"),
        ("{", "not_json"),
        ("[" * 10_000, "not_json"),
        ("[]", "not_an_object"),
        ("null", "not_an_object"),
        ("{}", "unknown_type"),
        ('{"type": ["start"]}', "unknown_type"),
        ('{"type": "key", "digit": "12"}', "bad_key"),
        ('{"type": "key", "digit": 5}', "bad_key"),
        ('{"type": "key"}', "bad_key"),
        ('{"type": "text", "text": {"a": 1}}', "bad_text"),
        ('{"type": "text", "text": "' + "a" * 16_001 + '"}', "too_long"),
        ('{"type": "start", "token": "t", "mode": "fax"}', "bad_mode"),
        ('{"type": "start", "mode": "voice"}', "bad_token"),
        ('{"type": "start", "token": "", "mode": "text", "lend": "../../etc/passwd"}', "bad_resume"),
        ('{"type": "start", "token": "", "mode": "text", "code": "1234567"}', "bad_code"),
        ('{"type": "start", "token": "", "mode": "text", "code": "12345678", "agency": ["denver"]}', "bad_agency"),
        ('{"type": "start", "token": "", "mode": "text", "code": "12345678", "agency": "a/b"}', "bad_agency"),
        ('{"type": "start", "token": "' + "t" * 400 + '", "mode": "voice"}', "bad_token"),
        ('{"type": "text", "text": "' + "a" * 50_000 + '"}', "too_large"),
    ],
)
def test_what_the_protocol_does_not_have_is_refused(frame: str | bytes, code: str) -> None:
    with pytest.raises(WireError) as refused:
        wire.decode(frame)
    assert refused.value.code == code


@given(st.binary(max_size=2_000) | st.text(max_size=500))
def test_no_frame_whatever_breaks_the_codec(frame: str | bytes) -> None:
    with contextlib.suppress(WireError):
        assert not isinstance(wire.decode(frame), wire.Start)


@pytest.mark.parametrize(
    "event",
    [
        events.CallerSaid("hi", "speech", 0.9),
        events.AssistantSays("hi", 1, safety=True),
        events.SpeechStarted(0.0),
        events.Interrupted(1, "h", "i"),
        events.Listening("case_number", "number", 6),
        events.Decided("ask", need="noise_party_now"),
        events.Timing(560, 0, 40, 120),
        events.Transferring("call_taker", "a call-taker", "+15550100", "routed", "t-1"),
        events.Failed("bot"),
        events.CallEnded("call_taker", "transfer"),
    ],
)
def test_every_event_has_a_message_for_the_page(event: events.Shown) -> None:
    message = wire.encode(event)
    assert message is not None
    body = json.loads(message)
    assert body["type"]
    assert None not in body.values()


def test_a_token_starts_one_call_and_no_second() -> None:
    tokens = PageTokens("secret", 600, lambda: 1_000.0)
    token = tokens.issue()
    tokens.spend(token)
    with pytest.raises(WireError) as refused:
        tokens.spend(token)
    assert refused.value.code == "used_token"


def test_an_old_token_is_refused() -> None:
    now = [1_000.0]
    tokens = PageTokens("secret", 600, lambda: now[0])
    token = tokens.issue()
    now[0] += 601
    with pytest.raises(WireError) as refused:
        tokens.spend(token)
    assert refused.value.code == "expired_token"


@given(st.text(max_size=200))
def test_no_invented_token_is_accepted(token: str) -> None:
    with pytest.raises(WireError):
        PageTokens("secret", 600, lambda: 1_000.0).spend(token)


def test_a_token_of_another_secret_or_with_another_time_is_refused() -> None:
    tokens = PageTokens("secret", 600, lambda: 1_000.0)
    until, name, signature = tokens.issue().split(".")
    for forged in (
        f"9999999999.{name}.{signature}",
        PageTokens("other", 600, lambda: 1_000.0).issue(),
        f"{until}.{name}.é",
    ):
        with pytest.raises(WireError) as refused:
            tokens.spend(forged)
        assert refused.value.code == "bad_token"


def test_a_call_at_its_own_pace_is_never_too_fast() -> None:
    rate = audio_rate()
    for frame in range(5_000):
        rate.take(frame * 0.02)


def test_a_flood_is_too_fast() -> None:
    rate = Rate(per_s=10, burst=5, name="control")
    for _ in range(5):
        rate.take(1.0)
    with pytest.raises(WireError):
        rate.take(1.0)
    rate.take(1.2)


@pytest.mark.parametrize(
    ("origin", "host", "extra", "ours"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1:8080", (), True),
        ("https://line.example", "line.example", (), True),
        ("https://evil.example", "line.example", (), False),
        ("https://line.example.evil.example", "line.example", (), False),
        ("null", "line.example", (), False),
        ("", "line.example", (), False),
        (None, "line.example", (), False),
        ("file://line.example", "line.example", (), False),
        ("https://city.example", "line.example", ("https://city.example",), True),
    ],
)
def test_only_our_own_page_may_open_the_socket(
    origin: str | None, host: str, extra: tuple[str, ...], ours: bool
) -> None:
    assert origin_is_ours(origin, host, extra) is ours

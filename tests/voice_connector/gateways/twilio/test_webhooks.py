"""Twilio's webhooks on the served connector: who is let in, and that every caller gets a document."""

import asyncio
import contextlib
import itertools
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest
import websockets
from structlog.testing import capture_logs

from signatures.twilio import sign
from tests.voice_connector.stage_server import Served, served

NAMES = (f"twilio-webhook-test-{number}" for number in itertools.count())
TOKEN, ADDRESS = "a-token-of-nobody", "https://line.example"


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS, "way": "gather"}
    async with served(tmp_path, next(NAMES), twilio=twilio) as running:
        yield running


def form(sid: str, **fields: str) -> dict[str, str]:
    return {"CallSid": sid, "From": "+13035550199", "To": "+17205550100", "CallStatus": "in-progress", **fields}


async def post(
    line: Served, path: str, fields: dict[str, str], *, token: str = TOKEN, address: str = ADDRESS, **headers: str
) -> httpx.Response:
    signature = sign(token, f"{address}/twilio/{path}", {name: [value] for name, value in fields.items()})
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(
            f"{line.address}/twilio/{path}", data=fields, headers={"X-Twilio-Signature": signature, **headers}
        )


def new_sid() -> str:
    return "CA" + secrets.token_hex(16)


def verbs(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/xml")
    return [verb.tag for verb in fromstring(response.text)]


def verb(response: httpx.Response, path: str) -> Element:
    found = fromstring(response.text).find(path)
    assert found is not None, response.text
    return found


async def test_a_call_by_twilios_recogniser_from_greeting_to_transfer(line: Served) -> None:
    sid = new_sid()
    greeting = await post(line, "voice", form(sid))
    assert verbs(greeting) == ["Gather", "Redirect"]
    assert verb(greeting, "Gather/Say").text == "Hello."
    question = await post(line, "next", form(sid, SpeechResult="there is a loud party", Confidence="0.91"))
    assert verb(question, "Gather/Say").text == "Is it happening right now?"
    transfer = await post(line, "next", form(sid, SpeechResult="yes", Confidence="0.95"))
    assert verbs(transfer) == ["Say", "Dial"]
    answered = form(new_sid(), ParentCallSid=sid)
    assert verbs(await post(line, "notice", answered)) == []
    over = await post(line, "dialled", form(sid, DialCallStatus="completed"))
    assert verbs(over) == ["Hangup"]
    async with asyncio.timeout(15):
        while not line.casework.calls:
            await asyncio.sleep(0.02)
    [record] = line.casework.calls.values()
    assert record["need"] == "noise_party_now"
    assert record["transfer"]["outcome"] == "connected"
    assert [turn["confidence"] for turn in record["turns"] if turn["who"] == "caller"] == [0.91, 0.95]
    assert "3035550199" not in str(record)


async def test_when_nobody_answers_the_next_place_rings_and_then_the_caller_is_told(line: Served) -> None:
    sid = new_sid()
    await post(line, "voice", form(sid))
    first = await post(line, "next", form(sid, Digits="0"))
    assert verb(first, "Dial/Number").text == "+15550100"
    second = await post(line, "dialled", form(sid, DialCallStatus="busy"))
    assert verb(second, "Dial/Number").text == "+15550111"
    last = await post(line, "dialled", form(sid, DialCallStatus="no-answer"))
    assert "Say" in [element.tag for element in fromstring(last.text).iter()]


async def test_an_emergency_says_its_sentence_at_once_and_pauses_before_it_dials(line: Served) -> None:
    sid = new_sid()
    await post(line, "voice", form(sid))
    response = await post(line, "next", form(sid, SpeechResult="he has a gun", Confidence="0.4"))
    assert verbs(response) == ["Say", "Pause", "Dial"]
    assert "dial nine one one" in (verb(response, "Say").text or "")
    assert verb(response, "Pause").get("length") == "4"


async def test_a_question_about_a_number_waits_for_all_its_keys(line: Served) -> None:
    sid = new_sid()
    await post(line, "voice", form(sid))
    question = await post(line, "next", form(sid, SpeechResult="my case", Confidence="0.9"))
    assert verb(question, "Gather").get("numDigits") == "6"
    assert verb(question, "Gather").get("timeout") == "13"
    answer = await post(line, "next", form(sid, Digits="241077"))
    assert "with a detective" in (verb(answer, "Gather/Say").text or "")


async def test_silence_is_reported_by_the_redirect_and_the_second_time_a_person_rings(line: Served) -> None:
    sid = new_sid()
    greeting = await post(line, "voice", form(sid))
    address = verb(greeting, "Redirect").text or ""
    assert re.fullmatch(f"{ADDRESS}/twilio/next\\?nothing=1&once=[0-9a-f]{{16}}", address)
    again = await post(line, "next?nothing=1", form(sid))
    assert verb(again, "Gather/Say").text == "I didn't hear anything."
    assert verbs(await post(line, "next?nothing=1", form(sid))) == ["Say", "Dial"]


async def test_the_same_request_again_happens_once_and_gets_the_same_document(line: Served) -> None:
    sid = new_sid()
    await post(line, "voice", form(sid))
    again: dict[str, str] = {"I-Twilio-Idempotency-Token": "once-1"}
    fields = form(sid, SpeechResult="there is a loud party")
    first = await post(line, "next", fields, **again)
    second = await post(line, "next", fields, **again)
    assert first.text == second.text
    assert line.bot.messages() == ["there is a loud party"]


def path_of(address: str) -> str:
    return address.removeprefix(f"{ADDRESS}/twilio/")


async def test_a_turn_that_somebody_sends_again_is_not_said_again(line: Served) -> None:
    """A recorded request keeps its signature; without Twilio's own header it is the address that gives it away."""
    sid = new_sid()
    action = path_of(verb(await post(line, "voice", form(sid)), "Gather").get("action") or "")
    fields = form(sid, SpeechResult="there is a loud party")
    first = await post(line, action, fields)
    replayed = [await post(line, action, fields) for _ in range(3)]
    assert {one.text for one in replayed} == {first.text}
    assert line.bot.messages() == ["there is a loud party"]


async def test_a_ring_that_somebody_sends_again_starts_no_other_call(line: Served) -> None:
    sid = new_sid()
    first = await post(line, "voice", form(sid))
    await post(line, path_of(verb(first, "Gather").get("action") or ""), form(sid, Digits="0"))
    assert (await post(line, "voice", form(sid))).text == first.text
    assert line.connector.exchange.active == 1


async def test_the_end_of_a_transfer_that_somebody_sends_again_does_not_end_the_next_one(line: Served) -> None:
    sid = new_sid()
    await post(line, "voice", form(sid))
    dial = await post(line, "next", form(sid, Digits="0"))
    action, fields = path_of(verb(dial, "Dial").get("action") or ""), form(sid, DialCallStatus="busy")
    second = await post(line, action, fields)
    assert verb(second, "Dial/Number").text == "+15550111"
    assert (await post(line, action, fields)).text == second.text
    assert verb(second, "Dial").get("action") != verb(dial, "Dial").get("action")


async def test_a_replayed_ring_gives_no_second_stream(tmp_path: Path) -> None:
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS, "way": "stream"}
    async with served(tmp_path, next(NAMES), twilio=twilio) as line:
        sid = new_sid()
        assert (await post(line, "voice", form(sid))).text == (await post(line, "voice", form(sid))).text


async def test_streams_that_never_start_do_not_fill_the_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_connector.gateways.twilio.server._MOST_STRANGERS", 3)
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS, "way": "stream"}
    async with served(tmp_path, next(NAMES), twilio=twilio) as line, contextlib.AsyncExitStack() as stack:
        address = line.address.replace("http", "ws") + "/twilio/stream"
        open_ = [await stack.enter_async_context(websockets.connect(address, proxy=None)) for _ in range(4)]
        with pytest.raises(websockets.ConnectionClosed):
            async with asyncio.timeout(5):
                await open_[3].recv()
        assert [one.state.name for one in open_[:3]] == ["OPEN"] * 3
        assert line.connector.exchange.active == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "another-token"},
        {"address": "https://other.example"},
        {"address": "http://line.example"},
    ],
    ids=str,
)
async def test_a_request_that_twilio_did_not_sign_is_refused(line: Served, wrong: dict[str, Any]) -> None:
    with capture_logs() as logs:
        for path in ("voice", "next", "dialled", "notice"):
            response = await post(line, path, form(new_sid()), **wrong)
            assert response.status_code == 403
    assert line.connector.exchange.active == 0
    assert {entry["event"] for entry in logs if entry["log_level"] == "warning"} == {
        "a request without twilio's signature was refused"
    }


async def test_headers_of_a_proxy_cannot_change_the_address_that_is_checked(line: Served) -> None:
    response = await post(
        line, "voice", form(new_sid()), address="https://evil.example", **{"X-Forwarded-Host": "evil.example"}
    )
    assert response.status_code == 403


@pytest.mark.parametrize("sid", ["", "CA", "CA" + "g" * 32, "../../etc/passwd", "CA" + "0" * 33])
async def test_a_request_that_names_no_call_is_refused(line: Served, sid: str) -> None:
    assert (await post(line, "voice", form(sid))).status_code == 400


async def test_a_form_of_40_kb_is_refused_and_the_next_call_is_served(line: Served) -> None:
    assert (await post(line, "voice", form(new_sid(), Padding="x" * 40_000))).status_code == 403
    assert verbs(await post(line, "voice", form(new_sid()))) == ["Gather", "Redirect"]


async def test_a_call_that_this_process_does_not_know_goes_to_a_person(line: Served) -> None:
    sid = new_sid()
    first = await post(line, "next", form(sid, SpeechResult="hello"))
    assert verb(first, "Dial/Number").text == "+15550100"
    second = await post(line, "dialled", form(sid, DialCallStatus="busy"))
    assert verb(second, "Dial/Number").text == "+15550111"
    third = await post(line, "dialled", form(sid, DialCallStatus="failed"))
    assert verbs(third) == ["Say", "Hangup"]


async def test_without_room_the_caller_goes_to_a_person(tmp_path: Path) -> None:
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS, "way": "gather"}
    async with served(tmp_path, next(NAMES), most_chats=1, twilio=twilio) as line:
        await post(line, "voice", form(new_sid()))
        assert verb(await post(line, "voice", form(new_sid())), "Dial/Number").text == "+15550100"


async def test_without_a_token_there_is_nothing_to_call(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES)) as line:
        assert (await post(line, "voice", form(new_sid()))).status_code == 404


async def test_a_stream_that_never_starts_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_connector.gateways.twilio.stream._START_WITHIN_S", 0.2)
    twilio = {"auth_token": TOKEN, "public_url": ADDRESS, "way": "stream"}
    with capture_logs() as logs:
        async with served(tmp_path, next(NAMES), twilio=twilio) as line:
            address = line.address.replace("http", "ws") + "/twilio/stream"
            async with websockets.connect(address, proxy=None) as socket:
                with pytest.raises(websockets.ConnectionClosed):
                    async with asyncio.timeout(5):
                        await socket.recv()
            assert line.connector.exchange.active == 0
    assert [one["code"] for one in logs if "broke the protocol" in one["event"]] == ["no_start"]

"""Calls over Asterisk's WebSocket channel, against a whole connector on a real port."""

import asyncio
import contextlib
import itertools
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import websockets

from tests.voice_connector.gateways.asterisk.peer import SETTINGS, Asterisk, asked, dialled, next_step
from tests.voice_connector.stage_server import Served, served

NAMES = (f"asterisk-test-{number}" for number in itertools.count())


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path, next(NAMES), ("somebody painted graffiti",), asterisk=SETTINGS) as running:
        yield running


@pytest.fixture
def logs() -> Any:
    with structlog.testing.capture_logs() as lines:
        yield lines


async def filed(line: Served) -> dict[str, Any]:
    """The one call's record."""
    async with asyncio.timeout(8):
        while not line.casework.calls or line.connector.exchange.active:
            await asyncio.sleep(0.02)
    (record,) = line.casework.calls.values()
    return record


async def test_caller_is_greeted_understood_and_transferred_by_the_dialplans_question(line: Served) -> None:
    async with dialled(line, "call-one", did="13000") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.until(lambda: not pbx.is_sounding())
        pbx.say(1.0)
        await pbx.until(pbx.hung_up.is_set)
        answer = await asked(line, "call-one")
    line_without_pass, _, back = answer.rpartition(",")
    assert line_without_pass == "civicline1,transfer,graffiti_removal,+17207202489,,graffiti,en,routed,60"
    assert re.fullmatch("[0-9a-f]{32}", back)
    record = await filed(line)
    assert record["gateway"] == "asterisk"
    assert record["disposition"] == "transfer"
    assert record["transfer"]["outcome"] == "connected"
    assert record["ended_by"] == "transfer"
    assert line.bot.got[0]["metadata"]["dialled"] == "13000"


async def _wants_person(line: Served, pbx_id: str, **query: str) -> str:
    """One visit that ends with key 0; the answer to the dialplan's question."""
    async with dialled(line, pbx_id, None, **query) as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
        return await asked(line, pbx_id)


async def test_caller_whom_nobody_took_comes_back_into_the_same_conversation_record_and_ticket(line: Served) -> None:
    back = (await _wants_person(line, "visit-1")).rpartition(",")[2]
    first = dict(await filed(line))
    answer = await _wants_person(line, "visit-2", returned="NOANSWER", back=back)
    async with asyncio.timeout(8):
        while len((record := await filed(line))["turns"]) == len(first["turns"]):
            await asyncio.sleep(0.02)
    assert {one["sender"] for one in line.bot.got} == {first["call_id"]}
    assert record["call_id"] == first["call_id"]
    assert record["started_at"] == first["started_at"]
    assert record["turns"][: len(first["turns"])] == first["turns"]
    assert record["ticket"] == first["ticket"]
    assert answer.split(",")[4] == first["ticket"]
    assert answer.rpartition(",")[2] != back


@pytest.mark.parametrize("pass_", ["used", "foreign"])
async def test_pass_that_is_used_or_foreign_leads_into_no_conversation_but_is_answered(
    line: Served, pass_: str
) -> None:
    back = (await _wants_person(line, "visit-1")).rpartition(",")[2]
    await _wants_person(line, "visit-2", returned="BUSY", back=back if pass_ == "used" else "0" * 32)
    again = await _wants_person(line, "visit-3", returned="BUSY", back=back if pass_ == "used" else "f" * 32)
    assert again.startswith("civicline1,transfer,")
    conversations = 2 if pass_ == "used" else 3
    async with asyncio.timeout(8):
        while len(line.casework.calls) < conversations:
            await asyncio.sleep(0.02)
    assert len({one["sender"] for one in line.bot.got}) == conversations


async def test_pass_of_a_call_that_still_goes_on_leads_nowhere(line: Served) -> None:
    async with dialled(line, "going-on") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        (call_id,) = line.connector.exchange._active
        stolen = line.connector.exchange.returning.pass_for(call_id)
        assert line.connector.exchange.returning.spend(stolen) is None


async def test_asterisk_always_has_something_to_play_after_the_first_frames(line: Served) -> None:
    async with dialled(line) as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await asyncio.sleep(1.5)
        gaps = sum(one is None for one in pbx.heard[10:])
    assert gaps <= len(pbx.heard) * 0.1, f"{gaps} of {len(pbx.heard)} frames were missing"


async def test_speech_over_our_voice_flushes_what_asterisk_has(line: Served) -> None:
    async with dialled(line) as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.until(lambda: not pbx.is_sounding())
        await pbx.press("5")
        await pbx.until(pbx.is_sounding)  # the bot's answer to the key, longer than a second
        pbx.say(3.0)
        await pbx.until(lambda: "FLUSH_MEDIA" in pbx.commands)
        await pbx.until(lambda: not pbx.is_sounding(), within_s=0.3)


async def test_key_zero_in_the_greeting_reaches_a_person_and_the_last_word_is_marked(line: Served) -> None:
    async with dialled(line, "key-zero") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
        assert (await asked(line, "key-zero")).split(",")[1:5] == ["transfer", "call_taker", "+15550100", "tick-2"]
    assert pbx.commands[-2:] == ["MARK_MEDIA", "HANGUP"]


async def test_older_asterisk_speaks_plain_lines_and_names_no_format(line: Served) -> None:
    async with dialled(line, "older") as socket, Asterisk(socket, as_json=False, answers_marks=False) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
        assert (await asked(line, "older")).startswith("civicline1,transfer,call_taker,")


@pytest.mark.parametrize(("form", "size"), [("ulaw", 160), ("alaw", 160), ("slin", 320)])
async def test_other_formats_of_the_telephone_world_work(line: Served, form: str, size: int) -> None:
    async with dialled(line) as socket, Asterisk(socket, form=form) as pbx:
        await pbx.start()
        await pbx.until(lambda: any(one and len(set(one)) > 4 for one in pbx.heard))
        assert {len(one) for one in pbx.heard if one} == {size}


async def test_caller_who_comes_back_hears_an_apology_and_a_choice(line: Served) -> None:
    async with dialled(line, returned="BUSY") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(lambda: sum(bool(one and any(one)) for one in pbx.heard) > 60)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
    spoken = [turn["text"] for turn in (await filed(line))["turns"] if turn["who"] == "assistant"]
    assert spoken[0].startswith("I'm sorry, nobody")


async def test_caller_who_hangs_up_leaves_no_next_step(line: Served) -> None:
    async with dialled(line, "gone") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
    assert (await filed(line))["disposition"] == "abandoned"
    answer = await next_step(line, "gone")
    assert (answer.status_code, answer.text) == (404, "")


async def test_transfer_that_no_dialplan_asks_for_counts_as_failed(line: Served) -> None:
    async with dialled(line) as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
    record = await filed(line)
    assert record["transfer"]["outcome"] == "failed"
    assert record["ended_by"] == "caller", "nobody is spoken to after the leg has ended"


async def test_not_authorised_gets_no_socket_no_step_and_a_log_line(line: Served, logs: Any) -> None:
    for headers in ({}, {"Authorization": "Basic YXN0ZXJpc2s6d3Jvbmc="}, {"Authorization": "Bearer x"}):
        with pytest.raises(websockets.InvalidStatus, match="401"):
            async with dialled(line, headers=headers):
                pass
        assert (await next_step(line, "anything", headers)).status_code == 401
    refused = [one["code"] for one in logs if one["event"] == "a media connection was refused"]
    assert refused == ["not_authorised"] * 3
    assert line.connector.exchange.active == 0


@pytest.mark.parametrize(
    "query",
    [{"cli": "1", "what": "x"}, {"did": "1;2"}, {"did": "x" * 41}, {"id": "again"}, {"back": "../../x"}],
    ids=["unknown name", "separator", "too long", "twice", "no pass"],
)
async def test_connection_with_a_malformed_query_is_refused(line: Served, query: dict[str, str]) -> None:
    with pytest.raises(websockets.InvalidStatus, match="400"):
        async with dialled(line, "call-two", None, **query):
            pass


async def test_callers_number_is_let_through_and_goes_nowhere(line: Served, logs: Any) -> None:
    async with dialled(line, "with-cli", cli="+13035550123") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.is_sounding)
        await pbx.press("0")
        await pbx.until(pbx.hung_up.is_set)
    kept = repr((await filed(line), line.bot.got, line.casework.tickets, logs))
    assert "3035550123" not in kept


BAD = {
    "not JSON": "{not json",
    "no object": '{"event": 5}',
    "unknown event": '{"event": "SELF_DESTRUCT"}',
    "unknown line": "SELF_DESTRUCT now",
    "bad key": '{"event": "DTMF_END", "digit": "55"}',
    "oversized text": '{"event": "' + "x" * 9_000 + '"}',
    "oversized sound": bytes(40_000),
    "half a sample": bytes(641),
    "started twice": '{"event": "MEDIA_START", "format": "slin16"}',
}


@pytest.mark.parametrize("frame", BAD.values(), ids=BAD)
async def test_bad_input_ends_that_call_with_one_log_line_and_no_other_call_notices(
    line: Served, logs: Any, frame: str | bytes
) -> None:
    async with dialled(line, "good") as other, Asterisk(other) as good:
        await good.start()
        async with dialled(line, "bad-one") as socket, Asterisk(socket) as pbx:
            await pbx.start()
            await pbx.until(pbx.is_sounding)
            await socket.send(frame)
            await pbx.until(pbx.hung_up.is_set)
        assert (await next_step(line, "bad-one")).status_code == 404  # so the dialplan goes to a person
        assert [one["pbx_id"] for one in logs if "broke the protocol" in one["event"]] == ["bad-one"]
        await good.press("0")
        await good.until(good.hung_up.is_set)
        assert (await asked(line, "good")).startswith("civicline1,transfer,")


async def test_sound_that_comes_faster_than_time_ends_the_call(line: Served, logs: Any) -> None:
    async with dialled(line, "fast") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        with contextlib.suppress(websockets.ConnectionClosed):
            for _ in range(2_000):
                await socket.send(bytes(640))
                await asyncio.sleep(0)
        await pbx.until(pbx.hung_up.is_set)
    assert [one["code"] for one in logs if "broke the protocol" in one["event"]] == ["too_fast"]


async def test_the_same_id_twice_at_once_is_refused(line: Served, logs: Any) -> None:
    async with dialled(line, "only-once") as first, Asterisk(first) as good:
        await good.start()
        await good.until(good.is_sounding)
        async with dialled(line, "only-once") as second, Asterisk(second) as twin:
            await twin.start()
            await twin.until(twin.hung_up.is_set)
        assert not good.hung_up.is_set()
    assert [one["code"] for one in logs if "broke the protocol" in one["event"]] == ["id_in_use"]


async def test_full_house_opens_no_door_so_that_another_connector_or_a_person_answers(
    tmp_path: Path, logs: Any
) -> None:
    house = served(tmp_path, next(NAMES), asterisk=SETTINGS, most_calls=1)
    async with house as line, dialled(line, "first") as one, Asterisk(one) as first:
        await first.start()
        await first.until(first.is_sounding)
        with pytest.raises(websockets.InvalidStatus, match="503"):
            async with dialled(line, "second"):
                pass
        assert (await next_step(line, "second")).status_code == 404
        page = line.connector.metrics.page().decode()
    assert 'civicline_calls_refused_total{reason="full"} 1.0' in page
    assert "a call goes to a person, because it could not be served well" in [one["event"] for one in logs]


async def test_two_calls_that_find_the_last_place_free_at_the_door_do_not_both_get_it(
    tmp_path: Path, logs: Any
) -> None:
    house = served(tmp_path, next(NAMES), asterisk=SETTINGS, most_calls=1)
    async with house as line, dialled(line, "first") as one, dialled(line, "second") as two:
        async with Asterisk(one) as first, Asterisk(two) as second:
            await first.start()
            await first.until(first.is_sounding)
            await second.start()
            await second.until(second.hung_up.is_set)
        assert (await next_step(line, "second")).status_code == 404
    assert "a call was turned away, the caller goes to a person" in [one["event"] for one in logs]


async def test_fault_of_ours_ends_the_leg_and_logs_no_address(
    line: Served, logs: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_arguments: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(type(line.connector.exchange), "hold", broken)
    async with dialled(line, "our-fault", cli="+13035550123") as socket, Asterisk(socket) as pbx:
        await pbx.start()
        await pbx.until(pbx.hung_up.is_set)
    assert (await next_step(line, "our-fault")).status_code == 404
    assert "a media leg failed, the caller goes to a person" in [one["event"] for one in logs]
    assert "3035550123" not in caplog.text + repr(logs)


async def test_gateway_is_off_without_a_password(tmp_path: Path) -> None:
    async with served(tmp_path, next(NAMES)) as line:
        assert (await next_step(line, "anything")).status_code == 404
        with pytest.raises(websockets.InvalidStatus, match="404"):
            async with dialled(line):
                pass


async def test_media_that_never_starts_is_closed_and_takes_no_room(
    line: Served, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_connector.gateways.asterisk.websocket._START_WITHIN_S", 0.2)
    async with dialled(line, "silent-one") as socket, Asterisk(socket) as pbx:
        await pbx.until(pbx.hung_up.is_set)
    assert [one["code"] for one in logs if "broke the protocol" in one["event"]] == ["no_start"]
    assert line.connector.exchange.active == 0

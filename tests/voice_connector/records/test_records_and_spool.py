"""A call record fits its contract, holds nothing that it must not, and reaches casework sooner or later."""

import asyncio
import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from casework_client.wire_httpx import casework_over
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.casework import FakeCasework
from voice_connector.bot.replies import Decision, WireUnderstood
from voice_connector.call.journal import Journal
from voice_connector.events import CallStarted, Timing
from voice_connector.records.record import NOT_REDACTED, CallRecord, Redaction, Turn
from voice_connector.records.spool import Spool
from voice_connector.speech.interfaces import Transcript

CONTRACT = json.loads((Path(__file__).parents[3] / "contracts/call_record.schema.json").read_text("utf-8"))
WISH = "somebody who helps me"
SCHEMA = jsonschema_rs.validator_for(CONTRACT)
AT = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
TURNS = (
    Turn("assistant", 0, "How can I help?", interrupted=True),
    Turn(
        "caller",
        1_200,
        "I am Ann Smith, 303 555 0147",
        by="speech",
        confidence=1.0000001,
        language="en",
        language_confidence=0.9,
        alternatives=("I am Ann Smythe", "yeah man Smith"),
    ),
    Turn("assistant", 2_400, "Which number?", latency=Timing(560, 0, 40, 120)),
    Turn("caller", 5_000, "241077", by="keys"),
    Turn("caller", 9_000, "", by="silence"),
)
RECORD = CallRecord(
    "call-00000001", "denver", "voice", "loopback", AT, AT, "en", TURNS, "call_taker", "transfer",
    need="noise_party_now", destination=("call_taker", "a call-taker"), reason="routed", ticket="t-1", transfer=("simulated", 9_000),
)  # fmt: skip


class Blackout:
    def redact(self, text: str) -> str:
        return "*" * len(text)


class Broken:
    def redact(self, text: str) -> str:
        raise RuntimeError(f"cannot: {text}")


def test_a_full_record_fits_the_contract() -> None:
    SCHEMA.validate(RECORD.to_json())


async def test_what_the_bot_understood_stands_beside_the_words_that_it_is_about() -> None:
    call = CallStarted("call-00000001", "voice", "loopback")
    journal = Journal(call, "denver", "en", VirtualClock())
    judged = {"intent": "noise_party_now", "confidence": 0.9, "ranking": [], "model": "m-1"}
    journal.caller("", "silence")
    journal.decided(Decision("ask"))
    journal.caller("the neighbours are loud", "speech")
    journal.decided(Decision("ask", understood=WireUnderstood.model_validate(judged)))
    journal.caller("1", "keys")
    journal.decided(Decision("ask", understood=WireUnderstood.model_validate(judged | {"intent": "other"})))
    turns = journal.record().to_json()["turns"]
    assert [turn.get("understood", {}).get("intent") for turn in turns] == [None, "noise_party_now", None]
    SCHEMA.validate(journal.record().to_json())


async def test_what_else_a_turn_was_heard_as_is_kept_beside_it_and_of_a_turn_that_was_not_doubted_nothing() -> None:
    journal = Journal(CallStarted("call-00000001", "voice", "loopback"), "denver", "en", VirtualClock())
    journal.caller(
        "my cart was towed", "speech", Transcript("my cart was towed", 0.5, alternatives=("my car was toad",))
    )
    journal.caller("on fifth", "speech", Transcript("on fifth", 0.9))
    turns = journal.record().to_json()["turns"]
    assert [turn.get("alternatives") for turn in turns] == [["my car was toad"], None]
    SCHEMA.validate(journal.record().to_json())


def test_the_contract_has_no_room_for_a_number_or_a_voice() -> None:
    for name in ("caller", "caller_number", "from", "audio", "recording", "facts"):
        with pytest.raises(jsonschema_rs.ValidationError):
            SCHEMA.validate({**RECORD.to_json(), name: "x"})


async def test_every_text_is_redacted_and_keys_are_counted_not_kept() -> None:
    redacted = await Redaction(Blackout()).record(RECORD)
    body = json.dumps(redacted.to_json())
    assert "Smith" not in body
    assert "Smythe" not in body
    assert "241077" not in body
    assert redacted.turns[3].text == "[6 keys]"
    SCHEMA.validate(redacted.to_json())


async def test_a_text_that_cannot_be_redacted_is_not_kept() -> None:
    redacted = await Redaction(Broken()).record(RECORD)
    assert redacted.turns[1].text == NOT_REDACTED
    assert redacted.turns[1].alternatives == (NOT_REDACTED, NOT_REDACTED)
    SCHEMA.validate(redacted.to_json())


class Slow:
    """A redactor that is at one text until it is let go; a wish is done at once."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def redact(self, text: str) -> str:
        assert text == WISH or self.go.wait(30)
        return text


async def test_records_that_wait_for_the_redactor_hold_up_nobodys_voice_no_delivery_and_no_hand_over() -> None:
    redactor = Slow()
    redaction = Redaction(redactor)
    waiting = [asyncio.create_task(redaction.record(RECORD)) for _ in range(50)]
    try:
        await asyncio.sleep(0.05)
        await asyncio.wait_for(
            asyncio.to_thread(lambda: None), 10
        )  # where voices are resampled, and records read to be sent
        story = await asyncio.wait_for(redaction.story({"wish": WISH}), 10)
    finally:
        redactor.go.set()
    assert story["wish"] == WISH
    assert await asyncio.gather(*waiting) == [await redaction.record(RECORD)] * 50


async def test_the_redactor_of_this_product_hides_a_name_and_a_number() -> None:
    pytest.importorskip("privacy")
    text = (await Redaction().record(RECORD)).turns[1].text
    assert "555 0147" not in text
    assert "Smith" not in text


def spool_of(folder: Path, casework: FakeCasework) -> Spool:
    return Spool(folder, casework_over(casework.client()), VirtualClock(), retry_s=30)


def body(call_id: str = "call-00000001") -> dict[str, Any]:
    return replace(RECORD, call_id=call_id).to_json()


def test_a_record_is_delivered_and_leaves_nothing_behind(tmp_path: Path) -> None:
    casework = FakeCasework()
    run_virtually(spool_of(tmp_path, casework).file(body()))
    assert casework.calls == {"call-00000001": body()}
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_has_become_read_only_holds_up_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    casework = FakeCasework("down")

    def read_only(path: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system", str(path))

    async def records() -> int:
        spool = spool_of(tmp_path, casework)
        for number in range(3):
            await spool.file(body(f"call-0000000{number}"))
        delivering = asyncio.create_task(spool.run())
        casework.state = "up"
        with monkeypatch.context() as disk:
            disk.setattr(Path, "unlink", read_only)
            await asyncio.sleep(60)
        assert len(casework.calls) == 3
        await asyncio.sleep(60)
        delivering.cancel()
        return spool.waiting()

    assert run_virtually(records()) == 0


def test_whatever_stops_a_round_of_the_spool_does_not_stop_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    casework, faults = FakeCasework("down"), [RuntimeError("what nobody thought of")] * 2

    async def records() -> None:
        spool = spool_of(tmp_path, casework)
        await spool.file(body())
        sending = spool._send

        async def send(name: str, content: dict[str, Any]) -> None:
            if faults:
                raise faults.pop()
            await sending(name, content)

        monkeypatch.setattr(spool, "_send", send)
        casework.state = "up"
        delivering = asyncio.create_task(spool.run())
        await asyncio.sleep(120)
        delivering.cancel()

    run_virtually(records())
    assert list(casework.calls) == ["call-00000001"]


def test_records_wait_while_casework_is_down_and_arrive_when_it_is_back(tmp_path: Path) -> None:
    casework = FakeCasework("down")

    async def main() -> None:
        spool = spool_of(tmp_path, casework)
        for number in range(3):
            await spool.file(body(f"call-0000000{number}"))
        assert spool.waiting() == 3
        delivering = asyncio.create_task(spool.run())
        await asyncio.sleep(45)
        assert spool.waiting() == 3
        casework.state = "up"
        await asyncio.sleep(40)
        assert spool.waiting() == 0
        delivering.cancel()

    run_virtually(main())
    assert sorted(casework.calls) == ["call-00000000", "call-00000001", "call-00000002"]


def test_calls_that_end_while_casework_is_slow_do_not_queue_behind_each_other(tmp_path: Path) -> None:
    casework = FakeCasework("slow")

    async def main() -> list[float]:
        spool, clock, took = spool_of(tmp_path, casework), VirtualClock(), []
        first = asyncio.create_task(spool.file(body("call-00000000")))
        await asyncio.sleep(1)
        for number in range(1, 6):
            began = clock.now()
            await spool.file(body(f"call-0000000{number}"))
            took.append(clock.now() - began)
        casework.state = "up"
        await first
        delivering = asyncio.create_task(spool.run())
        await asyncio.sleep(1)
        delivering.cancel()
        return took

    assert max(run_virtually(main())) < 0.1
    assert len(casework.calls) == 6
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_arrives_while_others_wait_is_delivered_without_waiting_for_the_next_round(
    tmp_path: Path,
) -> None:
    casework = FakeCasework()

    async def main() -> float:
        spool, clock = spool_of(tmp_path, casework), VirtualClock()
        delivering = asyncio.create_task(spool.run())
        await asyncio.sleep(5)
        async with spool._delivering:  # another delivery is on its way
            await spool.file(body())
        while not casework.calls:
            await asyncio.sleep(0.05)
        delivering.cancel()
        return clock.now()

    assert run_virtually(main()) < 7


def test_records_of_a_process_that_died_are_delivered_by_the_next(tmp_path: Path) -> None:
    run_virtually(spool_of(tmp_path, FakeCasework("down")).file(body()))
    casework = FakeCasework()
    assert run_virtually(spool_of(tmp_path, casework).deliver_all()) == 0
    assert list(casework.calls) == ["call-00000001"]


def test_a_record_that_casework_refuses_is_set_aside_and_holds_up_no_other(tmp_path: Path) -> None:
    refusing = FakeCasework("refusing")
    run_virtually(spool_of(tmp_path, refusing).file(body()))
    assert (tmp_path / "refused/call-00000001.json").is_file()
    casework = FakeCasework()
    run_virtually(spool_of(tmp_path, casework).file(body("call-00000002")))
    assert list(casework.calls) == ["call-00000002"]


def test_half_a_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "call-00000009.json").write_text('{"version": 1, "call')
    assert run_virtually(spool_of(tmp_path, FakeCasework()).deliver_all()) == 0
    assert (tmp_path / "refused/call-00000009.json").is_file()


def test_a_spool_that_cannot_be_written_still_delivers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    casework = FakeCasework()
    run_virtually(spool_of(tmp_path / "file", casework).file(body()))
    assert list(casework.calls) == ["call-00000001"]


def test_records_on_disk_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    run_virtually(spool_of(folder, FakeCasework("down")).file(body()))
    assert os.stat(folder).st_mode & 0o077 == 0
    assert os.stat(folder / "call-00000001.json").st_mode & 0o077 == 0

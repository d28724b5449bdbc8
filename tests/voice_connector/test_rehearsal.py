"""The agency's wording is spoken ahead of time, and never while somebody calls."""

import asyncio
from pathlib import Path

from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.voice_connector.stage_server import make_connector
from voice_connector.agency_line import load_agency_line
from voice_connector.bot.lines import fixed_lines
from voice_connector.rehearsal import rehearse


def test_every_sentence_is_prepared_once_and_calls_go_first(tmp_path: Path) -> None:
    async def main() -> None:
        connector, _, _ = make_connector(tmp_path)
        exchange = connector.exchange
        exchange._active["somebody"] = None
        prepared: list[str] = []

        class Listening(type(connector.engines.synthesiser)):  # type: ignore[misc]
            async def prepare(self, prompts: list[str], *, rate: float = 1.0) -> int:
                prepared.extend(prompts)
                return len(prompts)

        texts = ["One. Two.", "Two.", "Three."]
        rehearsing = asyncio.create_task(rehearse(texts, Listening(), exchange, VirtualClock()))
        await asyncio.sleep(60)
        assert prepared == []
        exchange._active.clear()
        assert await rehearsing == 3
        assert prepared == ["One.", "Two.", "Three."]

    run_virtually(main())


def test_the_slow_voice_is_rehearsed_after_the_ordinary_one(tmp_path: Path) -> None:
    async def main() -> None:
        connector, _, _ = make_connector(tmp_path)
        prepared: list[tuple[str, float]] = []

        class Listening(type(connector.engines.synthesiser)):  # type: ignore[misc]
            async def prepare(self, prompts: list[str], *, rate: float = 1.0) -> int:
                prepared.extend((prompt, rate) for prompt in prompts)
                return len(prompts)

        await rehearse(["One. Two."], Listening(), connector.exchange, VirtualClock(), (1.0, 0.82))
        assert prepared == [("One.", 1.0), ("Two.", 1.0), ("One.", 0.82), ("Two.", 0.82)]

    run_virtually(main())


def test_an_agencys_wording_is_all_that_its_files_say() -> None:
    wording = load_agency_line("denver").wording
    assert len(wording) > 80
    assert all(len(text) > 3 for text in wording)


def test_the_bots_own_lines_are_spoken_ahead_sentence_by_sentence_without_those_that_have_a_gap() -> None:
    lines = fixed_lines(Path("domain.yml"))
    assert {"Is there anything else?", "I'm not sure I understood."} <= set(lines)
    assert not [line for line in lines if "{" in line]


def test_a_connector_without_the_bots_files_takes_calls_all_the_same(tmp_path: Path) -> None:
    broken = tmp_path / "domain.yml"
    broken.write_text("responses: [", "utf-8")
    assert fixed_lines(tmp_path / "nowhere.yml") == fixed_lines(broken) == ()

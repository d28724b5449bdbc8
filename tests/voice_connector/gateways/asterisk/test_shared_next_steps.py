"""Two connectors behind one address: the dialplan's question may reach the one that never had the call, and is answered all the same."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes import redis_server
from tests.fakes.redis_server import RedisServer
from tests.voice_connector.gateways.asterisk.peer import SETTINGS, Asterisk, asked, dialled, next_step
from tests.voice_connector.gateways.asterisk.test_websocket_calls import filed
from tests.voice_connector.stage_server import served
from voice_connector.chats.sealing import Seal
from voice_connector.gateways.next_step.answer import NextStep
from voice_connector.gateways.next_step.in_valkey import InValkey
from voice_connector.gateways.next_step.store import Away, NextSteps

NAMES = (f"shared-steps-{number}" for number in itertools.count())
STEP = NextStep("transfer", destination="graffiti_removal", ticket="tick-1", back="b" * 32)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[RedisServer]:
    if redis_server.program() is None:
        pytest.skip(redis_server.NONE)
    server = RedisServer(tmp_path / "valkey")
    server.start()
    yield server
    server.kill()


async def test_the_other_connector_knows_what_the_call_decided_and_the_call_that_it_was_asked(
    tmp_path: Path, valkey: RedisServer
) -> None:
    shared = {"asterisk": SETTINGS, "chats": valkey.url}
    async with (
        served(tmp_path / "one", next(NAMES), **shared) as one,  # type: ignore[arg-type]
        served(tmp_path / "other", next(NAMES), **shared) as other,  # type: ignore[arg-type]
    ):
        async with dialled(one, "call-one") as socket, Asterisk(socket) as pbx:
            await pbx.start()
            await pbx.until(pbx.is_sounding)
            await pbx.press("0")
            await pbx.until(pbx.hung_up.is_set)
            answer = await asked(other, "call-one")
        assert answer.startswith("civicline1,transfer,call_taker,")
        assert (await filed(one))["transfer"]["outcome"] == "connected"
        assert (await next_step(other, "nobodys-call")).status_code == 404


async def test_nothing_of_a_call_can_be_read_in_what_connectors_share(valkey: RedisServer) -> None:
    shared, foreign = InValkey(valkey.url, Seal("a secret")), InValkey(valkey.url, Seal("another"))
    await shared.keep("1764470000.12-1", STEP)
    names = await shared._client.keys("*")
    kept = [await shared._client.get(name) for name in names]
    assert all(word not in repr([*names, *kept]) for word in ("graffiti", "tick-1", "1764470000"))
    assert await foreign.take("1764470000.12-1") is None
    assert not await shared.asked("1764470000.12-1")
    assert await shared.take("1764470000.12-1") == STEP
    assert await shared.asked("1764470000.12-1")
    for one in (shared, foreign):
        await one.close()


class Broken:
    """A place that does not answer."""

    async def keep(self, _pbx_id: str, _step: NextStep) -> None:
        raise Away("ConnectionError")

    async def take(self, _pbx_id: str) -> NextStep | None:
        raise Away("ConnectionError")

    async def asked(self, _pbx_id: str) -> bool:
        raise Away("ConnectionError")

    async def close(self) -> None: ...


def test_a_shared_place_that_is_away_costs_the_own_calls_nothing() -> None:
    async def decided() -> None:
        steps = NextSteps(VirtualClock(), Broken())
        steps.put("one", STEP)
        await steps.share("one")
        assert await steps.fetch_elsewhere("two") is None
        assert not await steps.fetched("one", 1.0)
        assert steps.fetch("one") == STEP
        assert await steps.fetched("one", 1.0)

    run_virtually(decided())

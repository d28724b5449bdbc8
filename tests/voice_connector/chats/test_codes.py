"""Eight digits lead to a chat from another device: once, for ten minutes, by whichever process keeps chats in the same place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.redis_server import NONE, RedisServer, program
from tests.voice_connector.chats.conftest import Lines, begun, pages
from voice_connector.chats.codes import DIGITS, MINUTES, Codes
from voice_connector.chats.in_folder import InFolder
from voice_connector.chats.in_valkey import InValkey
from voice_connector.chats.sealing import Seal
from voice_connector.chats.store import HeldElsewhere, StoreAway

CALL, CITY = "abcdefgh12345678", "denver"


class Hands:
    """A clock that is set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 29, 12, tzinfo=UTC)

    def now(self) -> float:
        return self.at.timestamp()

    def utc(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Hands:
    return Hands()


Starts = Callable[..., Codes]


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["folder", "valkey"])
def process(request: pytest.FixtureRequest, tmp_path: Path, clock: Hands) -> Starts:
    """process(): one more process of ours that keeps chats in the same place."""
    server = None
    if request.param == "valkey":
        if program() is None:
            pytest.skip(NONE)
        server = request.getfixturevalue("redis_server")

    def start() -> Codes:
        return Codes(InValkey(server.url) if server else InFolder(tmp_path), Seal("a secret of all"), clock)

    return start


def in_folder(folder: Path, clock: Hands, secret: str = "a secret of all") -> Codes:
    return Codes(InFolder(folder), Seal(secret), clock)


async def test_a_code_leads_to_its_chat_once_and_by_another_process(process: Starts) -> None:
    code = await process().lend(CALL, CITY)
    assert (len(code), code.isdigit()) == (DIGITS, True)
    other = process()
    assert await other.redeem(code, CITY) == CALL
    assert await other.redeem(code, CITY) is None


async def test_a_code_that_is_used_twice_at_the_same_moment_leads_there_once(process: Starts) -> None:
    codes = process()
    code = await codes.lend(CALL, CITY)
    found = await asyncio.gather(*(codes.redeem(code, CITY) for _ in range(5)))
    assert (found.count(CALL), found.count(None)) == (1, 4)


async def test_a_new_code_of_a_chat_ends_the_one_before_also_by_another_process(process: Starts) -> None:
    first, second = process(), process()
    old, other = await first.lend(CALL, CITY), await first.lend("another012345678", CITY)
    new = await second.lend(CALL, CITY)
    assert await first.redeem(old, CITY) is None
    assert await first.redeem(new, CITY) == CALL
    assert await second.redeem(other, CITY) == "another012345678", "each chat has its own"


async def test_codes_and_passes_of_a_chat_end_by_another_process_and_those_of_others_do_not(process: Starts) -> None:
    here, there = process(), process()
    code, given, other = (
        await here.lend(CALL, CITY),
        await here.lend_pass(CALL),
        await here.lend_pass("another012345678"),
    )
    await there.end(CALL, CITY)
    assert (await here.redeem(code, CITY), await here.peek(given)) == (None, None)
    assert await here.peek(other) == "another012345678"
    await there.end(CALL, CITY)
    assert await here.redeem(await here.lend(CALL, CITY), CITY) == CALL


async def test_two_codes_made_at_the_same_moment_leave_one_alive(process: Starts) -> None:
    here, there = process(), process()
    lent = await asyncio.gather(
        *(codes.lend(CALL, CITY) for codes in (here, there, here, there)), return_exceptions=True
    )
    codes = [code for code in lent if isinstance(code, str)]
    assert all(isinstance(code, str | HeldElsewhere) for code in lent)
    found = [await here.redeem(code, CITY) for code in codes]
    assert (found.count(CALL), found.count(None)) == (1, len(codes) - 1)


async def test_a_code_leads_nowhere_on_another_agency_s_pages_and_still_does_on_its_own(process: Starts) -> None:
    codes = process()
    code = await codes.lend(CALL, CITY)
    assert await codes.redeem(code, "boulder") is None
    assert await codes.redeem(code, CITY) == CALL


async def test_a_code_that_cannot_be_looked_at_now_is_no_used_one(
    tmp_path: Path, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await in_folder(tmp_path, clock).lend(CALL, CITY)
    store = InFolder(tmp_path)
    codes = Codes(store, Seal("a secret of all"), clock)

    async def away(_: str) -> bytes | None:
        raise StoreAway("OSError")

    with monkeypatch.context() as broken:
        broken.setattr(store, "take", away)
        with pytest.raises(HeldElsewhere):
            await codes.redeem(code, CITY)
    other = InFolder(tmp_path)
    (name,) = [one for one in await other.left(-1) if one.startswith("code")]
    await other.take(name)
    with pytest.raises(HeldElsewhere):
        await codes.redeem(code, CITY)
    await other.free(name)
    assert await codes.redeem(code, CITY) == CALL


async def test_the_pages_ask_for_codes_over_their_socket(lines: Lines) -> None:
    async with pages(lines) as rooms:
        name, _ = await begun(rooms)
        code = await rooms.code_for(name, CITY)
        assert await rooms.behind(code, "boulder") is None
        assert await rooms.behind(code, CITY) == name
        assert await rooms.behind(code, CITY) is None


async def test_an_old_code_and_a_guessed_one_lead_nowhere(tmp_path: Path, clock: Hands) -> None:
    codes = in_folder(tmp_path, clock)
    code = await codes.lend(CALL, CITY)
    assert await codes.redeem(f"{(int(code) + 1) % 10**DIGITS:0{DIGITS}d}", CITY) is None
    await clock.sleep(MINUTES * 60 + 1)
    assert await codes.redeem(code, CITY) is None


async def test_neither_the_code_nor_the_chat_stands_on_the_disk(tmp_path: Path, clock: Hands) -> None:
    code = await in_folder(tmp_path, clock).lend(CALL, CITY)
    for path in tmp_path.rglob("*"):
        assert code not in path.name
        assert CALL.encode() not in path.read_bytes()
    assert await in_folder(tmp_path, clock, "another secret").redeem(code, CITY) is None


async def test_a_code_that_nobody_used_goes_with_the_chats_that_were_left(tmp_path: Path, clock: Hands) -> None:
    store = InFolder(tmp_path)
    await Codes(store, Seal("s"), clock).lend(CALL, CITY)
    for left in await store.left(-1):
        await store.drop(left)
    assert list(tmp_path.iterdir()) == []

"""From another version to this one, one process after the other, while ten callers report: nobody is lost, nothing is filed twice."""

import asyncio
from collections.abc import Iterator

import pytest

from launcher.health import slowness
from tests.drills.callers import Treatment, ring
from tests.drills.voices import spoken
from tests.hosts.older import older_tree, version
from tests.hosts.party import Party, missing, party
from tests.hosts.reporters import Reporter, filed, reports, turns_kept
from tests.patience import patient
from voice_connector.speech.interfaces import Pcm
from voice_connector.speech.tts.hibari import hibari_is_installed

CALLERS = 10
THINKS_S = 4.0
PARTS = ("casework", "actions", "rasa")  # in the order of the runbook: what is asked before what asks


@pytest.fixture(scope="module")
def older_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Party]:
    commit = version()
    if missing() or commit is None:
        pytest.skip(f"NOT TESTED BY AN UPGRADE: {missing() or 'a version before this one'} is not on this machine")
    folder = tmp_path_factory.mktemp("upgrade")
    with older_tree(folder, commit) as older, patient(), party(folder, older=older) as whole:
        whole.start(PARTS)
        yield whole


def test_ten_callers_who_report_during_an_upgrade_are_answered_and_filed_once(older_line: Party) -> None:
    before = filed(older_line)
    callers = asyncio.run(_reporting(older_line))
    ended = [caller.acts[-1] for caller in callers]
    assert ended == ["report"] * len(callers), [caller.replies[-1].text for caller in callers]
    assert not [reply for caller in callers for reply in caller.replies if reply.decision.reason == "system_failure"]
    for caller in callers:
        kept = turns_kept(older_line, caller.call_id)
        assert len(kept) == len(set(kept)) == len(caller.replies)
    cases, begun = filed(older_line)
    assert (cases - before[0], begun - before[1]) == (len(callers), len(callers))
    assert max(caller.longest_s for caller in callers) < 6.0 * slowness()


async def _reporting(line: Party) -> list[Reporter]:
    """Ten at once, from before the first process is replaced until after the last."""
    over = asyncio.Event()
    done: list[Reporter] = []

    async def thinks(_: int) -> None:
        await asyncio.sleep(THINKS_S)

    async def keep_reporting() -> None:
        while not over.is_set():
            done.extend(await reports(line, CALLERS, thinks, apart_s=THINKS_S / CALLERS, within_s=30.0))

    calling = asyncio.create_task(keep_reporting())
    try:
        await asyncio.sleep(3 * THINKS_S)
        for part in PARTS:
            for which in (0, 1):
                code = await asyncio.to_thread(line.upgrade, part, which)
                assert code in (0, -15), (part, which, code)
    finally:
        over.set()
        await calling
    return done


@pytest.mark.skipif(not hibari_is_installed(), reason="callers need a voice: requirements/services.txt")
def test_spoken_calls_end_where_they_began_and_the_next_caller_reaches_the_new_connector(older_line: Party) -> None:
    turns = spoken(("There is a pothole on my street.", "I want to talk to a person."))
    older_line.start(("connector",))
    calls = asyncio.run(_calling(older_line, turns))
    told = "\n".join([*map(str, calls), *(older_line.log("connector", which).read_text()[-6_000:] for which in (0, 1))])
    assert {call.ended for call in calls} == {"person"}, told
    assert {call.why for call in calls} == {"asked_for_person"}, told


async def _calling(line: Party, turns: list[Pcm]) -> list[Treatment]:
    """Two at once; one connector after the other is told to stop while they speak."""
    over = asyncio.Event()
    done: list[Treatment] = []

    async def keep_calling(late_s: float) -> None:
        await asyncio.sleep(late_s)
        while not over.is_set():
            done.append(await ring(line.settings.url("connector"), turns))

    calling = [asyncio.create_task(keep_calling(late_s)) for late_s in (0.0, 5.0)]
    try:
        for which in (0, 1):
            await asyncio.sleep(4.0)
            assert await asyncio.to_thread(line.upgrade, "connector", which, 150.0) == 0
    finally:
        over.set()
        await asyncio.gather(*calling)
    return done

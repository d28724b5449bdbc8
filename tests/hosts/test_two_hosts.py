"""Two of each part behind HAProxy: turns go now here, now there, one of each is killed, and every report is filed whole, once."""

import asyncio
import json
import re
import subprocess

import pytest

from launcher.paths import BOT_ENV, ROOT, env_python
from tests.hosts.party import RABBITMQ, Party
from tests.hosts.reporters import SAID, Reporter, filed, reports, turns_kept

MANY = 4


async def nothing(_: int) -> None:
    return


def whole(party: Party, callers: list[Reporter], before: tuple[int, int]) -> None:
    """Each caller's report is filed, none twice, and every turn is kept once."""
    for caller in callers:
        assert caller.acts == ["ask"] * (len(SAID) - 1) + ["report"], [reply.text for reply in caller.replies]
        kept = turns_kept(party, caller.call_id)
        assert len(kept) == len(set(kept)) == len(SAID)
    cases, begun = filed(party)
    assert (cases - before[0], begun - before[1]) == (len(callers), len(callers))


def worked(party: Party, part: str) -> list[bool]:
    """Whether each of the two has been asked anything; by what HAProxy has counted."""
    return [party.sessions(part, which) > 0 for which in (0, 1)]


def test_reports_whose_turns_alternate_between_two_of_each_are_filed_whole(two_hosts: Party) -> None:
    before = filed(two_hosts)
    callers = asyncio.run(reports(two_hosts, MANY, nothing))
    whole(two_hosts, callers, before)
    for part in ("rasa", "actions", "casework"):
        assert worked(two_hosts, part) == [True, True], part


def test_every_part_tells_what_it_was_asked(two_hosts: Party) -> None:
    asyncio.run(reports(two_hosts, 1, nothing))
    for part, route in (("rasa", "/webhooks/rest/webhook"), ("actions", "/webhook"), ("casework", "/v1/route")):
        page = "".join(two_hosts.metrics(part, which) for which in (0, 1))
        assert f'part="{part}",route="{route}"' in page
        assert not [said for said in SAID if len(said) > 3 and said in page]


@pytest.mark.parametrize("part", ["rasa", "actions", "casework"])
def test_one_of_two_killed_in_the_middle_of_reports_loses_nothing_and_doubles_nothing(
    two_hosts: Party, part: str
) -> None:
    before, killed = filed(two_hosts), asyncio.Event()

    async def kill_in_the_middle(number: int) -> None:
        if number == 6 and not killed.is_set():
            killed.set()
            asyncio.get_running_loop().call_later(0.03, two_hosts.kill, part, 0)

    callers = asyncio.run(reports(two_hosts, MANY, kill_in_the_middle))
    try:
        whole(two_hosts, callers, before)
        assert max(caller.longest_s for caller in callers) < 6.0
    finally:
        two_hosts.again(part, 0)


@pytest.mark.skipif(not RABBITMQ.exists(), reason="NOT TESTED WITH RABBITMQ: apt-get install rabbitmq-server")
def test_rabbitmq_is_told_every_turn_once_and_no_pin(two_hosts: Party) -> None:
    (caller,) = asyncio.run(reports(two_hosts, 1, nothing))
    command = [str(env_python(BOT_ENV)), "-m", "tests.hosts.told", str(two_hosts.broker), "civicline-turns"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    events = [json.loads(line) for line in told.splitlines()]
    mine = [event for event in events if event["sender_id"] == caller.call_id and event["event"] == "user"]
    assert [event["metadata"]["turn"] for event in mine] == turns_kept(two_hosts, caller.call_id)
    assert "eight three six four" not in told
    assert not re.search(r"(?<![\d.])8364(?!\d)", told), "the PIN; as part of a time it is none"

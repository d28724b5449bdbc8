"""Every address of casework takes whatever its contract allows, from every kind of client, and never breaks: no 5xx, answers as the
contract has them, and what each credential does not open stays closed. Longer: make fuzz (EXAMPLES=50).

Most requests name what is there (an agency, a case, a report, a session), or all would end at an agency that there is not.
"""

from __future__ import annotations

import asyncio
import os

import pytest

from casework.http.rights import rights
from tests.casework.console import Console
from tests.casework.http.test_sequences import OPERATIONS, Asker, a_city_at_work, sessions_of
from tests.casework.staff import credential

EXAMPLES = int(os.environ.get("CIVICLINE_FUZZ_EXAMPLES", "1"))
WITHIN_S = 900 + 60 * EXAMPLES  # an example of every address takes some seconds, a minute where others work too


@pytest.mark.timeout(WITHIN_S)
@pytest.mark.parametrize("kind", [*sorted(rights().clients), "nobody"])
async def test_nothing_breaks_whoever_asks(console: Console, kind: str) -> None:
    known = await a_city_at_work(console)
    token = credential(console.casework, kind) if kind != "nobody" else "no-such-credential"
    headers = {"Authorization": f"Bearer {token}"}
    renewed = sessions_of(console, kind)
    asker = Asker(str(console.casework.client.base_url), headers, known, 0, None, renewed(known), renewed)
    await asyncio.to_thread(asker.each, EXAMPLES)
    print(asker.told())
    assert asker.broken == []
    has = frozenset(rights().clients[kind].rights) if kind != "nobody" else frozenset()
    closed = {f"{one.method.upper()} {one.path}" for one in OPERATIONS if not rights().open(one.method, one.path) & has}
    assert asker.opened & closed == set()


@pytest.mark.timeout(WITHIN_S)
async def test_nothing_breaks_for_whoever_may_do_everything(console: Console) -> None:
    known = await a_city_at_work(console)
    headers = {"Authorization": console.casework.client.headers["authorization"], "Civicline-Actor": "chief-1"}
    roles = [{"Civicline-Role": role} for role in ("supervisor", "supervisor", "citizen", "records_system")]
    asker = Asker(str(console.casework.client.base_url), headers, known, 0, None, roles)
    await asyncio.to_thread(asker.each, EXAMPLES)
    print(asker.told())
    assert asker.broken == []
    assert len(asker.opened) > len(OPERATIONS) / 5, "most was refused, so little was tried"

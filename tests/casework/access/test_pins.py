"""PINs: what a stolen database tells nobody, keys that change, and a failed try that takes the same work whatever there is."""

from __future__ import annotations

import hashlib
import logging

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from casework.access.pins import PinKeys, Pins
from casework.cases.tables import Case
from tests.casework.conftest import CountingHasher
from tests.casework.lookup.test_case_status import PATH, asked

OLD_KEY, NEW_KEY = "the-key-of-last-year-with-32-characters", "the-key-of-this-year-with-32-characters"
OLDER = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)


def pins(*keys: str) -> tuple[Pins, CountingHasher]:
    hasher = CountingHasher()
    return Pins(hasher, keys=PinKeys(keys), older=(OLDER,)), hasher


async def fits(checker: Pins, stored: str | None, pin: str = "4826") -> bool:
    return (await checker.check(stored, pin)).fits


async def test_with_the_database_alone_no_pin_is_found_though_all_ten_thousand_are_tried() -> None:
    stored = pins(NEW_KEY)[0].hash("4826")
    plain = stored.replace(f",keyid={PinKeys([NEW_KEY]).present}", "")
    assert plain.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    thief = CountingHasher().inner
    for pin in ("4826", hashlib.sha256(b"4826").hexdigest()):
        with pytest.raises(Exception, match="does not match"):
            thief.verify(plain, pin)
    without, _ = pins()
    assert not any([await fits(without, plain, f"{pin:04d}") for pin in range(10_000)])


async def test_the_key_id_stands_in_the_hash_where_the_phc_format_has_it_and_does_not_tell_the_key() -> None:
    stored = pins(NEW_KEY)[0].hash("4826")
    _, kind, version, cost, salt, digest = stored.split("$")
    assert (kind, version, cost) == ("argon2id", "v=19", f"m=8,t=1,p=1,keyid={PinKeys([NEW_KEY]).present}")
    assert salt
    assert digest
    assert len(stored) < 200
    assert NEW_KEY not in stored


@pytest.mark.parametrize("keys", [(NEW_KEY,), (NEW_KEY, OLD_KEY), ()])
async def test_hashes_of_the_present_way_fit_and_stay(keys: tuple[str, ...]) -> None:
    checker, _ = pins(*keys)
    verdict = await checker.check(checker.hash("4826"), "4826")
    assert (verdict.fits, verdict.anew) == (True, None)
    assert not await fits(checker, checker.hash("4826"), "4827")


@pytest.mark.parametrize("before", ["no key", "another key", "another cost"])
async def test_older_hashes_fit_and_the_right_pin_brings_a_new_one(before: str) -> None:
    stored = {"no key": pins()[0].hash("4826"), "another key": pins(OLD_KEY)[0].hash("4826")}.get(before)
    checker, _ = pins(NEW_KEY, OLD_KEY)
    stored = stored or Pins(OLDER, keys=PinKeys([NEW_KEY])).hash("4826")
    assert (await checker.check(stored, "4827")).anew is None
    verdict = await checker.check(stored, "4826")
    assert verdict.fits
    assert verdict.anew is not None
    assert f"keyid={PinKeys([NEW_KEY]).present}$" in verdict.anew
    assert (await checker.check(verdict.anew, "4826")).anew is None


async def test_a_key_that_was_taken_out_is_named_in_the_log_and_its_pins_fit_no_more(caplog) -> None:
    stored = pins(OLD_KEY)[0].hash("4826")
    checker, hasher = pins(NEW_KEY)
    with caplog.at_level(logging.ERROR, "casework.access.pins"):
        assert [await fits(checker, stored) for _ in range(3)] == [False] * 3
    assert [record.key_id for record in caplog.records] == [PinKeys([OLD_KEY]).present]
    assert len(hasher.verified) == 6, "the work is that of any failed try"


def costs(hasher: CountingHasher) -> list[str]:
    return sorted(stored.split("$")[3].split(",keyid")[0] for stored in hasher.verified)


async def test_a_failed_try_takes_the_same_work_with_no_hash_a_new_one_and_an_old_one() -> None:
    checker, hasher = pins(NEW_KEY)
    work = []
    for stored in (None, checker.hash("1111"), OLDER.hash("1111"), pins(OLD_KEY)[0].hash("1111")):
        hasher.verified.clear()
        assert not await fits(checker, stored)
        work.append(costs(hasher))
    assert work == [["m=16,t=2,p=1", "m=8,t=1,p=1"]] * 4


async def test_a_cost_that_nobody_told_of_is_reckoned_with_from_its_first_failure_on() -> None:
    checker, hasher = pins(NEW_KEY)
    strange = PasswordHasher(time_cost=3, memory_cost=24, parallelism=1).hash("1111")
    work = []
    for stored in (strange, None, checker.hash("1111"), strange):
        hasher.verified.clear()
        assert not await fits(checker, stored)
        work.append(costs(hasher))
    assert work == [["m=16,t=2,p=1", "m=24,t=3,p=1", "m=8,t=1,p=1"]] * 4


async def test_the_right_pin_costs_one_check() -> None:
    checker, hasher = pins(NEW_KEY)
    assert await fits(checker, checker.hash("4826"))
    assert len(hasher.verified) == 1


@pytest.mark.parametrize(
    "broken", ["", "x", "$argon2id$v=19$m=8,t=1,p=1,keyid=AAAA$x$y", "$argon2id$v=19$m=8,t=1,p=1$x"]
)
async def test_what_is_no_hash_fits_nothing(broken: str) -> None:
    assert not await fits(pins(NEW_KEY)[0], broken)


async def test_keys_have_ids_of_their_own() -> None:
    ids = {PinKeys([f"{number:032d}"]).present for number in range(200)}
    assert len(ids) == 200


async def test_a_case_of_the_time_before_the_key_is_opened_and_hashed_anew(casework) -> None:
    casework.add_case()
    old = CountingHasher().hash("2468")
    with casework.services.database.writing() as session:
        session.scalars(select(Case)).one().pin_hash = old
    assert (await casework.client.post(PATH, json=asked(pin="2469"))).json()["outcome"] == "not_found"
    assert _stored(casework) == old
    for _ in range(2):
        assert (await casework.client.post(PATH, json=asked())).json()["outcome"] == "found"
    assert ",keyid=" in _stored(casework)


def _stored(casework) -> str:
    with casework.services.database.reading() as session:
        return str(session.scalars(select(Case.pin_hash)).one())

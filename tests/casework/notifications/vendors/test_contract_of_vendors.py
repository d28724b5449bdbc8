"""One contract for every vendor: what was taken, what was certainly not sent, and what nobody can know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import make_vendor
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent
from launcher.temporary import free_port
from tests.casework.notifications.messages import MESSAGE, message_for
from tests.fakes import twilio_api
from tests.fakes.message_takers import Receiver

VENDORS = ("console", "twilio_sms", "twilio_voice", "smtp", "webhook")


@pytest.mark.parametrize("name", VENDORS)
async def test_a_message_is_taken_and_named(settings: NotifySettings, name: str) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        taken = await vendor.send(message_for(vendor))
    assert isinstance(taken, Accepted)
    assert taken.ref


@pytest.mark.parametrize("name", VENDORS)
async def test_what_was_sent_is_found_or_known_not_to_be_findable(settings: NotifySettings, name: str) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        message = message_for(vendor)
        if not vendor.searchable:
            with pytest.raises(Doubtful):
                await vendor.find(message)
            return
        assert await vendor.find(message) is None
        taken = await vendor.send(message)
        found = await vendor.find(message)
        assert found is not None
        assert found.ref == taken.ref


@pytest.mark.parametrize("name", VENDORS)
async def test_an_idempotent_vendor_takes_an_id_once(
    settings: NotifySettings, name: str, receiver: tuple[Receiver, str], tmp_path: Path
) -> None:
    vendor = make_vendor(name, settings)
    if not vendor.idempotent:
        pytest.skip("it does not claim to be: `find`, or the agency's rule, stands in for it")
    async with vendor:
        for _ in range(3):
            await vendor.send(message_for(vendor))
    assert len(vendor.kept() if name == "console" else receiver[0].taken) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [one for one in VENDORS if one != "console"])
async def test_a_vendor_that_is_not_there_has_certainly_not_sent(settings: NotifySettings, name: str) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    gone = settings.model_copy(update={"twilio_url": nowhere, "webhook_url": nowhere, "smtp_port": free_port()})
    vendor = make_vendor(name, gone)
    async with vendor:
        with pytest.raises(NotSent):
            await vendor.send(message_for(vendor))


@pytest.mark.parametrize(
    ("name", "to", "error", "stop"),
    [
        ("twilio_sms", twilio_api.STOPPED, AddressRefused, True),
        ("twilio_sms", twilio_api.INVALID, AddressRefused, False),
        ("twilio_sms", twilio_api.BUSY, NotSent, None),
        ("twilio_sms", twilio_api.BROKEN, Doubtful, None),
        ("twilio_sms", twilio_api.BREAKS_OFF, Doubtful, None),
        ("twilio_voice", twilio_api.INVALID, AddressRefused, False),
        ("twilio_voice", twilio_api.BREAKS_OFF, Doubtful, None),
        ("smtp", "nobody@example.org", AddressRefused, False),
        ("smtp", "full@example.org", NotSent, None),
        ("webhook", twilio_api.STOPPED, AddressRefused, True),
        ("webhook", twilio_api.INVALID, AddressRefused, False),
        ("webhook", twilio_api.BUSY, NotSent, None),
        ("webhook", twilio_api.BROKEN, Doubtful, None),
    ],
)
async def test_each_failure_says_whether_it_was_sent(
    settings: NotifySettings, name: str, to: str, error: type[Exception], stop: bool | None
) -> None:
    vendor = make_vendor(name, settings)
    async with vendor:
        with pytest.raises(error) as raised:
            await vendor.send(message_for(vendor, to))
        if stop is not None:
            assert raised.value.stop is stop  # type: ignore[attr-defined]
        assert to not in str(raised.value), "errors hold no address"
        assert await vendor.send(message_for(vendor)), "the next one goes"


async def test_a_busy_vendor_says_when_to_come_again(settings: NotifySettings) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        with pytest.raises(NotSent) as raised:
            await vendor.send(replace(MESSAGE, to=twilio_api.BUSY))
    assert raised.value.retry_after_s == 7

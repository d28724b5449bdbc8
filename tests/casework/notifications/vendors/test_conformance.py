"""What every vendor promises, asked of each against its peer: what was taken, what was certainly not sent, what nobody can know."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import reduce

import pytest

from agencies.messages import rules
from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import VENDORS, make_vendor
from casework.notifications.vendors.base import Accepted, Doubtful, NotSent, Vendor
from launcher.temporary import free_port
from tests.casework.notifications.messages import MESSAGE, message_for
from tests.casework.notifications.vendors.peers import FAILURES, MAKERS, SERVERS, FarEnd
from tests.fakes import twilio_api
from tests.fakes.message_takers import Receiver

NAMES = sorted(MAKERS)


@pytest.fixture
def far_ends(request: pytest.FixtureRequest) -> Iterator[dict[str, FarEnd]]:
    """The running servers of SERVERS: of the vendor that the test asks, else all."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    with ExitStack() as running:
        yield {
            name: running.enter_context(start()) for name, start in SERVERS.items() if params.get("name", name) == name
        }


@pytest.fixture
def settings(settings: NotifySettings, far_ends: dict[str, FarEnd]) -> NotifySettings:
    leading = [leads for _, leads in far_ends.values()]
    return NotifySettings(**reduce(operator.or_, leading, settings.model_dump()))


@pytest.fixture
def gateways(far_ends: dict[str, FarEnd], receiver: tuple[Receiver, str]) -> dict[str, Receiver]:
    """Who takes the messages, where that is a server that the test can look into."""
    return {"webhook": receiver[0], **{name: found for name, (found, _) in far_ends.items()}}


def make(name: str, settings: NotifySettings) -> Vendor:
    return MAKERS[name](settings)


def test_agencies_may_name_the_vendors_that_there_are_with_their_channels(settings: NotifySettings) -> None:
    assert {name: set(make_vendor(name, settings).channels) for name in VENDORS} == {
        name: set(channels) for name, channels in rules.VENDORS.items()
    }
    assert {make_vendor(name, settings).name for name in VENDORS} == set(VENDORS)


def test_every_vendor_has_a_peer_that_refuses() -> None:
    assert set(FAILURES) == set(NAMES)
    assert set(SERVERS) | {"console", "twilio_sms", "twilio_voice", "smtp", "webhook"} == set(NAMES)


def test_a_vendor_that_there_is_not_stops_the_start_and_is_no_other_one(settings: NotifySettings) -> None:
    with pytest.raises(BadSetting, match="pigeon, which there is not"):
        make_vendor("pigeon", settings)


@pytest.mark.parametrize("name", [one for one in NAMES if one != "console"])
def test_a_vendor_that_is_not_set_up_says_which_settings_it_wants(name: str) -> None:
    with pytest.raises(BadSetting, match="is not set up: set CIVICLINE_"):
        make(name, NotifySettings(service_token="x" * 16))


@pytest.mark.parametrize("name", NAMES)
async def test_a_message_is_taken_and_named(settings: NotifySettings, name: str) -> None:
    vendor = make(name, settings)
    async with vendor:
        taken = await vendor.send(message_for(vendor))
    assert isinstance(taken, Accepted)
    assert taken.ref


@pytest.mark.parametrize("name", NAMES)
async def test_what_was_sent_is_found_or_known_not_to_be_findable(settings: NotifySettings, name: str) -> None:
    vendor = make(name, settings)
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


@pytest.mark.parametrize("name", NAMES)
async def test_an_idempotent_vendor_takes_an_id_once(
    settings: NotifySettings, name: str, gateways: dict[str, Receiver]
) -> None:
    vendor = make(name, settings)
    if not vendor.idempotent:
        pytest.skip("it does not claim to be: `find`, or the agency's rule, stands in for it")
    async with vendor:
        for _ in range(3):
            await vendor.send(message_for(vendor))
    taken = gateways[name].taken if name in gateways else vendor.kept()  # type: ignore[attr-defined]
    assert len(taken) == 1


@pytest.mark.parametrize("name", [one for one in NAMES if one != "console"])
async def test_a_vendor_that_is_not_there_has_certainly_not_sent(settings: NotifySettings, name: str) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    gone = settings.model_copy(update={"twilio_url": nowhere, "webhook_url": nowhere, "smtp_port": free_port()})
    if name in SERVERS:
        with SERVERS[name]() as (_, led_there):
            pass  # it has closed its door
        gone = NotifySettings(**{**settings.model_dump(), **led_there})
    vendor = make(name, gone)
    async with vendor:
        with pytest.raises(NotSent):
            await vendor.send(message_for(vendor))


@pytest.mark.parametrize(
    ("name", "to", "error", "stop"), [(name, *failure) for name in NAMES for failure in FAILURES[name]]
)
async def test_each_failure_says_whether_it_was_sent(
    settings: NotifySettings, name: str, to: str, error: type[Exception], stop: bool | None
) -> None:
    vendor = make(name, settings)
    async with vendor:
        with pytest.raises(error) as raised:
            await vendor.send(message_for(vendor, to))
        if stop is not None:
            assert raised.value.stop is stop  # type: ignore[attr-defined]
        assert to not in str(raised.value), "errors hold no address"
        assert await vendor.send(message_for(vendor)), "the next one goes"


async def test_a_busy_vendor_says_when_to_come_again(settings: NotifySettings) -> None:
    async with make("twilio_sms", settings) as vendor:
        with pytest.raises(NotSent) as raised:
            await vendor.send(replace(MESSAGE, to=twilio_api.BUSY))
    assert raised.value.retry_after_s == 7

"""One event becomes one message per channel, whatever breaks on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.errors import CaseworkError
from casework.notifications.outbox import Happened, tell
from casework.notifications.vendors.base import Accepted, Doubtful, NotSent


class Killed(BaseException):
    """Ends the worker in the middle, as a kill does. Not KeyboardInterrupt: asyncio would leave a task half done, and
    whoever collects it later, in another test, writes its traceback wherever that test just is."""


def test_one_event_is_one_message_over_each_wished_channel(told) -> None:
    contact = told.person(wants=["sms", "email", "voice"])
    told.tell(contact=contact, key="k")
    told.tell(contact=contact, key="k")
    assert told.deliver() == 3
    assert sorted(message.channel for message in told.vendor().sent) == ["email", "sms", "voice"]
    assert {row.state for row in told.rows()} == {"sent"}
    assert told.deliver() == 0


def test_an_event_is_not_told_when_its_transaction_is_rolled_back(told) -> None:
    contact = told.person()
    happened = Happened("k", "denver", "report_received", contact, None, None, None, {}, told.now)

    def change_that_fails() -> None:
        with told.notifier.database.writing() as session:
            tell(session, happened)
            raise CaseworkError

    with pytest.raises(CaseworkError):
        change_that_fails()
    assert told.deliver() == 0
    assert told.events() == []


def test_a_vendor_that_is_down_is_asked_again_later_and_later(told) -> None:
    told.vendor().answers = [NotSent("503"), NotSent("503"), Accepted("ref")]
    told.tell(contact=told.person())
    assert told.deliver() == 0
    assert told.row().due_at - told.now >= timedelta(seconds=30)
    assert told.deliver() == 0, "it is not due yet"
    told.wait(seconds=40)
    told.deliver()
    assert told.row().due_at - told.now >= timedelta(seconds=60)
    told.wait(seconds=80)
    assert told.deliver() == 1
    assert told.row().attempts == 3


def test_the_next_vendor_is_asked_at_once_when_the_first_fails(make_told) -> None:
    told = make_told(vendors={"sms": ["twilio_sms", "webhook"], "email": ["smtp"], "voice": ["twilio_voice"]})
    told.vendor("twilio_sms").answers = [NotSent("401")]
    told.tell(contact=told.person())
    told.deliver()
    told.wait(seconds=2)
    assert told.deliver() == 1
    assert told.row().vendor == "webhook"


def test_after_all_attempts_an_operator_sees_it(make_told) -> None:
    told = make_told(retries={"most": 3, "first_s": 1, "longest_s": 2})
    told.vendor().answers = [NotSent("503")]
    told.tell(contact=told.person())
    for _ in range(5):
        told.deliver()
        told.wait(seconds=10)
    assert (told.row().state, told.row().error, told.row().attempts) == ("dead", "503", 3)


def test_an_attempt_that_broke_off_is_looked_up_and_not_repeated(told) -> None:
    vendor = told.vendor()
    vendor.searchable, vendor.found = True, Accepted("found it")
    vendor.answers = [Doubtful("ReadTimeout")]
    told.tell(contact=told.person())
    told.deliver()
    told.wait(minutes=2)
    assert told.deliver() == 1
    assert (told.row().state, told.row().vendor_ref, vendor.sent, vendor.looked) == ("sent", "found it", [], 1)


def test_an_attempt_that_broke_off_and_did_not_arrive_is_repeated(told) -> None:
    vendor = told.vendor()
    vendor.searchable, vendor.answers = True, [Doubtful("ReadTimeout"), Accepted("second")]
    told.tell(contact=told.person())
    told.deliver()
    told.wait(minutes=2)
    assert told.deliver() == 1
    assert len(vendor.sent) == 1


@pytest.mark.parametrize(("rule", "state", "sent"), [("hold", "held", 0), ("repeat", "sent", 1)])
def test_where_nobody_can_know_the_agency_decides(make_told, rule: str, state: str, sent: int) -> None:
    told = make_told(in_doubt={"sms": rule, "email": rule, "voice": rule})
    told.vendor().answers = [Doubtful("ServerDisconnected"), Accepted("again")]
    told.tell(contact=told.person())
    told.deliver()
    told.wait(minutes=2)
    told.deliver()
    assert (told.row().state, len(told.vendor().sent)) == (state, sent)


def test_what_is_in_doubt_does_not_go_to_another_vendor(make_told) -> None:
    told = make_told(vendors={"sms": ["twilio_sms", "webhook"], "email": ["smtp"], "voice": ["twilio_voice"]})
    first = told.vendor("twilio_sms")
    first.searchable, first.answers = True, [Doubtful("500"), Accepted("ref")]
    told.tell(contact=told.person())
    told.deliver()
    told.wait(minutes=2)
    assert told.deliver() == 1
    assert (told.row().vendor, told.vendor("webhook").sent) == ("twilio_sms", [])


def test_a_worker_that_died_while_sending_leaves_the_message_in_doubt(told) -> None:
    """Claimed, and then nothing: as after kill -9."""
    vendor = told.vendor()
    vendor.answers = [Killed()]
    told.tell(contact=told.person())
    with pytest.raises(Killed):
        told.deliver()
    assert told.row().state == "sending"
    vendor.answers, vendor.searchable, vendor.found = [Accepted("ref")], True, Accepted("it had arrived")
    told.wait(seconds=100)
    assert told.hand_out()[1] == [], "the lease still runs"
    told.wait(seconds=100)
    assert told.deliver() == 1
    assert (told.row().vendor_ref, vendor.sent) == ("it had arrived", [])


def test_the_same_queue_item_twice_sends_once(told) -> None:
    told.tell(contact=told.person())
    told.plan()
    token, ids = told.hand_out()
    assert [told.deliverer.deliver(token, ids), told.deliverer.deliver(token, ids)] == [1, 0]
    assert len(told.vendor().sent) == 1


def test_a_lost_queue_item_is_handed_out_again(told) -> None:
    told.tell(contact=told.person())
    told.plan()
    lost = told.hand_out()
    told.wait(minutes=4)
    assert told.deliver() == 1
    assert not told.row().in_doubt, "it never was with a vendor"
    assert told.deliverer.deliver(*lost) == 0, "the lost item turns up again"
    assert len(told.vendor().sent) == 1

"""One event becomes one message per channel, whatever breaks on the way; and the message goes when it may."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml

from casework.errors import CaseworkError
from casework.life.opening import Submitted, open_case
from casework.models import Case
from casework.notifications import stops
from casework.notifications.outbox import Happened, tell
from casework.notifications.vendors.base import Accepted, AddressRefused, Doubtful, NotSent


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
        with told.telling.database.writing() as session:
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
    vendor.answers = [KeyboardInterrupt()]
    told.tell(contact=told.person())
    with pytest.raises(KeyboardInterrupt):
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


def test_at_night_only_what_is_urgent_goes(told) -> None:
    told.now = told.now.replace(hour=6)  # eleven in the evening in Denver
    contact = told.person()
    told.tell("report_received", contact)
    told.tell("code_issued", contact, values={"code": "40417"})
    assert told.deliver() == 1
    assert "40417" in told.vendor().sent[0].body
    told.wait(hours=8, minutes=59)
    assert told.deliver() == 0
    told.wait(minutes=2)
    assert told.deliver() == 1


def test_a_retry_does_not_fall_into_the_night(told) -> None:
    told.vendor().answers = [NotSent("503"), Accepted("ref")]
    told.now = told.now.replace(hour=3, minute=59, second=50)  # ten seconds before nine in the evening
    told.tell(contact=told.person())
    told.deliver()
    told.wait(minutes=2)
    assert told.deliver() == 0
    told.wait(hours=11, minutes=1)
    assert told.deliver() == 1


def test_a_person_gets_four_in_an_hour_and_the_rest_later(told) -> None:
    contact = told.person()
    for number in range(6):
        told.tell("under_review", contact, key=f"k{number}")
    assert told.deliver() == 4
    assert told.deliver() == 0
    told.wait(minutes=61)
    assert told.deliver() == 2


def test_an_access_code_is_forgotten_once_it_was_sent(told) -> None:
    told.tell("code_issued", told.person(), values={"code": "40417"})
    told.deliver()
    assert told.row().body is None
    assert told.events()[0].given == {}


def test_stop_between_planning_and_sending_is_obeyed(told) -> None:
    told.tell(contact=told.person())
    told.plan()
    with told.telling.database.writing() as session:
        stops.stop(session, "denver", "sms", "+13035550199", "stop", told.now)
    assert told.deliver() == 0
    assert (told.row().state, told.row().error) == ("skipped", "no_address")


def test_a_flag_set_after_planning_is_obeyed(told) -> None:
    with told.telling.database.writing() as session:
        case = Case(
            agency="denver", pin_hash="x", need="theft_cold", stage="submitted", opened_at=told.now, updated_at=told.now
        )
        session.add(case)
        session.flush()
        case_id = case.id
    told.tell(contact=told.person(), case_id=case_id)
    told.plan()
    with told.telling.database.writing() as session:
        session.get(Case, case_id).flags = ["at_risk_address"]
    assert told.deliver() == 0
    assert (told.row().state, told.row().error) == ("skipped", "at_risk_address")


def test_a_number_that_refuses_is_not_written_to_again(told) -> None:
    told.vendor().answers = [AddressRefused("400 21610", stop=True), Accepted("ref")]
    contact = told.person()
    told.tell(contact=contact, key="one")
    told.deliver()
    told.tell(contact=contact, key="two")
    assert told.deliver() == 0
    assert told.row().state == "undelivered"
    assert told.events()[1].why == "no_address"


def test_who_wants_one_message_a_day_gets_one(told) -> None:
    contact = told.person(wants=["email"], frequency="daily")
    told.tell("under_review", contact)
    told.tell("number_issued", contact, values={"number": "2026-417702"})
    assert told.deliver() == 0
    told.wait(hours=5, minutes=1)
    assert told.deliver() == 1
    mail = told.vendor().sent[0]
    assert "- Your report is being read\n- Your report number is 2026-417702" in mail.body
    told.tell("forensics", contact)
    told.plan()
    assert len(told.rows()) == 2, "the next one is for tomorrow"


def test_two_events_of_a_day_are_one_please_call(told) -> None:
    contact = told.person()
    told.tell("under_review", contact, need="harassment_threats")
    told.tell("forensics", contact, need="harassment_threats")
    assert told.deliver() == 1
    assert "report" not in told.vendor().sent[0].body


def test_a_missing_value_is_an_operators_matter_and_no_message(told) -> None:
    told.tell("redirected", told.person())
    assert told.deliver() == 0
    event = told.events()[0]
    assert event.state == "failed"
    assert "destination" in event.why


def test_advice_comes_a_day_after_the_number_and_only_where_it_fits(told) -> None:
    contact = told.person(wants=["sms", "email"])
    told.tell("number_issued", contact, values={"number": "2026-417702"})
    assert told.deliver() == 2
    told.wait(hours=23)
    assert told.deliver() == 0
    told.wait(hours=2)
    assert told.deliver() == 1
    advice = told.vendor().sent[-1]
    assert (advice.channel, advice.subject) == ("email", "Advice after your report")


def test_who_wants_only_what_matters_gets_no_advice(told) -> None:
    contact = told.person(wants=["email"], frequency="important")
    told.tell("number_issued", contact, values={"number": "2026-417702"})
    told.deliver()
    assert len(told.rows()) == 1


def test_a_follow_up_that_an_agency_turned_off_meanwhile_does_not_go(told, agencies_root) -> None:
    contact = told.person()
    told.tell("closed_resolved", contact)
    assert told.deliver() == 1
    path = agencies_root / "denver" / "messages" / "rules.yml"
    text = path.read_text(encoding="utf-8")
    rules = yaml.safe_load(text)
    rules["events"]["survey_asked"] = {"off": True}
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    told.telling.catalogue.load_all()
    told.wait(days=3, hours=1)
    assert told.deliver() == 0
    assert {row.error for row in told.rows() if row.template == "survey_asked"} == {"event_off"}


def test_a_case_that_is_opened_tells_its_person(told) -> None:
    """From the life of a case to the vendor, as intake submits it."""
    submitted = Submitted(
        "report-1",
        "denver",
        "theft",
        "theft_cold",
        {},
        None,
        None,
        "voice",
        "40417",
        "x",
        told.person(),
        False,
        frozenset(),
        told.now,
    )
    with told.telling.database.writing() as session:
        open_case(session, submitted)
    assert told.deliver() == 1
    assert "We received your report." in told.vendor().sent[0].body


def test_a_case_of_violence_at_home_tells_nobody(told) -> None:
    submitted = Submitted(
        "report-2", "denver", "theft", "theft_cold", {}, None, None, "voice", "40418", "x", told.person(), False,
        frozenset({"domestic_violence"}), told.now,
    )  # fmt: skip
    with told.telling.database.writing() as session:
        open_case(session, submitted)
    assert told.deliver() == 0
    assert told.events()[0].why == "domestic_violence"

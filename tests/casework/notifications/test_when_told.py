"""The message goes when it may: at night, too many, after a stop or a flag, once a day, days later."""

from __future__ import annotations

import yaml

from agencies.properties import properties
from casework.cases.opening import Submitted, open_case
from casework.cases.tables import Case
from casework.notifications import stops
from casework.notifications.vendors.base import Accepted, AddressRefused, NotSent


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
        told.tell("number_issued", contact, key=f"k{number}")
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
    with told.notifier.database.writing() as session:
        stops.stop(session, "denver", "sms", "+13035550199", "stop", told.now)
    assert told.deliver() == 0
    assert (told.row().state, told.row().error) == ("skipped", "no_address")


def test_a_flag_set_after_planning_is_obeyed(told) -> None:
    with told.notifier.database.writing() as session:
        case = Case(
            agency="denver", pin_hash="x", need="theft_cold", stage="submitted", opened_at=told.now, updated_at=told.now
        )
        session.add(case)
        session.flush()
        case_id = case.id
    told.tell(contact=told.person(), case_id=case_id)
    told.plan()
    with told.notifier.database.writing() as session:
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
    told.notifier.catalogue.load_all()
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
        properties(),
        told.now,
    )
    with told.notifier.database.writing() as session:
        open_case(session, submitted)
    assert told.deliver() == 1
    assert "We received your report." in told.vendor().sent[0].body


def test_a_case_of_violence_at_home_tells_nobody(told) -> None:
    submitted = Submitted(
        "report-2", "denver", "theft", "theft_cold", {}, None, None, "voice", "40418", "x", told.person(), False,
        frozenset({"domestic_violence"}), properties(), told.now,
    )  # fmt: skip
    with told.notifier.database.writing() as session:
        open_case(session, submitted)
    assert told.deliver() == 0
    assert told.events()[0].why == "domestic_violence"

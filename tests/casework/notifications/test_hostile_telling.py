"""What strangers can put into addresses and values: dear numbers, headers, links, endless words, a flood of codes."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from agencies import load_agency
from agencies.loader import AGENCIES
from agencies.messages.files import load_messages
from agencies.messages.rules import Phones
from agencies.messages.template import without_links
from casework.errors import BadRequest
from casework.notifications.contacts import written_email, written_phone
from casework.notifications.phone_rules import is_dear, may_ring
from casework.notifications.vendors.base import Outgoing
from casework.notifications.vendors.smtp import written
from casework.notifications.vendors.twilio_voice import twiml
from casework.notifications.wording import write

MESSAGES, AGENCY = load_messages("denver", AGENCIES), load_agency("denver")
FORM = yaml.safe_load((AGENCIES / "denver" / "reports" / "common.yml").read_text(encoding="utf-8"))["checks"]


@pytest.mark.parametrize(
    "phone",
    ["+19005550199", "+13039765555", "+19115550199", "+13034115555", "+97912345678", "+88213300000", "+80812345678"],
)
def test_a_number_that_costs_extra_or_is_a_service_is_never_used(phone: str) -> None:
    assert is_dear(phone)
    assert not may_ring(phone, Phones(begin=["+1", "+9", "+8"]))


@pytest.mark.parametrize(
    ("phone", "used"),
    [
        ("+13035550199", True),
        ("+17875550199", True),
        ("+14165550199", True),
        ("+18765550199", False),
        ("+442079460958", False),
    ],
)
def test_the_agency_says_which_countries_are_texted_and_called(phone: str, used: bool) -> None:
    assert may_ring(phone, MESSAGES.rules.phones) is used


@pytest.mark.parametrize("phone", ["+19005550199", "+18765550199", "+442079460958"])
def test_a_person_with_such_a_number_gets_e_mails_and_nothing_else(told: Any, phone: str) -> None:
    told.tell(contact=told.person(phone=phone, wants=["sms", "voice", "email"]), key="a")
    told.tell(contact=told.person(phone=phone, wants=["sms", "voice"]), key="b")
    told.deliver()
    assert [message.channel for message in told.vendor().sent] == ["email"]
    assert [event.why for event in told.events()] == [None, "number_not_used"]


@pytest.mark.parametrize(
    "given",
    [
        "0118761234567",
        "+1 303 155 0199",
        "+1 103 555 0199",
        "303-555-0199;ext=9",
        "+1303555019\n9x",
        "+１３０３５５５０１９９",
        "٣٠٣٥٥٥٠١٩٩",
    ],
)
def test_what_only_looks_like_a_number_is_refused(given: str) -> None:
    with pytest.raises(BadRequest, match="not a telephone number"):
        written_phone(given, "US")


@pytest.mark.parametrize(
    "given",
    ["a(x)@example.org", "a\\@example.org", "\u202ea@example.org", "é@example.org", "a@example.org,b@example.org", "a@exa mple.org",
     "a@[127.0.0.1]", "a@.org", "a@" + "x." * 130 + "org", "a\x00@example.org"],
)  # fmt: skip
def test_an_address_that_mail_systems_read_otherwise_is_refused(given: str) -> None:
    with pytest.raises(BadRequest, match="not an e-mail address"):
        written_email(given)


def test_a_domain_in_other_letters_is_written_as_mail_systems_do() -> None:
    assert written_email("ana@Correo-Español.es") == "ana@xn--correo-espaol-skb.es"


@given(some.from_regex(re.compile(FORM["us_phone"]["pattern"], re.ASCII), fullmatch=True))
def test_every_number_that_the_report_form_takes_can_be_kept(phone: str) -> None:
    """Or a finished report could not be filed for its telephone number."""
    assert written_phone(phone, "US").startswith("+1")


@given(some.from_regex(re.compile(FORM["email_address"]["pattern"], re.ASCII), fullmatch=True))
def test_every_e_mail_address_that_the_report_form_takes_can_be_kept(address: str) -> None:
    if len(address) <= 254:
        assert "@" in written_email(address)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("see https://evil.example/x?y", "see  evil. example/x?y"),
        ("WWW.EVIL.COM", "WWW. EVIL. COM"),
        ("bit.ly/abc", "bit. ly/abc"),
        ("evil\u3002com and evil\uff0ecom", "evil. com and evil. com"),
        ("Officer J. P. Smith, 3 p.m.", "Officer J. P. Smith, 3 p.m."),
        ("520 W. Colfax Ave., Unit 2.5", "520 W. Colfax Ave., Unit 2.5"),
        ("St.Patrick", "St. Patrick"),
    ],
)
def test_a_value_brings_no_link_along(value: str, shown: str) -> None:
    assert without_links(value) == shown


@pytest.mark.parametrize("channel", ["sms", "email", "voice"])
def test_no_channel_shows_a_link_out_of_a_value(channel: str) -> None:
    evil = "Aurora\r\nTo: x@example.org\nhttps://evil.example/login {{ code }} <a href='http://evil.example'>"
    found = write(MESSAGES, AGENCY, "redirected", channel, "en", {"destination": evil})
    text = f"{found.subject} {found.body}"
    assert "evil.example" not in text
    assert "://" not in text
    assert "\nTo:" not in text
    assert "{{ code }}" in text


@given(some.text(max_size=300))
def test_an_e_mail_has_our_headers_and_no_others(value: str) -> None:
    found = write(MESSAGES, AGENCY, "redirected", "email", "en", {"destination": value, "number": value})
    to = "ada@example.org"
    message = Outgoing("m" * 32, "denver", "email", to, found.body, "en", "Denver Police", subject=found.subject)
    mail = message_from_bytes(written(message, "reports@example.gov").as_bytes(), policy=policy.default)
    assert sorted(mail.keys()) == [
        "Auto-Submitted", "Content-Language", "Content-Transfer-Encoding", "Content-Type", "From", "MIME-Version", "Message-ID",
        "Subject", "To",
    ]  # fmt: skip
    assert mail["To"] == to
    assert mail["Content-Language"] == "en"


@given(some.text(max_size=300))
def test_any_value_makes_a_call_that_can_be_read_as_xml(value: str) -> None:
    body = write(MESSAGES, AGENCY, "officer_assigned", "voice", "en", {"officer": value}).body
    document = ElementTree.fromstring(twiml(body, "en"))
    assert [child.tag for child in document] == ["Pause", "Say", "Pause", "Say"]


def test_many_reports_that_name_one_telephone_do_not_flood_it(told: Any) -> None:
    """Each report makes a contact of its own; the limit is the telephone's."""
    for number in range(9):
        told.tell("number_issued", told.person(), key=f"k{number}")
    assert told.deliver() == 4
    assert told.deliver() == 0
    told.wait(minutes=61)
    assert told.deliver() == 4


def test_codes_go_at_once_but_a_stranger_cannot_have_fifty_sent(told: Any) -> None:
    for number in range(50):
        told.tell("code_issued", told.person(), key=f"k{number}", values={"code": "40417"})
    assert told.deliver() == 6
    assert told.deliver() == 0
    told.tell("code_issued", told.person(phone="+13035550177"), key="other", values={"code": "40417"})
    assert told.deliver() == 1, "others get theirs"
    told.now += timedelta(minutes=61)
    assert told.deliver() == 6

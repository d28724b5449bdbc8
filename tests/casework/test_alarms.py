"""An alarm reaches a person: an e-mail by the SMTP of messages, once in ten minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from casework.access.access import Access, Limits
from casework.access.attempts import TryLimit
from casework.alarms import Alarms
from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from launcher.temporary import free_port
from tests.casework.intake.conftest import resumed
from tests.fakes.message_takers import Mailbox


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


async def test_an_alarm_reaches_a_person_by_e_mail_once_in_ten_minutes(casework, mailbox) -> None:
    box, port = mailbox
    alarms = Alarms(
        ["watch@city.example"],
        NotifySettings(
            service_token="a-service-token-for-tests", smtp_host="127.0.0.1", smtp_port=port, smtp_security="none",
            smtp_from="line@city.example",
        ),
    )  # fmt: skip
    casework.services.access = Access(
        casework.services.database, casework.services.pins, TryLimit(3, 15), Limits(alarm=5), alarms.ring
    )
    for number in range(9):
        await resumed(casework, f"{number:05d}", "4826", f"call-{number}", source=f"tel:{number}")
    await asyncio.gather(*alarms._sending)
    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == ("watch@city.example", "Guessing at denver?")
    assert "by way of tel" in mail.get_content()


def test_an_alarm_without_a_way_to_send_it_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="CIVICLINE_SMTP_HOST"):
        Alarms(["watch@city.example"], NotifySettings(service_token="a-service-token-for-tests"))

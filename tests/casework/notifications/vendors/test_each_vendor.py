"""What one vendor does and the others do not: Twilio's search, calls, headers of e-mails, signatures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings
from casework.notifications.vendors import make_vendor
from casework.notifications.vendors.base import Doubtful, NotSent
from casework.notifications.vendors.twilio_voice import twiml
from tests.casework.notifications.messages import MAIL, MESSAGE, TEXT
from tests.fakes import twilio_api
from tests.fakes.message_takers import Mailbox, Receiver
from tests.fakes.twilio_api import TwilioApi


async def test_a_text_that_broke_off_is_found_at_twilio(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        message = replace(MESSAGE, to=twilio_api.BREAKS_OFF)
        with pytest.raises(Doubtful):
            await vendor.send(message)
        found = await vendor.find(message)
        assert found is not None
        assert found.ref == twilio.messages[0]["sid"]
        assert await vendor.find(replace(message, body="another text")) is None


async def test_wrong_credentials_are_not_the_persons_fault(settings: NotifySettings) -> None:
    from pydantic import SecretStr

    wrong = settings.model_copy(update={"twilio_auth_token": SecretStr("wrong")})
    async with make_vendor("twilio_sms", wrong) as vendor:
        with pytest.raises(NotSent, match="401 20003"):
            await vendor.send(MESSAGE)


async def test_twilio_gets_text_sender_and_callback(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_sms", settings) as vendor:
        await vendor.send(MESSAGE)
    (_, path, form) = twilio.requests[-1]
    assert path == f"/2010-04-01/Accounts/{twilio.sid}/Messages.json"
    assert (form["Body"], form["From"], form["To"]) == (TEXT, "+17205550100", MESSAGE.to)
    assert form["StatusCallback"] == f"https://calls.example.gov/callbacks/twilio/status?m={MESSAGE.id}"


async def test_a_call_says_the_message_twice_in_its_language(settings: NotifySettings, twilio: TwilioApi) -> None:
    async with make_vendor("twilio_voice", settings) as vendor:
        await vendor.send(replace(MESSAGE, channel="voice", language="es"))
    said = twilio.calls[0]["twiml"]
    assert said == twiml(TEXT, "es")
    assert said.count('<Say language="es-MX">') == 2
    assert "&lt;b&gt;" in said


async def test_a_call_offers_its_own_end_where_keys_come_back(settings: NotifySettings, twilio: TwilioApi) -> None:
    offered = replace(MESSAGE, channel="voice", stop_offer="To get no more of these calls, press nine.")
    alone = settings.model_copy(update={"public_url": None})
    async with make_vendor("twilio_voice", settings) as heard, make_vendor("twilio_voice", alone) as deaf:
        await heard.send(offered)
        await deaf.send(offered)
    first, second = (call["twiml"] for call in twilio.calls)
    assert f'action="https://calls.example.gov/callbacks/twilio/key?m={MESSAGE.id}"' in first
    assert first.count("press nine") == 2
    assert "press nine" not in second
    assert "Gather" not in second


async def test_an_e_mail_is_what_mail_systems_want(settings: NotifySettings, mailbox: tuple[Mailbox, int]) -> None:
    async with make_vendor("smtp", settings) as vendor:
        await vendor.send(MAIL)
        await vendor.send(MAIL)
    first, second = mailbox[0].mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{MAIL.id}@example.gov>"
    assert first["List-Unsubscribe"] == "<https://calls.example.gov/u/1.x>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Content-Language"] == "en"
    assert (first["Subject"], first["To"]) == (MAIL.subject, MAIL.to)
    assert first.get_content().strip() == TEXT


async def test_a_mail_server_that_breaks_off_after_the_text_leaves_doubt(
    settings: NotifySettings, mailbox: tuple[Mailbox, int]
) -> None:
    mailbox[0].breaks_off = True
    async with make_vendor("smtp", settings) as vendor:
        with pytest.raises(Doubtful):
            await vendor.send(MAIL)
        mailbox[0].breaks_off = False
        assert await vendor.send(MAIL)


async def test_a_webhook_is_signed(settings: NotifySettings, receiver: tuple[Receiver, str]) -> None:
    from pydantic import SecretStr

    async with make_vendor("webhook", settings.model_copy(update={"webhook_secret": SecretStr("other")})) as vendor:
        with pytest.raises(NotSent, match="401"):
            await vendor.send(MESSAGE)
    assert receiver[0].unsigned == 1


async def test_the_console_keeps_texts_only_in_development(settings: NotifySettings, tmp_path: Path) -> None:
    async with make_vendor("console", settings.model_copy(update={"dev_messages": False})) as vendor:
        await vendor.send(MESSAGE)
    assert TEXT.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("console_messages.db*"))


@pytest.mark.parametrize("name", ["twilio_sms", "twilio_voice", "smtp", "webhook"])
def test_a_vendor_that_is_named_but_not_set_up_stops_the_start(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"{name}, which is not set up: set CIVICLINE_"):
        make_vendor(name, NotifySettings(service_token="x" * 16, var=tmp_path))

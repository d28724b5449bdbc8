"""What vendors, telephones and mail programs say back over HTTP; nobody without a signature or token changes anything."""

from __future__ import annotations

import pytest

from casework.notifications import stops
from casework.notifications.tables import Contact
from signatures.twilio import sign
from tests.casework.notifications.steps import (
    FORM,
    TWILIO_TOKEN,
    get,
    sent,
    state,
    stored,
    told,
    twilio,
)

pytestmark = pytest.mark.usefixtures("at_any_hour")


async def test_a_status_of_twilio_is_written_down_once_it_is_signed(casework) -> None:
    notification = stored(casework, vendor="twilio_sms", vendor_ref="SM1", secret=True)
    path = f"/callbacks/twilio/status?m={notification}"
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert await twilio(casework, path, form, signed="wrong") == 403
    assert state(casework, notification).state == "sent"
    assert await twilio(casework, path, form) == 204
    assert (state(casework, notification).state, state(casework, notification).body) == ("delivered", None)
    assert await twilio(casework, path, form | {"MessageStatus": "failed"}) == 204
    assert state(casework, notification).state == "delivered", "statuses come in any order"


async def test_a_changed_field_breaks_the_signature(casework) -> None:
    notification = stored(casework, vendor_ref="SM1")
    path = f"/callbacks/twilio/status?m={notification}"
    form = {"MessageSid": "SM1", "MessageStatus": "sent"}
    good = sign(TWILIO_TOKEN, f"https://calls.example.gov{path}", {k: [v] for k, v in form.items()})
    assert await twilio(casework, path, form | {"MessageStatus": "failed"}, signed=good) == 403


async def test_a_callback_counts_whose_address_was_signed_with_its_standard_port(casework) -> None:
    notification = stored(casework, vendor="twilio_sms", vendor_ref="SM1")
    path, form = f"/callbacks/twilio/status?m={notification}", {"MessageSid": "SM1", "MessageStatus": "delivered"}
    signed = sign(TWILIO_TOKEN, f"https://calls.example.gov:443{path}", {name: [value] for name, value in form.items()})
    assert await twilio(casework, path, form, signed=signed) == 204
    assert state(casework, notification).state == "delivered"


async def test_stop_by_text_ends_texts_and_start_begins_them_again(casework) -> None:
    contact = told(casework)
    await sent(casework)
    words = {"From": "+13035550199", "Body": " Stop. "}
    assert await twilio(casework, "/callbacks/twilio/incoming", words) == 200
    answer = (await get(casework, f"/contacts/{contact}")).json()
    assert answer["stopped"] == ["sms"]
    assert await twilio(casework, "/callbacks/twilio/incoming", words | {"Body": "START"}) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []


async def test_a_nine_in_a_call_ends_calls_and_another_key_does_not(casework) -> None:
    notification = stored(casework, channel="voice", language="es", vendor="twilio_voice")
    path = f"/callbacks/twilio/key?m={notification}"
    contact = state(casework, notification).contact_id
    pressed = {"To": "+13035550199", "From": "+17205550100", "CallSid": "CA1", "Digits": "1"}
    assert await twilio(casework, path, pressed, signed="wrong") == 403
    assert await twilio(casework, path, pressed) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []
    assert await twilio(casework, path, pressed | {"Digits": "9"}) == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == ["voice"]
    unknown = await twilio(casework, "/callbacks/twilio/key?m=nobody", pressed | {"Digits": "9", "To": "+13035550177"})
    assert unknown == 200
    with casework.services.database.reading() as session:
        assert not stops.is_stopped(session, "denver", "voice", "+13035550177")


async def test_the_link_of_an_e_mail_ends_e_mails_by_its_button_and_not_by_looking(casework) -> None:
    contact = told(casework)
    token = stops.link_token(casework.services.notifier.settings.signing_key, contact)
    page = await casework.client.get(f"/u/{token}", headers={"Authorization": ""})
    assert "<button>" in page.text
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == []
    one_click = await casework.client.post(f"/u/{token}", content="List-Unsubscribe=One-Click", headers=FORM)
    assert one_click.status_code == 200
    assert (await get(casework, f"/contacts/{contact}")).json()["stopped"] == ["email"]
    forged = f"{contact + 1}.{token.partition('.')[2]}"
    assert (await casework.client.post(f"/u/{forged}")).status_code == 400


@pytest.mark.parametrize(
    ("language", "lang", "asks", "done"),
    [
        ("en", "en", "Stop these e-mails?", "You get no more e-mails from us."),
        ("es", "es", "¿Dejar de recibir estos correos?", "No recibirá más correos de nosotros."),
        ("es-mx", "es", "¿Dejar de recibir estos correos?", "No recibirá más correos de nosotros."),
        ("vi", "en", "Stop these e-mails?", "You get no more e-mails from us."),
    ],
)
async def test_the_page_of_the_link_speaks_the_person_s_language_in_the_agency_s_words(
    casework, language: str, lang: str, asks: str, done: str
) -> None:
    contact = told(casework)
    with casework.services.database.writing() as session:
        session.get_one(Contact, contact).language = language
    address = f"/u/{stops.link_token(casework.services.notifier.settings.signing_key, contact)}"
    page, after = await casework.client.get(address), await casework.client.post(address)
    assert f'<html lang="{lang}">' in page.text
    assert f"<h1>{asks}</h1>" in page.text
    assert f"<h1>{done}</h1>" in after.text


async def test_the_words_of_that_page_are_the_agency_s_and_no_markup(casework) -> None:
    path = casework.root / "denver" / "messages" / "en" / "frame.yml"
    path.write_text(path.read_text("utf-8").replace("Stop these e-mails?", "No more mail, <b>please</b>?"), "utf-8")
    casework.services.notifier.catalogue.load_all()
    address = f"/u/{stops.link_token(casework.services.notifier.settings.signing_key, told(casework))}"
    assert "<h1>No more mail, &lt;b&gt;please&lt;/b&gt;?</h1>" in (await casework.client.get(address)).text


async def test_whoever_is_not_kept_any_more_still_reads_a_page(casework) -> None:
    address = f"/u/{stops.link_token(casework.services.notifier.settings.signing_key, 4711)}"
    assert "Stop these e-mails?" in (await casework.client.get(address)).text
    assert (await casework.client.post(address)).status_code == 200


async def test_an_e_mail_that_came_back_ends_e_mails_to_that_address(casework) -> None:
    notification = stored(casework, channel="email")
    body = {"message_id": f"<{notification}@example.gov>", "permanent": True}
    assert (await casework.client.post("/v1/notifications/bounces", json=body)).status_code == 204
    row = state(casework, notification)
    assert row.state == "undelivered"
    answer = (await get(casework, f"/contacts/{row.contact_id}")).json()
    assert answer["stopped"] == ["email"]

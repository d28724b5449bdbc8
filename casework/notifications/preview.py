"""How a message reads: by the API and by `python -m casework preview-message`."""

from __future__ import annotations

from agencies import Agency
from agencies.messages.files import Messages, examples
from agencies.messages.values import EVENTS
from casework.errors import BadRequest, NotFound
from casework.notifications import shapes
from casework.notifications.wording import BadWording, NoTemplate, write

_LINK = "https://example.gov/u/abc"


def preview(messages: Messages, agency: Agency, asked: shapes.PreviewRequest) -> shapes.PreviewAnswer:
    """The message in every channel, with examples where no value is given. Raises NotFound or BadRequest."""
    given = {name: text for name, text in examples(asked.event).items() if name in EVENTS.get(asked.event, ())}
    given |= asked.values
    try:
        sms, email, voice = (
            write(messages, agency, asked.event, channel, asked.language, given, asked.need, _LINK)
            for channel in ("sms", "email", "voice")
        )
    except NoTemplate:
        raise NotFound("There is no such event; GET the agency's messages lists them.") from None
    except BadWording as bad:
        raise BadRequest(f"The message cannot be written: {bad}.") from None
    frame = messages.frames[sms.language]
    return shapes.PreviewAnswer(
        event=asked.event,
        language=sms.language,
        reviewed_by_native_speaker=frame.reviewed_by_native_speaker,
        channels=messages.rules.rule(asked.event).channels,
        sms=shapes.SmsPreview(text=sms.body, parts=sms.sms_parts),
        email=shapes.EmailPreview(subject=email.subject or "", body=email.body),
        voice=voice.body,
    )

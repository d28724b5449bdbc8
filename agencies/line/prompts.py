"""What the telephone channel itself says (prompts.yml): greeting, reprompts, hand-over and failure lines, other languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from agencies.directory.hours import Opens
from agencies.directory.shape import Part, Spoken


def _language_key(key: str) -> str:
    if key not in tuple("3456789"):
        raise ValueError(
            'a language\'s key is 3 to 9, for 0 is a person, 1 and 2 are yes and no|write one of them in quotes, as in "8"'
        )
    return key


LanguageKey = Annotated[str, AfterValidator(_language_key)]


class HandingOver(Part):
    """Said while a call-taker is being connected; the keys are the reasons of the bot reply."""

    default: Spoken
    asked_for_person: Spoken
    emergency: Spoken
    not_understood: Spoken
    other_language: Spoken
    low_confidence: Spoken
    no_input: Spoken
    out_of_scope: Spoken
    system_failure: Spoken


class OtherLanguage(Part):
    """Lines in another language. A call says those that are recorded (recordings/index.yml); a chat writes them all."""

    name: str
    emergency: Spoken
    handing_over: Spoken
    key: LanguageKey | None = None
    offer: Spoken | None = None  # said in the greeting; names the key

    @model_validator(mode="after")
    def _key_is_announced(self) -> OtherLanguage:
        if (self.key is None) != (self.offer is None):
            raise ValueError(
                "a key and its offer belong together|give both, as in 'Para español, marque ocho.', or neither"
            )
        return self


class Prompts(Part):
    """prompts.yml. Keys:

    greeting               first words of every call: automated, what for, emergency, how to reach a person
    greeting_web           the same for the web chat
    please_wait            a look-up takes longer than about two seconds
    still_there            every twenty seconds to a caller who asked us to hold on (agency.yml: still_here_s)
    handing_over           by reason
    callback_hint          when nobody takes the transfer: what the caller can do
    trying_next            nobody answered in one place and the next queue is rung
    returned               first words when the caller comes back because nobody took the transfer: an apology and a choice
    technical_failure      ours failed; a person takes over
    person_joined          in a chat: a person of the agency has taken it over; {name} is theirs
    person_left            in a chat: that person has ended it
    opens                  when a closed place opens: what {opens} stands for in outside_hours
    other_languages        by ISO 639-1 code
    in_writing             what is said on the telephone: what a chat writes instead, in every line of ours
    """

    greeting: Spoken
    greeting_web: Spoken
    please_wait: Spoken
    still_there: Spoken
    handing_over: HandingOver
    callback_hint: Spoken
    trying_next: Spoken
    returned: Spoken
    technical_failure: Spoken
    opens: Opens
    person_joined: str = ""
    person_left: str = ""
    other_languages: dict[str, OtherLanguage] = Field(min_length=1)
    in_writing: dict[Spoken, str] = Field(default={})

    @model_validator(mode="after")
    def _every_key_is_one_language(self) -> Prompts:
        keys = [other.key for other in self.other_languages.values() if other.key]
        if len(set(keys)) != len(keys):
            raise ValueError("two languages have the same key|give each its own, from '3' to '9'")
        return self

"""What may be said to the bot: a caller's words, made harmless, or one of our own channel events.

Rasa reads a message that starts with "/" as a command that sets intents and slots. Only the functions here make such
messages; words of a caller pass through `words()` and can never become one.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 16_000  # nothing of it is cut: a longer text is refused where it enters, and whoever wrote it is told
_SLASHES = frozenset("/\u2044\u2215\u29f8\u2571\uff0f\u1735\u3033\u27cb")  # "/" and what looks or normalises like it
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Zs"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by category, but nothing to see
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # tags pasted into a chat say nothing, and hide what does
_NUMBER = re.compile(r"^[0-9*#]{1,64}$")
_OTHER_LANGUAGE = "/other_language"
_OUTCOME = re.compile(r"^[a-z_]{2,20}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class Message:
    """One message for the bot, with what is known of how it was said."""

    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


def words(text: str) -> str:
    """A caller's words, fit to send: no leading slash, nothing invisible, one line, at most LONGEST_TEXT. May be empty."""
    visible = "".join(_visible(char) for char in _MARKUP.sub(" ", text[: LONGEST_TEXT * 4]))
    line = " ".join(visible.split())
    start = next((at for at, char in enumerate(line) if not _hides_a_command(char)), len(line))
    return line[start:][:LONGEST_TEXT].rstrip()


def _hides_a_command(char: str) -> bool:
    """Nothing that may stand before a command, or be its slash, may stand first: marks without a letter included."""
    return char == " " or char in _SLASHES or unicodedata.category(char).startswith("M")


def _visible(char: str) -> str:
    if char in _BLANK_LETTERS:
        return " "
    category = unicodedata.category(char)
    if category in ("Cf", "Co", "Cn", "Cs"):
        return ""
    return " " if category in _INVISIBLE else char


def no_input() -> str:
    """The caller has said nothing."""
    return "/no_input"


def speak_to_person() -> str:
    """The caller pressed 0."""
    return "/speak_to_person"


def hang_up() -> str:
    """The caller is gone."""
    return "/hang_up"


def call_started() -> str:
    """Asks for the opening line of a web chat."""
    return "/call_started"


def resume_report() -> str:
    """Asks to go on with a report; which one, the metadata says."""
    return "/resume_report"


def no_match() -> str:
    """The caller spoke, and no words were found in it."""
    return "/no_match"


def transfer_failed(outcome: str, *, call_back: bool = True) -> str:
    """Nobody took the transfer, and the caller is with us again. `call_back`: the agency rings people back.

    Raises ValueError for an outcome that is not one small word.
    """
    if not _OUTCOME.match(outcome):
        raise ValueError("An outcome is one small word.")
    told = {"outcome": outcome, **({} if call_back else {"call_back": "no"})}
    return f"/transfer_failed{json.dumps(told)}"


def go_back() -> str:
    """The caller pressed the star key: one step back."""
    return "/correct"


def dtmf(digits: str) -> str:
    """Keys that the caller pressed. Raises ValueError for anything but keys."""
    if not _NUMBER.match(digits):
        raise ValueError("DTMF digits are 1 to 64 of 0-9, * and #.")
    return f"/dtmf{json.dumps({'digits': digits})}"


def other_language(code: str) -> str:
    """The caller speaks a language that the assistant does not. Raises ValueError unless it is an ISO 639-1/3 code."""
    if not _LANGUAGE.match(code):
        raise ValueError("A language is an ISO 639 code of two or three small letters.")
    return f"{_OTHER_LANGUAGE}{json.dumps({'language': code})}"


def heard(message: str, text: str, english: str | None = None) -> dict[str, str] | None:
    """The caller's own words beside a message that says only in which language they are: the emergency detector reads them.

    None for every other message, which is those words, and when there are none (a key).
    """
    if not message.startswith(_OTHER_LANGUAGE):
        return None
    said = {"text": words(text), "english": words(english or "")}
    return {name: value for name, value in said.items() if value} or None

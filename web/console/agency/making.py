"""Files of an agency's folder that are not there yet and that something reads: what each may be called, and how it begins.

A beginning is whole as it stands, with comments that say what may be written; beginnings/ has most of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from agencies.contact_card import FILE as CARD
from agencies.line.pronunciations import FILE as PRONUNCIATIONS
from agencies.line.queues import FILE as QUEUES
from agencies.loader import AGENCIES
from agencies.lookups.files import FILE as LOOKUPS
from agencies.messages.files import FRAME, RULES
from agencies.pages.files import FILE as PAGES
from agencies.pages.form_words import FILE as FORMS
from agencies.reports.files import COMMON
from agencies.reports.files import FOLDER as REPORTS
from agencies.status.files import EVERYWHERE as STATUS_EVERYWHERE
from agencies.status.files import FILE as STATUS
from agencies.status.files import FOLDER as STATUSES
from agencies.wording.facts import FACTS, facts_of
from agencies.wording.files import FILE as WORDING
from agencies.wording.files import FOLDER as WORDINGS
from agencies.wording.files import load_domain
from agencies.yaml_lines import read

DOMAIN = AGENCIES.parent / "domain.yml"
_BEGINNINGS = Path(__file__).parent / "beginnings"
_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ENGLISH = "en"
_MESSAGES, _SENTENCES = "messages", "messages.yml"

_NOBODY = "Nothing reads a file of that name."

Begins = Callable[[Path, str], str]  # the agency's folder, and the name that was chosen


class NoSuchFile(Exception):
    """The message says why, for whoever wanted it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`place`: where it stands in the folder, with {name} where there can be several. `asks`: what a name is, for whoever chooses one;
    empty where there is one such file. `wants`: files without which nobody reads it, {name} as in `place`."""

    title: str
    place: str
    begins: Begins
    asks: str = ""
    fault_of: Callable[[str], str] = lambda _name: ""
    wants: tuple[str, ...] = ()

    def file(self, name: str) -> str:
        return self.place.replace("{name}", name)

    def name_in(self, file: str) -> str | None:
        """The name under which this would be such a file; None where it would be none."""
        found = re.fullmatch(re.escape(self.place).replace(r"\{name\}", "([a-z0-9_]+)"), file)
        return None if found is None else next(iter(found.groups()), "")


def offered(folder: Path) -> dict[str, Kind]:
    """What can be made in this agency's folder now."""
    return {name: kind for name, kind in KINDS.items() if _could_be(kind, folder)}


def file_of(folder: Path, kind: str, name: str) -> str:
    """Where it would stand. Raises NoSuchFile."""
    known = offered(folder).get(kind)
    if known is None:
        raise NoSuchFile("Choose what it is to be.")
    file = known.file(name.strip().lower() if known.asks else "")
    _checked(known, folder, file)
    return file


def beginning(folder: Path, file: str) -> str:
    """How a file that is not there yet begins. Raises NoSuchFile, also for one that is there."""
    for kind in sorted(KINDS.values(), key=lambda one: bool(one.asks)):  # reports/common.yml is no kind of report
        if kind.name_in(file) is not None:
            return kind.begins(folder, _checked(kind, folder, file))
    raise NoSuchFile(_NOBODY)


def _checked(kind: Kind, folder: Path, file: str) -> str:
    """The name in it. Raises NoSuchFile."""
    name = kind.name_in(file)
    if fault := kind.fault_of(name or ""):
        raise NoSuchFile(fault)
    if name is None:
        raise NoSuchFile(_NOBODY)
    if (folder / file).exists():
        raise NoSuchFile("There is such a file already: change that one.")
    if missing := [one for one in kind.wants if not (folder / one.replace("{name}", name)).is_file()]:
        raise NoSuchFile(f"Nobody would read it before {missing[0].replace('{name}', name)} is there; make that first.")
    return name


def _could_be(kind: Kind, folder: Path) -> bool:
    """Whether it can be made for some name."""
    there = all((folder / one).is_file() for one in kind.wants if "{name}" not in one)
    return there and (bool(kind.asks) or not (folder / kind.place).exists())


def _not_an_id(name: str) -> str:
    if not _ID.fullmatch(name):
        return "Write its name in small letters, digits and _, a letter first, such as stolen_package."
    return f"{COMMON} is what all kinds share; take another name." if f"{name}.yml" == COMMON else ""


def _no_language(name: str) -> str:
    try:
        known = bool(_LANGUAGE.fullmatch(name)) and Locale(name) is not None
    except UnknownLocaleError:
        known = False
    return "" if known else "Write the code of a language in two or three small letters, such as es or vi."


def _not_another_language(name: str) -> str:
    return "English stands in the file without a language in its name." if name == _ENGLISH else _no_language(name)


def _from(file: str, **values: Callable[[Path, str], str]) -> Begins:
    """The text of beginnings/<file>, with each of these words in capitals replaced."""

    def begins(folder: Path, name: str) -> str:
        text = (_BEGINNINGS / file).read_text("utf-8")
        for word, value in values.items():
            text = text.replace(word, value(folder, name))
        return text

    return begins


def _report(folder: Path, name: str) -> str:
    plain = name.replace("_", " ")
    words = {"need: NAME": f"need: {name}", "TITLE": plain.capitalize(), "SPOKEN": f"{_article(plain)} {plain}"}
    text = (_BEGINNINGS / "report.yml").read_text("utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _article(words: str) -> str:
    return "an" if words[:1] in "aeiou" else "a"


def _wording(_folder: Path, _name: str) -> str:
    """Every sentence of the product as a comment, but one: a file without any is no words."""
    head = (_BEGINNINGS / "wording.yml").read_text("utf-8").replace("FACTS", ", ".join(f"{{{one}}}" for one in FACTS))
    told = {name: variants for name, variants in load_domain(DOMAIN).items() if variants}
    first = next(
        (name for name, variants in told.items() if len(variants) == 1 and "{" not in variants[0]), next(iter(told))
    )
    lines = [
        f"{'' if name == first else '# '}{name}: {_written(told[name])}" for name in [first, *sorted({*told} - {first})]
    ]
    return head + "\n".join(lines) + "\n"


def _written(variants: tuple[str, ...]) -> str:
    quoted = [json.dumps(one, ensure_ascii=False) for one in variants]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _status(_folder: Path, name: str) -> str:
    """The product's words as a comment: those of this language where it has some, else the English ones."""
    own = STATUS_EVERYWHERE.with_name(f"{name}.yml")
    text = (own if name and own.is_file() else STATUS_EVERYWHERE).read_text("utf-8")
    return (_BEGINNINGS / "status.yml").read_text("utf-8") + "".join(
        f"# {line}".rstrip() + "\n" for line in text.splitlines() if not line.startswith("#")
    )


def _messages(folder: Path, _name: str) -> str:
    """All messages of the agency's first language in one file."""
    first = _first_language(folder)
    those = sorted(path for path in (folder / _MESSAGES / first).glob("*.yml") if path.name != FRAME)
    return (_BEGINNINGS / "messages.yml").read_text("utf-8") + "\n".join(path.read_text("utf-8") for path in those)


def _frame(folder: Path, name: str) -> str:
    """The first language's, said to be this one and not reviewed."""
    text = (folder / _MESSAGES / _first_language(folder) / FRAME).read_text("utf-8")
    text = re.sub(r"(?m)^language:.*$", f"language: {Locale(name).get_display_name(_ENGLISH)}", text, count=1)
    return re.sub(r"(?m)^reviewed_by_native_speaker:.*$", "reviewed_by_native_speaker: false", text, count=1)


def _first_language(folder: Path) -> str:
    found = sorted(
        (path.parent.name for path in (folder / _MESSAGES).glob(f"*/{FRAME}")), key=lambda one: (one != _ENGLISH, one)
    )
    if not found:
        raise NoSuchFile("The agency sends no messages yet; copy the folder messages/ of another agency first.")
    return found[0]


def _common(folder: Path, _name: str) -> str:
    """Another agency's, with this one's emergency number: its words are those of every city."""
    of_others = sorted({*folder.parent.glob(f"*/{REPORTS}/{COMMON}"), *AGENCIES.glob(f"*/{REPORTS}/{COMMON}")})
    if not of_others:
        raise NoSuchFile("No agency here takes reports yet, so there is none to begin from.")
    other = of_others[0].parents[1]
    theirs, ours = (facts_of(one.name, one.parent)["emergency_number_spoken"] for one in (other, folder))
    return of_others[0].read_text("utf-8").replace(theirs, ours)


def _of_agency(*keys: str) -> Callable[[Path, str], str]:
    """A value of agency.yml, by its keys."""

    def value(folder: Path, _name: str) -> str:
        found: Any = read(folder / "agency.yml", "agency.yml").data
        for key in keys:
            found = found[key] if isinstance(found, Mapping) else ""
        return str(found)

    return value


_OTHER_LANGUAGE = "Language, by its code"
KINDS: dict[str, Kind] = {
    "report": Kind(
        "A kind of report", f"{REPORTS}/{{name}}.yml", _report, "Name of the kind", _not_an_id, (f"{REPORTS}/{COMMON}",)
    ),
    "reports": Kind("What all kinds of report share", f"{REPORTS}/{COMMON}", _common),
    "wording": Kind("What the bot says, in the agency's own words", WORDING, _wording),
    "wording_in": Kind(
        "What the bot writes, in another language", f"{WORDINGS}/{{name}}.yml", _wording, _OTHER_LANGUAGE, _not_another_language
    ),
    "status": Kind("How a case is going, in the agency's own words", STATUS, _status),
    "status_in": Kind(
        "How a case is going, in another language", f"{STATUSES}/{{name}}.yml", _status, _OTHER_LANGUAGE, _not_another_language
    ),
    "messages_in": Kind(
        "Messages in another language: first the messages", f"{_MESSAGES}/{{name}}/{_SENTENCES}", _messages, _OTHER_LANGUAGE,
        _no_language, (f"{_MESSAGES}/{RULES}",),
    ),
    "frame_in": Kind(
        "Messages in another language: then what stands around them", f"{_MESSAGES}/{{name}}/{FRAME}", _frame, _OTHER_LANGUAGE,
        _no_language, (f"{_MESSAGES}/{RULES}", f"{_MESSAGES}/{{name}}/{_SENTENCES}"),
    ),
    "lookups": Kind("Look-ups for callers", LOOKUPS, _from("lookups.yml")),
    "queues": Kind(
        "Queues: who is rung, for how long", QUEUES,
        _from("queues.yml", CALL_TAKER=_of_agency("call_taker"), GENERAL_LINE=_of_agency("general_line")),
    ),
    "pronunciations": Kind("How the voice says local names", PRONUNCIATIONS, _from("pronunciations.yml")),
    "card": Kind("What a good contact is", CARD, _from("contact_card.yml")),
    "pages": Kind("Look and words of the web pages", PAGES, _from("pages.yml", AGENCY=_of_agency("name"))),
    "forms": Kind("Words of the web pages: forms", f"pages/{FORMS}", _from("forms.yml"), wants=(PAGES,)),
}  # fmt: skip

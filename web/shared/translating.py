"""Brings the catalogues up to the words in code and templates: `python -m web.shared.translating` (Babel).

New words come in empty, for a translator; words that are gone go. What is kept stays where it stands. `... translating fr` begins
another language first: a catalogue without words in each room that has some.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parents[1]
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {
    "**.html": {"newstyle_gettext": "true", "trimmed": "false", "silent": "false", "extensions": "jinja2.ext.i18n"}
}


def messages(room: Path) -> Catalog:
    """Every word of one room (web/shared, web/citizen, ...), with the files in which it stands."""
    catalog = Catalog(fuzzy=False)
    found: dict[str | tuple[str, ...], set[str]] = {}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "words": None}
    for name, _line, message, _comments, _context in extract_from_dir(str(room), _METHODS, _OPTIONS, keywords):
        found.setdefault(message, set()).add(f"{room.name}/{name}")
    for message, files in sorted(found.items(), key=lambda one: (sorted(one[1]), str(one[0]))):
        catalog.add(message, locations=[(file, 0) for file in sorted(files)])
    return catalog


def catalogues(room: Path) -> Iterator[tuple[Path, Catalog]]:
    for path in sorted((room / "translations").glob("*.po")):
        with path.open("rb") as stream:
            yield path, read_po(stream, locale=path.stem)


def rooms() -> list[Path]:
    return sorted(path for path in WEB.iterdir() if (path / "translations").is_dir())


def begin(language: str) -> None:
    """Raises ValueError where that is no language that Babel knows."""
    try:
        Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        raise ValueError(f"'{language}' is no language: write its code, as fr or zh_Hans") from None
    for room in rooms():
        path = room / "translations" / f"{language}.po"
        if not path.exists():
            with path.open("wb") as stream:
                write_po(
                    stream,
                    Catalog(locale=language, project="Civicline", version="1", header_comment="", fuzzy=False),
                    width=120,
                )


def main(languages: Sequence[str] = ()) -> int:
    try:
        for language in languages:
            begin(language)
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    for room in rooms():
        wanted = messages(room)
        for path, catalog in catalogues(room):
            catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
            catalog.obsolete.clear()
            with path.open("wb") as stream:
                write_po(stream, catalog, width=120, omit_header=False, include_lineno=False, sort_output=False)
            missing = sum(1 for message in catalog if message.id and not message.string)
            sys.stdout.write(f"{path.relative_to(WEB)}: {len(catalog)} messages, {missing} without words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The pages' own words in the languages that there are catalogues for (Babel): English stands in the code, others in .po files.

A message without a translation stays English; a test asks every catalogue for all of them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ENGLISH = "en"
SHARED = Path(__file__).parent / "translations"


class Catalogues:
    """Translations by language; a later folder's words go before an earlier one's."""

    def __init__(self, *folders: Path) -> None:
        found: dict[str, Translations] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.po")):
                with path.open("rb") as stream:
                    catalogue = read_po(stream, locale=path.stem)
                compiled = io.BytesIO()
                write_mo(compiled, catalogue)
                compiled.seek(0)
                read = Translations(compiled)
                found[path.stem] = found[path.stem].merge(read) if path.stem in found else read
        self._found: dict[str, NullTranslations] = {ENGLISH: NullTranslations(), **found}

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._found)

    def of(self, language: str) -> NullTranslations:
        return self._found.get(language) or self._found[ENGLISH]

    def choose(self, wished: str | None, accepted: str, offered: Sequence[str]) -> str:
        """What the person chose, else the first that their browser names, of those that are offered and that we have."""
        ours = [language for language in offered if language in self._found] or [ENGLISH]
        if wished in ours:
            return wished
        names = [part.split(";")[0].strip().split("-")[0].lower() for part in accepted.split(",")]
        return next((name for name in names if name in ours), ours[0])


def own_name(language: str) -> str:
    """As its speakers call it: Español."""
    return (Locale.parse(language).get_display_name() or language).capitalize()

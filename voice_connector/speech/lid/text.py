"""The language of a written message, by lingua (Apache-2.0), slow to call anything foreign; loaded at first use.

People write names and streets of every language in English sentences, so statistics over letters alone mislead:
a verdict for a language in Latin letters wants everyday words of it (spoken/languages.yml), more of them than English ones, or a
clear lead over several words once names are taken away. Other scripts speak for themselves (`scripts`).
"""

import re
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spoken.language_of_words import by_everyday_words
from spoken.languages import languages
from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.lid.scripts import language_of_script

if TYPE_CHECKING:
    from lingua import LanguageDetector

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_FEWEST_WORDS = 3
_ENGLISH_SURE = 0.6
_FOREIGN_SURE = 0.9
_FOREIGN_FEWEST = 4
_CUES_SURE = {2: 0.8, 3: 0.9}


class LinguaTextLanguage:
    """Restricted to a settings list (ISO 639-1 codes); thread-safe. Languages lingua does not know go by their script."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = frozenset(languages)
        self._lock = threading.Lock()
        self._detector: LanguageDetector | None = None

    def identify(self, text: str) -> tuple[str, float] | None:
        """See `interfaces.TextLanguage`."""
        text = _ADDRESS.sub(" ", text[:1000])
        if (scripted := language_of_script(text)) is not None:
            return scripted
        words = _WORD.findall(text.replace("’", "'"))
        ordinary = [word.lower() for word in _without_names(words)]
        if (cued := self._by_cues(ordinary)) is not None:
            return cued
        return self._by_letters(ordinary) if len(words) >= _FEWEST_WORDS else None

    def _by_cues(self, words: list[str]) -> tuple[str, float] | None:
        found = by_everyday_words(words, self._languages)
        return (found[0], _CUES_SURE.get(found[1], 0.95)) if found else None

    def _by_letters(self, words: list[str]) -> tuple[str, float] | None:
        if not words:
            return None
        best = self._lingua().compute_language_confidence_values(" ".join(words))[0]
        code, sure = best.language.iso_code_639_1.name.lower(), float(best.value)
        english_words = len(frozenset(words) & languages().english)
        if code == "en":
            return ("en", sure) if sure >= _ENGLISH_SURE or english_words else None
        if english_words:
            return ("en", _ENGLISH_SURE) if english_words >= 2 else None
        return (code, sure) if sure >= _FOREIGN_SURE and len(words) >= _FOREIGN_FEWEST else None

    def _lingua(self) -> "LanguageDetector":
        with self._lock:
            if self._detector is None:
                self._detector = _build(self._languages)
            return self._detector


def _without_names(words: list[str]) -> list[str]:
    """Words without capital letters in the middle of a sentence; all of them when everything is capitalised alike."""
    small = [word for n, word in enumerate(words) if n == 0 or not word[0].isupper()]
    return small if len(small) > 1 else [word for word in words if word.isupper()] if len(words) > 1 else words


def _build(codes: frozenset[str]) -> "LanguageDetector":
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder
    except ImportError as missing:
        raise EngineUnavailable(
            "lingua-language-detector is not installed; install requirements/services.txt."
        ) from missing
    known = [iso for code in sorted(codes | {"en"}) if (iso := getattr(IsoCode639_1, code.upper(), None)) is not None]
    if len(known) < 2:
        known.append(IsoCode639_1.ES)
    return LanguageDetectorBuilder.from_iso_codes_639_1(*known).build()

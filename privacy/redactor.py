"""Takes names, numbers, addresses, plates, e-mail addresses and dates of birth out of a text, leaving a word for each.

What is left can be read and learnt from ("my honda was towed from [address]"), and says nothing about who called.
It is a measure against keeping, not a proof of anonymity: benchmarks/bench_redaction.py tells how much it misses.
"""

from collections.abc import Iterable

from privacy.addresses import AddressFinder
from privacy.dates import find_dates
from privacy.emails import find_emails
from privacy.findings import Finding, merge
from privacy.local import local_streets
from privacy.names import NameFinder, model
from privacy.numbers import find_numbers
from privacy.words import split_words

_MOST_AT_ONCE = 1_000


class RedactorUnavailable(RuntimeError):
    """The name model is missing: nothing may be stored until it is there."""


class Redactor:
    """Thread-safe; build it once at the start (it loads the model) and share it."""

    def __init__(self, places: Iterable[str] | None = None) -> None:
        """places: street names without the street word, for places said without one; None: those of the agencies here."""
        try:
            model()
        except (ImportError, OSError, StopIteration) as missing:
            raise RedactorUnavailable(
                "spaCy or its English model is not installed; install requirements/services.txt, "
                "or set CIVICLINE_SPACY_MODEL to a model folder."
            ) from missing
        self._names, self._addresses = NameFinder(), _addresses(places)

    def redact(self, text: str) -> str:
        """The text with [name], [phone], [number], [address], [plate], [email], [date] where those stood."""
        return "".join(self._redact_part(part) for part in _parts(text))

    def find(self, text: str) -> list[Finding]:
        """What `redact` would replace, in order and without overlaps. For texts of a few thousand characters."""
        found = [
            *find_emails(text),
            *find_dates(text),
            *self._addresses.find(text),
            *find_numbers(text, split_words(text)),
            *self._names.find(text),
        ]
        return merge(found)

    def _redact_part(self, text: str) -> str:
        pieces, at = [], 0
        for finding in self.find(text):
            pieces += [text[at : finding.start], f"[{finding.kind}]"]
            at = finding.end
        return "".join([*pieces, text[at:]])


def _addresses(places: Iterable[str] | None) -> AddressFinder:
    return AddressFinder(local_streets(), local_streets(ordinary=True)) if places is None else AddressFinder(places)


def _parts(text: str) -> Iterable[str]:
    """Pieces that a model can take, cut between words."""
    while len(text) > _MOST_AT_ONCE:
        cut = max(text.rfind(" ", 0, _MOST_AT_ONCE), text.rfind("\n", 0, _MOST_AT_ONCE)) + 1 or _MOST_AT_ONCE
        yield text[:cut]
        text = text[cut:]
    yield text

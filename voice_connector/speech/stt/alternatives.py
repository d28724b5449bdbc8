"""What a sound was heard as besides the text that counts: readings that were made anyway, and say something else."""

import re

_WORD = re.compile(r"[^\W_]+")


def others(text: str, *readings: str) -> tuple[str, ...]:
    """Those that differ from `text`, and from each other, in a word and not only in how it is written; none where nothing was said."""
    seen, found = {_words(text)}, list[str]()
    if not all(seen):
        return ()
    for reading in readings:
        words = _words(reading)
        if words and words not in seen:
            seen.add(words)
            found.append(reading)
    return tuple(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold().replace("'", "").replace("\u2019", "")))

"""What is given to the voice instead of what is shown: local names as they are said there, figures and signs in words. Pure."""

import re
from collections.abc import Callable, Mapping

from spoken.en import saying_text

_WRITTEN = re.compile(r"[0-9&%$£€#]")


def for_the_voice(pronunciations: Mapping[str, str]) -> Callable[[str], str]:
    """A function from a sentence to what is spoken. A name counts as a whole word, written small or large."""
    known = {name.casefold(): said for name, said in pronunciations.items()}
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I) if known else None

    def said(sentence: str) -> str:
        if _WRITTEN.search(sentence):
            sentence = saying_text.words(sentence)
        return names.sub(lambda found: known[found[0].casefold()], sentence) if names else sentence

    return said

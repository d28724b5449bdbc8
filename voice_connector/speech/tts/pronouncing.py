"""What is given to the voice instead of what is shown: local names as they are said there, figures and signs in words. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from spoken.en import saying_phones, saying_text, saying_web

_WRITTEN = re.compile(r"[0-9&%$£€#]")


def for_the_voice(pronunciations: Mapping[str, str], countries: Sequence[str] = ("US",)) -> Callable[[str], str]:
    """A function from a sentence to what is spoken. A name counts as a whole word, written small or large.

    `countries`: of the agencies that are answered for, in which telephone numbers are said.
    """
    known = {name.casefold(): said for name, said in pronunciations.items()}
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I) if known else None

    def said(sentence: str) -> str:
        sentence = saying_phones.numbers_said(saying_web.addresses(sentence), countries)
        if _WRITTEN.search(sentence):
            sentence = saying_text.words(sentence)
        return names.sub(lambda found: known[found[0].casefold()], sentence) if names else sentence

    return said

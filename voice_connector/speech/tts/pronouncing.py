"""What is given to the voice instead of what is shown: local names as they are said there, figures and signs in words. Pure."""

import re
from collections.abc import Callable, Mapping

from spoken.en import saying, saying_text, saying_web

_WRITTEN = re.compile(r"[0-9&%$£€#]")
_PHONE = re.compile(r"(?<![\w-])(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-](\d{3})[.-](\d{4})(?![\w-])")
_SHORT_NUMBER = re.compile(
    r"(?<![\w.,-])[2-9]11(?![\w-])(?! (?:[NSEW] )?[A-Z])"
)  # 911 and 311, and no house of that number


def for_the_voice(pronunciations: Mapping[str, str]) -> Callable[[str], str]:
    """A function from a sentence to what is spoken. A name counts as a whole word, written small or large."""
    known = {name.casefold(): said for name, said in pronunciations.items()}
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I) if known else None

    def said(sentence: str) -> str:
        sentence = _PHONE.sub(lambda found: saying.phone("".join(found.groups())), saying_web.addresses(sentence))
        sentence = _SHORT_NUMBER.sub(lambda found: saying.digits(found[0]), sentence)
        if _WRITTEN.search(sentence):
            sentence = saying_text.words(sentence)
        return names.sub(lambda found: known[found[0].casefold()], sentence) if names else sentence

    return said

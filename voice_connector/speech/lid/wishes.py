"""A language that somebody asks for in so many words ("Spanish, please", "no English"), whatever language they say it in."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
UNKNOWN = "und"

# As callers say them and as an English recogniser writes them down; without accents.
_NAMES = {
    "es": "spanish espanol espaniol espanyol espagnol hispanol castellano",
    "vi": "vietnamese tieng viet",
    "ru": "russian russkiy russky russki русский русски",
    "fr": "french francais francaise",
    "zh": "chinese mandarin cantonese zhongwen putonghua 中文 普通话 广东话",
    "ar": "arabic arabi العربية عربي",
    "am": "amharic amarigna amarinya አማርኛ",
    "so": "somali soomaali",
    "ne": "nepali",
    "ko": "korean hangugeo 한국어",
    "fa": "farsi dari persian",
    "my": "burmese",
    "sw": "swahili kiswahili",
    "ti": "tigrinya",
    "pt": "portuguese portugues brazilian",
    "uk": "ukrainian",
    "ja": "japanese nihongo 日本語",
    "tl": "tagalog filipino",
    "it": "italian italiano",
    "de": "german deutsch",
    "pl": "polish polski",
}


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")


_LANGUAGE = {_plain(word): code for code, words in _NAMES.items() for word in words.split()}
_ENGLISH = {"english": UNKNOWN, "inglish": UNKNOWN, "ingles": "es", "anglais": "fr"}  # and who calls it so
_AROUND = frozenset(
    _plain(word)
    for word in [
        "a",
        "an",
        "the",
        "i",
        "me",
        "we",
        "my",
        "you",
        "your",
        "do",
        "does",
        "is",
        "it",
        "can",
        "could",
        "would",
        "like",
        "want",
        "need",
        "have",
        "get",
        "got",
        "there",
        "with",
        "to",
        "for",
        "in",
        "on",
        "only",
        "just",
        "please",
        "yes",
        "hi",
        "hello",
        "hola",
        "bonjour",
        "good",
        "morning",
        "speak",
        "speaks",
        "speaking",
        "talk",
        "language",
        "interpreter",
        "translator",
        "translation",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "person",
        "who",
        "that",
        "operator",
        "sorry",
        "very",
        "much",
        "well",
        "any",
        "por",
        "favor",
        "si",
        "hablo",
        "habla",
        "hablas",
        "hablan",
        "hablar",
        "alguien",
        "que",
        "en",
        "un",
        "una",
        "quiero",
        "necesito",
        "interprete",
        "persona",
        "yo",
        "usted",
        "le",
        "vous",
        "plait",
        "parle",
        "parlez",
        "je",
        "пожалуйста",
    ]
)
_NOT = frozenset(
    {"no", "not", "don", "dont", "doesn", "cannot", "can't", "t", "nada", "pas", "little", "poquito", "poco"}
)
_KNOWN = _AROUND | _NOT | _ENGLISH.keys() | _LANGUAGE.keys()
_MOST_WORDS = 9


def language_asked_for(text: str) -> str | None:
    """ISO 639-1 code; UNKNOWN for "I don't speak English". None unless nothing else is said, so that no need is passed over."""
    words = [_plain(word) for word in _WORD.findall(text.lower())]
    if len(words) > _MOST_WORDS or any(word not in _KNOWN for word in words):
        return None
    asked = list(dict.fromkeys(_LANGUAGE[word] for word in words if word in _LANGUAGE))
    english = next((word for word in words if word in _ENGLISH), None)
    if len(asked) > 1 or not (asked or english):
        return None
    if _refused(words) not in (None, english):
        return None
    if english is None:
        return asked[0]
    if _refused(words) is None and _ENGLISH[english] == UNKNOWN:
        return None  # "English, please"
    return asked[0] if asked else _ENGLISH[english]


def _refused(words: list[str]) -> str | None:
    """The language that stands next behind a "no" or "don't"."""
    at = next((number for number, word in enumerate(words) if word in _NOT), len(words))
    return next((word for word in words[at:] if word in _LANGUAGE or word in _ENGLISH), None)

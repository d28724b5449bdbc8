"""What is left of the design system for our pages is what they use, and little more."""

import gzip
import re

import pytest
from fontTools.ttLib import TTFont

from web.shared.trimming import LETTERS, STYLESHEET, TRIMMED, VENDORED, stylesheet

FONTS = sorted(path.relative_to(VENDORED) for path in VENDORED.rglob("*.woff2"))
AGAIN = "run python -m web.shared.trimming"
LARGEST = 8_000


def _classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", css))


def test_every_class_that_a_page_names_has_its_rules() -> None:
    kept = (TRIMMED / STYLESHEET).read_text("utf-8")
    assert _classes(stylesheet()) - _classes(kept) == set(), AGAIN
    assert "usa-button" in _classes(kept)


def test_the_stylesheet_weighs_little_and_asks_for_no_file_that_is_not_there() -> None:  # pragma: allowlist secret
    kept = (TRIMMED / STYLESHEET).read_bytes()
    assert len(gzip.compress(kept)) <= LARGEST
    for path in re.findall(r"url\(\.\./([^)]+)\)", kept.decode()):
        assert (VENDORED / path).is_file(), path


@pytest.mark.parametrize("name", FONTS, ids=str)
def test_a_trimmed_font_has_every_letter_that_the_whole_one_has_for_our_languages(name: str) -> None:
    whole, kept = (set(TTFont(folder / name).getBestCmap()) for folder in (VENDORED, TRIMMED))
    assert whole & set(LETTERS) <= kept
    assert set(map(ord, "áéíóúñ¿¡ü’“”")) <= kept

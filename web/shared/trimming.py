"""Makes of the design system what our pages use of it: `python -m web.shared.trimming` writes assets/trimmed out of assets/vendored.

A person on a bad line waits for every byte before anything can be read. Run it after a template names a class that none named
before; a test says when. Rules whose classes nothing of ours names are left out, and letters of other alphabets out of the fonts.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import tinycss2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from web.shared.assets import SHARED

WEB = Path(__file__).parents[1]
VENDORED, TRIMMED = SHARED / "vendored", SHARED / "trimmed"
STYLESHEET = "css/uswds.min.css"
OURS = ("*.html", "*.js", "*.py")
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2026,
    0x20AC,
    0x2022,
)
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_URL = re.compile(r"url\(\.\./([^)]+)\)")
_OF_OTHERS = frozenset({"not", "is", "where"})  # what stands in there is no condition for the whole


def main() -> int:
    for name, data in [(STYLESHEET, stylesheet().encode()), *fonts()]:
        target = TRIMMED / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        sys.stdout.write(f"{name}: {(VENDORED / name).stat().st_size} -> {len(data)} bytes\n")
    return 0


def stylesheet() -> str:
    """The design system's, with what our pages can use."""
    rules = tinycss2.parse_stylesheet((VENDORED / STYLESHEET).read_text("utf-8"), True, True)
    kept = "".join(_kept(rules, Names(words())))
    moving = set(re.findall(r"animation(?:-name)?:[^;}]*", kept))
    return re.sub(
        r"@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}",
        lambda found: found[0] if any(found[1] in one for one in moving) else "",
        kept,
    )


def words() -> set[str]:
    """Every word of our templates, scripts and code; "usa-alert--" of "usa-alert--{{ kind }}" too."""
    files = (path for kind in OURS for path in WEB.rglob(kind) if VENDORED not in path.parents)
    return {word for path in files for word in _NAME.findall(path.read_text("utf-8"))}


class Names:
    """Whether a class may stand on a page: by its name, or by how its name begins."""

    def __init__(self, ours: set[str]) -> None:
        self._ours = ours
        self._beginnings = tuple(word for word in ours if word.endswith("-") and len(word) > len("usa-"))

    def __contains__(self, name: str) -> bool:
        return name in self._ours or name.startswith(self._beginnings)


def _kept(rules: Iterable[Any], names: Names) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if all(name in names for name in _classes(one))]
            if selectors:
                said = ",".join(tinycss2.serialize(one).strip() for one in selectors)
                yield f"{said}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports") and rule.content:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), names))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and (rule.at_keyword != "font-face" or _is_there(rule)):
            yield rule.serialize()


def _is_there(face: Any) -> bool:
    return all((VENDORED / path).is_file() for path in _URL.findall(tinycss2.serialize(face.content)))


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    found: list[list[Any]] = [[]]
    for one in prelude:
        if one == ",":
            found.append([])
        else:
            found[-1].append(one)
    return found


def _classes(tokens: list[Any]) -> Iterator[str]:
    after_dot = False
    for one in tokens:
        if one.type == "function" and one.lower_name not in _OF_OTHERS:
            yield from _classes(one.arguments)
        elif after_dot and one.type == "ident":
            yield one.value
        after_dot = one == "."


def fonts() -> Iterator[tuple[str, bytes]]:
    for path in sorted(VENDORED.rglob("*.woff2")):
        font = TTFont(path, recalcBBoxes=False, recalcTimestamp=False)  # a field is as wide as before
        options = Options(layout_features=["kern", "liga", "mark", "locl"], flavor="woff2", notdef_outline=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
        font.flavor, packed = "woff2", BytesIO()
        font.save(packed)
        yield str(path.relative_to(VENDORED)), packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())

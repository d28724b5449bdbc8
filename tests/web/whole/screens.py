"""Pictures of pages that are kept and compared. What changes from day to day (times, codes, numbers) is made the same first.

`CIVICLINE_SCREENS=renew` keeps the pictures as the pages are now (`make screenshots`). A page that looks different fails with two
pictures in var/screens/: how it looks, and where it differs. A kept picture has a few colours only, and is compared by those.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from pixelmatch.contrib.PIL import pixelmatch

from launcher.paths import var_folder
from tests.fakes.axe import ZOOMED, problems

KEPT = Path(__file__).parent / "pictures"
RENEW = os.environ.get("CIVICLINE_SCREENS") == "renew"
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
COLOURS, TALLEST = 24, 3_000
PATIENCE_MS = 90_000  # a machine that does other things too
THRESHOLD = 0.2  # of a colour's difference, as pixelmatch counts; edges of letters are told apart from it
MOST_DIFFERENT = 0.004  # of all pixels
MOST_PICTURES = 6  # of one page until it stands still
# every number, month, weekday and unit of time as one, so that a day later and with other codes the page is as wide
_PLAIN = (Path(__file__).parent / "plain.js").read_text("utf-8")
_DRAWN = "async () => { for (let left = 3; left; left--) await new Promise(requestAnimationFrame); }"  # the new size is known
_WITH_IMAGES = """async () => { for (const one of document.images) { one.loading = "eager"; one.decoding = "sync"; }
    await Promise.allSettled([...document.images].map(one => one.decode())); }"""
_STILL = "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }"


@dataclass
class Screens:
    """The pictures of one walk through the pages; at the end `different` says which do not look as they did, and `unusable` what
    stands in the way of somebody, also at 400 % zoom."""

    different: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)

    def take(self, page: Any, name: str, *, hide: tuple[str, ...] = ()) -> None:
        """Pictures of this page in both widths. `hide`: what has another size each time. The page is changed by it: go on by another."""
        page.set_default_timeout(PATIENCE_MS)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        for viewport in (ZOOMED, SIZES["desk"]):
            page.set_viewport_size(viewport)
            page.evaluate(_DRAWN)
            self.unusable += [f"{name}, {viewport['width']} wide: {one}" for one in problems(page)]
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            page.evaluate(_DRAWN)
            if page.locator("[data-map]").count():
                page.wait_for_selector("[data-map][data-ready]")
            page.evaluate(_PLAIN, _STILL + "".join(f"{one} {{ visibility: hidden !important; }}" for one in hide))
            tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
            clip = {"x": 0, "y": 0, "width": viewport["width"], "height": max(tall, viewport["height"])}
            self._compare(f"{name}-{size}", Image.open(io.BytesIO(_drawn_whole(page, clip))).convert("RGB"))
        page.set_viewport_size(SIZES["desk"])

    def _compare(self, name: str, now: Image.Image) -> None:
        path = KEPT / f"{name}.png"
        if RENEW:
            _keep(path, now)
        elif not path.is_file():
            self.different.append(f"{name}: there is no picture of it; make screenshots")
        elif told := _difference(Image.open(path), now, name):
            self.different.append(told)


def _drawn_whole(page: Any, clip: dict[str, float]) -> bytes:
    """A picture once two in a row are the same: a busy machine draws images after the page that holds them."""
    page.evaluate(_WITH_IMAGES)
    before = b""
    for _ in range(MOST_PICTURES):
        data: bytes = page.screenshot(full_page=True, clip=clip, animations="disabled")
        if data == before:
            break
        before = data
    return before


def _keep(path: Path, now: Image.Image) -> None:
    """As few colours as do. One that looks the same is not written anew."""
    if path.is_file() and not _difference(Image.open(path), now, ""):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    few = now.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    now.quantize(palette=few, dither=Image.Dither.NONE).save(
        path, optimize=True
    )  # as a picture will be that is compared with it


def _difference(kept: Image.Image, now: Image.Image, name: str) -> str:
    """What is told of two pictures that differ; "" for the same. Pictures for people are written where there is a name."""
    before = kept.convert("RGB")
    if before.size != now.size:
        _show(name, now, None)
        return f"{name}: {now.size[0]} x {now.size[1]} pixels, was {before.size[0]} x {before.size[1]}"
    after = now.quantize(palette=kept, dither=Image.Dither.NONE).convert("RGB")
    box = ImageChops.difference(before, after).getbbox()
    if box is None:
        return ""
    one, other = before.crop(box), after.crop(box)
    drawn = Image.new("RGBA", one.size)
    pixels = pixelmatch(one, other, drawn, threshold=THRESHOLD)
    if pixels <= MOST_DIFFERENT * before.size[0] * before.size[1]:
        return ""
    whole = before.copy()
    whole.paste(drawn.convert("RGB"), box[:2])
    _show(name, now, whole)
    return f"{name}: {pixels} pixels differ, see {var_folder() / 'screens'}/{name}.difference.png"


def _show(name: str, now: Image.Image, difference: Image.Image | None) -> None:
    if not name:
        return
    folder = var_folder() / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    now.save(folder / f"{name}.png")
    if difference is not None:
        difference.save(folder / f"{name}.difference.png")

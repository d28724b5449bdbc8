"""What a file that somebody sends is, by what it begins with; the name that came with it decides nothing, not even its ending."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

MOST_PIXELS = 60_000_000


@dataclass(frozen=True)
class Kind:
    """`picture`: it can be written anew by us, and then holds nothing but the picture."""

    media_type: str
    beginning: re.Pattern[bytes]
    ending: str
    picture: str = ""


def _kind(media_type: str, beginning: bytes, ending: str, picture: str = "") -> Kind:
    return Kind(media_type, re.compile(beginning, re.S), ending, picture)


KINDS: tuple[Kind, ...] = (
    _kind("image/jpeg", rb"\xff\xd8\xff", "jpg", "JPEG"),
    _kind("image/png", rb"\x89PNG\r\n\x1a\n", "png", "PNG"),
    _kind("image/gif", rb"GIF8[79]a", "gif", "GIF"),
    _kind("image/webp", rb"RIFF....WEBP", "webp", "WEBP"),
    _kind("image/heic", rb"....ftyp(?:heic|heix|mif1|msf1)", "heic"),
    _kind("video/mp4", rb"....ftyp(?:isom|iso2|mp41|mp42|avc1|3gp|M4V )", "mp4"),
    _kind("video/quicktime", rb"....ftypqt  ", "mov"),
    _kind("audio/mp4", rb"....ftypM4A ", "m4a"),
    _kind("audio/wav", rb"RIFF....WAVE", "wav"),
    _kind("audio/mpeg", rb"ID3|\xff[\xfb\xf3\xf2]", "mp3"),
    _kind("application/pdf", rb"%PDF-", "pdf"),
)
_BY_TYPE = {kind.media_type: kind for kind in KINDS}


def kind_of(body: bytes) -> Kind | None:
    """None for anything that a browser could run, or that nobody here can open."""
    return next((kind for kind in KINDS if kind.beginning.match(body)), None)


def named(name: str, media_type: str) -> str:
    """The name with the ending that its kind has: poly.html that begins as a GIF is poly.gif, a.exe that is a PNG is a.png."""
    kind = _BY_TYPE.get(media_type)
    if kind is None:
        return name
    stem, dot, end = name.rpartition(".")
    same = {"jpeg": "jpg", "jpe": "jpg", "heif": "heic", "m4v": "mp4", "3gp": "mp4"}
    if dot and stem and same.get(end.lower(), end.lower()) == kind.ending:
        return name
    return f"{stem if dot and stem else name}.{kind.ending}"[-120:]


def written_anew(body: bytes, media_type: str) -> bytes | None:
    """The picture alone, written by us: no script behind it, no second file in it, no place or owner of the camera.

    None when it is no picture that can be read, or too large a one: then it stays in quarantine.
    """
    kind = _BY_TYPE.get(media_type)
    if kind is None or not kind.picture:
        return None
    from PIL import (
        Image,
        ImageOps,
        UnidentifiedImageError,
    )  # the bot's Python has it not, and whoever only names files neither

    try:
        with Image.open(io.BytesIO(body), formats=[kind.picture]) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.load()
            upright = ImageOps.exif_transpose(image) or image
            out = io.BytesIO()
            plain = upright if kind.picture in ("PNG", "WEBP", "GIF") else upright.convert("RGB")
            plain.info.clear()
            plain.save(out, kind.picture, **({"quality": 92} if kind.picture in ("JPEG", "WEBP") else {}))
            return out.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None

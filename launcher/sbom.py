"""`make sbom`: what is inside, out of the lock files, as CycloneDX (https://cyclonedx.org/docs/1.5/json/)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from launcher.paths import REQUIREMENTS, var_folder

RUNS_WITH = (
    "services.txt",
    "rasa.txt",
    "encoder.txt",
    "watching.txt",
    "voice-piper.txt",
    "voice-two-ears.txt",
    "voice-sip.txt",
)
_ENTRY = re.compile(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def write() -> Path:
    """Writes var/sbom.cdx.json and gives its path."""
    target = var_folder() / "sbom.cdx.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document(REQUIREMENTS), indent=1) + "\n", encoding="utf-8")
    return target


def document(folder: Path) -> dict[str, Any]:
    """One component for each package and version of each lock file; a file that is not there is left out."""
    components: dict[str, dict[str, Any]] = {}
    for name in RUNS_WITH:
        path = folder / name
        for one in _packages(path.read_text(encoding="utf-8")) if path.exists() else ():
            components.setdefault(one["purl"], one)["properties"].append({"name": "civicline:lock", "value": name})
    told = sorted(components.values(), key=lambda one: str(one["purl"]))
    about = {"component": {"type": "application", "name": "civicline"}}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": about, "components": told}


def _packages(lock: str) -> list[dict[str, Any]]:
    """A package's hashes are those of all its files, so they stand among the evidence that an installer checks."""
    found, entries = [], list(_ENTRY.finditer(lock))
    for entry, following in zip(entries, [*entries[1:], None]):
        name, version = entry[1].lower().replace("_", "-"), entry[2]
        rest = lock[entry.end() : following.start() if following else len(lock)]
        found.append(
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "bom-ref": f"pkg:pypi/{name}@{version}",
                "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(set(_HASH.findall(rest)))],
                "properties": [],
            }
        )
    return found

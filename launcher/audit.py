"""Two questions of `make check`: does an installed release have a known weakness, and does a credential lie in the repository?

The first needs an advisory source (OSV, or PyPI's own). Where none can be reached it says so and audits nothing; with
CIVICLINE_AUDIT=required, as in CI, that fails. Which findings are known and why they are borne: requirements/advisories.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.request
from pathlib import Path

from launcher.paths import REQUIREMENTS, ROOT, SERVICES_ENV, env_python
from launcher.progress import say

# what faces a network fails the check; what Rasa 3.6 pins cannot be moved and faces our own parts only: it is told
FAILS = ("services.txt", "watching.txt")
TOLD = ("rasa.txt",)
# a page of each source that tells of a known weakness: a mirror or a proxy in between may say 200 to everything and know none
SOURCES = {"osv": "https://api.osv.dev/v1/vulns/OSV-2020-111", "pypi": "https://pypi.org/pypi/aiohttp/3.9.5/json"}
REACHED_WITHIN_S = 5
BORNE = REQUIREMENTS / "advisories"
# no measure of disorder and no word lists: those find the made-up secrets of every test
_DETECTORS = (
    "Base64HighEntropyString",
    "HexHighEntropyString",
    "KeywordDetector",
    "BasicAuthDetector",
    "IPPublicDetector",
)
# searched by the patterns of tests/architecture/test_no_secrets.py alone: large, and nobody writes a credential into them
_NOT_HERE = r"^(data|benchmarks|requirements|contracts|agencies)/|\.(wav|png|svg|tsv|csv|jsonl|woff2)$"
_ID = re.compile(r"^([A-Z]+-[\w-]+)\s+#\s*(\S.*)$")


def advisories() -> bool:
    """Whether no release that faces a network has an advisory that is not borne; True when nothing could be asked, and that is said."""
    source = next((name for name, address in SOURCES.items() if answers(address)), None)
    if source is None:
        say(f"  no advisory source can be reached ({', '.join(SOURCES)}): NOTHING WAS AUDITED")
        return os.environ.get("CIVICLINE_AUDIT") != "required"
    found = {name: audited(name, source) for name in (*FAILS, *TOLD)}
    for name, lines in found.items():
        for line in lines:
            say(f"  {name}: {line}")
    return not any(found[name] for name in FAILS)


def answers(address: str) -> bool:
    """Whether an advisory comes from there."""
    try:
        with urllib.request.urlopen(address, timeout=REACHED_WITHIN_S) as answer:  # noqa: S310  # one of SOURCES
            told = json.load(answer)
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and bool(told.get("affected") or told.get("vulnerabilities"))


def audited(name: str, source: str) -> list[str]:
    """A line for each advisory of a lock file: package, version, id, where it is mended."""
    command = [
        str(env_python(SERVICES_ENV)),
        "-m",
        "pip_audit",
        "--requirement",
        str(REQUIREMENTS / name),
        "--format",
        "json",
    ]
    command += ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--vulnerability-service", source]
    command += [part for one in borne(BORNE.read_text(encoding="utf-8")) for part in ("--ignore-vuln", one)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return [f"could not be audited: {done.stderr.strip().splitlines()[-1:]}"]
    return [
        f"{one['name']} {one['version']}: {weak['id']}, mended in {', '.join(weak['fix_versions']) or 'no release'}"
        for one in told["dependencies"]
        for weak in one.get("vulns", ())
    ]


def borne(written: str) -> dict[str, str]:
    """id -> why; a line that is neither an id with its reason nor a comment raises ValueError."""
    found = {}
    for line in written.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _ID.match(line)
        if match is None:
            raise ValueError(f"requirements/advisories: '{line[:40]}' is no id with its reason behind a #.")
        found[match.group(1)] = match.group(2)
    return found


def secrets() -> bool:
    """Whether no file that git knows holds a credential of a known form."""
    command = [
        str(env_python(SERVICES_ENV)),
        "-m",
        "detect_secrets",
        "scan",
        "--no-verify",
        "--exclude-files",
        _NOT_HERE,
    ]
    command += [part for one in _DETECTORS for part in ("--disable-plugin", one)]
    done = subprocess.run(command, cwd=str(ROOT), capture_output=True, text=True, check=False)
    if done.returncode:
        say(f"  could not be searched: {done.stderr.strip().splitlines()[-1:]}")
        return False
    found = hits(json.loads(done.stdout), ROOT)
    for line in found:
        say(f"  {line}")
    return not found


def hits(told: dict[str, dict[str, list[dict[str, object]]]], root: Path) -> list[str]:
    """file:line: kind, but for lines that say themselves that they are made up (`pragma: allowlist secret`)."""
    return [
        f"{name}:{one['line_number']}: {one['type']}"
        for name, lines in sorted(told["results"].items())
        for one in lines
        if (root / name).exists()
    ]

"""Fetches the vendored files again: `python -m web.shared.vendoring`. Needs npm; only who changes a version runs it.

The lock (assets/vendored/lock.yml) names each package with its version, licence and npm's integrity, and each file with its
place in the package and its sha256. A changed version: empty its `integrity`, run, look at the difference, commit.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import yaml

VENDORED = Path(__file__).parent / "assets" / "vendored"
LOCK = VENDORED / "lock.yml"
SPRITE = "img/sprite.svg"
# the icons that templates use; the whole sprite has 245
ICONS = (
    "account_circle", "add", "arrow_back", "arrow_forward", "attach_file", "cancel", "chat", "check", "check_circle", "close",
    "content_copy", "delete", "edit", "error", "expand_more", "file_download", "flag", "folder", "groups", "help", "history", "home",
    "info", "language", "launch", "lightbulb_outline", "list", "location_on", "lock", "login", "logout", "mail", "menu",
    "notifications", "people", "person", "phone", "print", "schedule", "search", "send", "settings", "star", "support_agent",
    "timer", "undo", "verified_user", "visibility", "warning",
)  # fmt: skip


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_lock(lock: Path = LOCK) -> list[dict[str, Any]]:
    """[{name, version, licence, integrity, files: {our path: {from, sha256}}}]"""
    packages: list[dict[str, Any]] = yaml.safe_load(lock.read_text("utf-8"))["packages"]
    return packages


def main() -> int:
    text = LOCK.read_text("utf-8")
    comments = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    packages = read_lock()
    for package in packages:
        _refresh(package)
    LOCK.write_text(comments + yaml.safe_dump({"packages": packages}, sort_keys=False, width=120), "utf-8")
    return 0


def _refresh(package: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = f"{package['name']}@{package['version']}"
        packed = subprocess.run(
            ["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, text=True
        )
        archive = Path(folder, packed.stdout.strip().splitlines()[-1])
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if package["integrity"] not in ("", found):
            raise SystemExit(f"{spec} is not the package that the lock names: its integrity is {found}")
        package["integrity"] = found
        with tarfile.open(archive) as tar:
            for ours, about in package["files"].items():
                data = _member(tar, f"package/{about['from']}")
                data = _only_our_icons(data) if ours == SPRITE else data
                target = VENDORED / ours
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                about["sha256"] = sha256(data)


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(name)
    if member is None:
        raise SystemExit(f"the package has no file {name}")
    return member.read()


def _only_our_icons(sprite: bytes) -> bytes:
    text = sprite.decode()
    symbols = {found[1]: found[0] for found in re.finditer(r'<symbol[^>]*\bid="([^"]+)".*?</symbol>', text, re.DOTALL)}
    kept = "".join(symbols[name] for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{kept}</svg>\n'.encode()


if __name__ == "__main__":
    sys.exit(main())

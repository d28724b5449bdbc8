"""The files that pages load: ours and the vendored ones, served from here with their hash in the address, and never again."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request, raw
from sanic.exceptions import NotFound

SHARED = Path(__file__).parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_PACKED = frozenset({".css", ".js", ".svg"})
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    data: bytes
    media_type: str
    packed: bytes | None


class Assets:
    """Every file below `folders`, by its path in there; later folders win. One hash of all is part of each address, so that
    addresses within the files (fonts of a stylesheet) hold too."""

    def __init__(self, *folders: Path) -> None:
        self._files: dict[str, Asset] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix in TYPES:
                    self._files[str(path.relative_to(folder))] = _asset(path)
        digest = hashlib.sha256()
        for name, asset in sorted(self._files.items()):
            digest.update(name.encode() + b"\0" + asset.data)
        self.version = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Raises KeyError for a file that is not there: a template with a wrong name fails its test."""
        if name not in self._files:
            raise KeyError(f"there is no asset {name}")
        return f"/assets/{self.version}/{name}"

    def blueprint(self) -> Blueprint:
        blueprint = Blueprint("assets", url_prefix="/assets")

        @blueprint.get("/<version:str>/<name:path>")
        async def _serve(request: Request, version: str, name: str) -> HTTPResponse:
            asset = self._files.get(name)
            if asset is None:
                raise NotFound("There is no such file.")
            headers = {"Cache-Control": _FOREVER if version == self.version else "no-store", "Vary": "Accept-Encoding"}
            if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
                return raw(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, content_type=asset.media_type)
            return raw(asset.data, headers=headers, content_type=asset.media_type)

        return blueprint


def _asset(path: Path) -> Asset:
    data = path.read_bytes()
    packed = gzip.compress(data, 6, mtime=0) if path.suffix in _PACKED else None
    return Asset(data, TYPES[path.suffix], packed)

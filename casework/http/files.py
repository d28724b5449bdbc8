"""How a stored file leaves by HTTP."""

from __future__ import annotations


def as_attachment(name: str) -> dict[str, str]:
    """Headers by which a browser keeps the file and does nothing else with it."""
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_").replace("\\", "_")
    return {
        "Content-Disposition": f'attachment; filename="{plain}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }

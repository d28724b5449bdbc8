"""A picture as people send one: real, small, and written as casework itself writes pictures anew."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", **more: Any) -> bytes:
    """Forty by thirty pixels of blue."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, kind, **more)
    return out.getvalue()


PNG = picture()

"""Where a request comes from, as casework may know it: a hash that cannot be turned back, for counting tries."""

from __future__ import annotations

import hashlib
import hmac

from sanic import Request

from web.shared.guarding import source_of


def opaque_source(request: Request) -> str:
    key = request.app.ctx.settings.web_keys.get_secret_value().split()[0].encode()
    return hmac.new(key, source_of(request).encode(), hashlib.sha256).hexdigest()[:32]

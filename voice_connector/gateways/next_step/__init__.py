"""Where a caller goes when the media leg has ended: what the call decided, kept for the PBX or carrier that asks by HTTP."""

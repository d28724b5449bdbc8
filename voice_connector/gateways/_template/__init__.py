"""A gateway to copy: small, complete, held to the conformance tests, mounted nowhere (see docs/guides/telephony-engineer.md)."""

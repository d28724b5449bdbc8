"""Calls whose speech the carrier or contact centre does itself: text to and fro, after AudioCodes' Bot API."""

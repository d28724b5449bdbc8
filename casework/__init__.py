"""Cases, hand-overs and call records behind a JSON API; the only holder of database credentials."""

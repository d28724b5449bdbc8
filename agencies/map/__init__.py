"""A city as a map: outlines of its parts, and streets with where they cross; out of the files in its folder `map/`."""

"""Strings only: HTML, lines, language, times, URLs, fingerprints. Nothing here knows a record or a broker."""

"""Strings only: HTML, lines, language, times, URLs, fingerprints. Of records only the names of roles are known here."""

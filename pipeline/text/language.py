"""In which language is this text?"""

from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipeline.text.iso639 import normalize_language
from pipeline.text.look_alikes import guess_again

SAMPLE_CHARS = 1_000
"""As much of a text as is looked at."""
UNSURE = 0.5
"""Below this score, what the page declares is believed where it is possible at all."""
POSSIBLE = 0.02
"""A declared language that scores less than this is not the text's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageGuess:
    """A language and how sure the guess is."""

    code: str
    """ISO 639-1, or `und`."""
    confidence: float | None
    """0 to 1; None where nothing was guessed."""


UNKNOWN = LanguageGuess(code="und", confidence=None)


def guess_language(text: str, *, declared: str | None = None) -> LanguageGuess:
    """Guess the language of a text by its beginning; what is `declared` decides only where the guess is unsure."""
    sample = text[:SAMPLE_CHARS]
    if not any(map(str.isalpha, sample)):
        return UNKNOWN
    ranked = _identifier().rank(sample)
    scores = {code: float(score) for code, score in ranked}
    best = guess_again(ranked[0][0], sample, scores)
    hint = normalize_language(declared) if declared else None
    if hint and scores.get(best, 0.0) < UNSURE and scores.get(hint, 0.0) >= POSSIBLE:
        best = hint
    code = normalize_language(best)
    return LanguageGuess(code=code, confidence=round(scores.get(best, 0.0), 3)) if code else UNKNOWN


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

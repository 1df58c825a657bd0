"""How much an article is about an event, and how sure its reading is. Weights set by eye; ranks matter, not values."""

from spacy.tokens import Doc

from pipeline.nlp.attributes import article_of
from pipeline.nlp.findings import AGENTLESS, Finding
from pipeline.records.event import Factuality

SLOPE = 0.12
"""How fast salience falls from the first sentence on."""

_UNREAL: frozenset[Factuality] = frozenset({"possible", "denied", "demanded"})


def salience(doc: Doc, finding: Finding, *, sentence: int, further: int) -> float:
    """Weigh position, place in the sentence, actors, headline and how often it is told; 0 to 1."""
    weight = 0.55 / (1 + SLOPE * sentence)
    weight += 0.15 / (1 + finding.depth)
    weight += 0.05 * _has_doer(finding) + 0.02 * bool(finding.target)
    weight += 0.10 * _is_in_title(doc, finding)
    weight += 0.02 * min(further, 5)
    is_quoted = finding.attribution is not None and finding.attribution.quote is not None
    weight -= 0.30 * finding.background + 0.15 * is_quoted
    weight -= 0.05 * (finding.factuality in _UNREAL) + 0.05 * (finding.sense.word_class == "noun")
    weight -= 0.05 * any(rule.startswith("infinitive:") for rule in finding.rules)
    return round(min(1.0, max(0.0, weight)), 3)


def confidence(finding: Finding) -> float:
    """Guess how often such a reading is right: clear words with actors are, ambiguous and bare ones are not."""
    chance = 0.55 + 0.12 * _has_doer(finding) + 0.08 * bool(finding.target)
    chance += 0.08 * bool(finding.sense.conditions) - 0.08 * min(finding.rivals, 2)
    chance -= 0.05 * (finding.sense.word_class == "noun") + 0.10 * finding.sense.weak
    return round(min(1.0, max(0.05, chance)), 2)


def _has_doer(finding: Finding) -> bool:
    """Tell whether who acts was found, or of what nobody does, what it happens to."""
    return bool(finding.source) or (finding.sense.leaf in AGENTLESS and bool(finding.target))


def _is_in_title(doc: Doc, finding: Finding) -> bool:
    article = article_of(doc)
    title = (article.title or "").lower() if article else ""
    names = [actor.name or actor.text for actor in (*finding.source, *finding.target)]
    return finding.sense.lemma in title or any(name.lower() in title for name in names if name)

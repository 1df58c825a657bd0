"""What an event is in PLOVER's terms: type, mode and contexts, by leaf, factuality and the words around the trigger."""

from itertools import islice

from spacy.tokens import Token

from pipeline.knowledge.ontology import Coding, Leaf, Ontology, Shift
from pipeline.knowledge.plover_rules import PloverRule, load_contexts, load_plover_rules
from pipeline.nlp.attributes import named_at
from pipeline.nlp.findings import Finding
from pipeline.nlp.syntax import children, governing_verb
from pipeline.nlp.words import is_verb, lemma_of

MAX_CLAUSE = 40
"""Words of a clause that are looked through for contexts."""

_TIED = ("prep", "agent", "dative")


def coded(token: Token, finding: Finding, leaf: Leaf, ontology: Ontology) -> Coding:
    """Code a finding: what is only planned, asked for, threatened or refused has another PLOVER type."""
    if leaf.plover is None:
        return ontology.coding(leaf)
    rule = _rule(token, leaf)
    mode = finding.sense.mode or (rule.mode if rule else None)
    root = finding.sense.plover or (rule.type if rule else None)
    contexts = _contexts(token, finding, leaf)
    return ontology.coding(leaf, mode=mode, shift=_shift(finding), root=root, contexts=contexts)


def _shift(finding: Finding) -> Shift | None:
    if finding.factuality == "demanded" or finding.factuality == "threatened":  # noqa: PLR1714 - tells the type checker
        return finding.factuality
    return finding.shift


def _rule(token: Token, leaf: Leaf) -> PloverRule | None:
    rules = load_plover_rules().get(leaf.id, ())
    if not rules:
        return None
    around = {lemma_of(word) for word in _around(token)}
    return next((rule for rule in rules if not around.isdisjoint(rule.words)), None)


def _around(token: Token) -> list[Token]:
    """Return a trigger, what depends on it also over a preposition, and the verb that it is the object of."""
    found = [token, *token.children]
    found.extend(noun for prep in children(token, *_TIED) for noun in children(prep, "pobj", "pcomp"))
    found.extend(word for noun in children(token, "dobj", "nsubj") for word in children(noun, "compound", "amod"))
    if token.dep_ in {"dobj", "nsubjpass"}:
        found.append(token.head)
    return found


def _contexts(token: Token, finding: Finding, leaf: Leaf) -> tuple[str, ...]:
    known = load_contexts()
    top = token if is_verb(token) else governing_verb(token) or token
    words = [word for word in islice(top.subtree, MAX_CLAUSE) if word.i not in named_at(token.doc)]
    keys = {lemma_of(word) for word in words}
    keys |= {f"@{actor.sector}" for actor in (*finding.source, *finding.target) if actor.sector}
    found = set(leaf.contexts).union(*(known.get(key, frozenset()) for key in keys))
    return tuple(sorted(found))

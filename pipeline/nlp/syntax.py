"""Who does what in a parsed sentence: subjects, objects, prepositions, phrases. Reads heads and labels only.

The labels are those of spaCy's English pipelines (ClearNLP style).
"""

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Span, Token

from pipeline.nlp.attributes import words_of
from pipeline.nlp.words import is_noun, is_verb, lemma_of

CLIMB = 6
"""Most heads that are climbed in search of a subject; deeper is a parser's error."""

DEEP = 60
"""Most heads that are counted for the depth of a word."""

JOINED = 20
"""Most nouns joined by "and" that are taken for one actor's place."""

NEXT = 3
"""How far apart two joined verbs that share an object stand at most."""

_PASSIVE = ("nsubjpass", "auxpass")
_CLAUSE = frozenset({"xcomp", "ccomp", "advcl", "acl", "pcomp"})
_LEFT = ("compound", "amod", "nmod", "nummod", "poss", "quantmod", "npadvmod", "advmod", "nounmod")
_RELATIVE = frozenset({"WDT", "WP"})
_PLURAL = frozenset({"they", "their", "them"})
_OBJECT_CONTROL = frozenset({"of", "for", "from", "into"})
_CALLING = frozenset({"call", "appeal", "plead"})
"""Verbs that ask somebody behind a preposition: "called on both sides to return"."""
_SUBJECT_CONTROL = frozenset({"promise", "pledge", "vow", "threaten", "offer"})


def children(token: Token, *labels: str) -> Iterator[Token]:
    """Yield the children with one of some labels."""
    doc = token.doc
    words = words_of(doc)
    names = words.labels
    return (doc[child] for child in words.children.get(token.i, ()) if names[child] in labels)


def has_child(token: Token, *labels: str) -> bool:
    """Tell whether a word has a child with one of some labels."""
    words = words_of(token.doc)
    names = words.labels
    for child in words.children.get(token.i, ()):  # noqa: SIM110 - the loop is quicker, and runs for every verb
        if names[child] in labels:
            return True
    return False


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive."""
    if has_child(verb, *_PASSIVE):
        return True
    is_bare = verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl", "advcl"}
    return is_bare and not has_child(verb, "aux", "nsubj", "dobj")


def subjects(verb: Token) -> tuple[Token, ...]:
    """Return who does it: the subject of an active verb, also where a head shares it; the by-agent of a passive one."""
    if is_passive(verb):
        agents = [noun for by in children(verb, "agent") for noun in children(by, "pobj")]
        return _all_of(agents)
    return _all_of(_shared_subject(verb))


def objects(verb: Token) -> tuple[Token, ...]:
    """Return whom it is done to: the object of an active verb, the subject of a passive one."""
    if is_passive(verb):
        return _all_of(_shared_subject(verb))
    if verb.dep_ == "amod" and _own_subject(verb):  # "Trump hosted Putin" read as a "hosted Putin" of his
        return _all_of([verb.head])
    return _all_of(list(children(verb, "dobj", "obj")) or _shared_object(verb))


def datives(verb: Token) -> tuple[Token, ...]:
    """Return to whom something is given: "gave Kyiv a loan", "gave a loan to Kyiv"."""
    found: list[Token] = []
    for child in children(verb, "dative"):
        found.extend(children(child, "pobj") if child.tag_ in {"IN", "TO"} else [child])
    return _all_of(found)


def prepositional(token: Token, preposition: str) -> tuple[Token, ...]:
    """Return the nouns that a preposition ties to a word."""
    found: list[Token] = []
    for prep in children(token, "prep", "prt", "agent", "dative"):
        if prep.lower_ == preposition:
            found.extend(children(prep, "pobj"))
            found.extend(noun for inner in children(prep, "prep") for noun in children(inner, "pobj"))
    return _all_of(found)


def modifiers(noun: Token) -> tuple[Token, ...]:
    """Return the words before a noun that say what kind, or whose, it is."""
    return tuple(
        inner
        for child in children(noun, "compound", "amod", "nmod", "poss", "nummod")
        for inner in (child, *(other for other in children(child, "conj", "compound", "amod") if other.i < noun.i))
    )


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb above a word, or None."""
    for above in _above(token):
        if is_verb(above):
            return above
    return None


def depth(token: Token, *, unless: frozenset[int] = frozenset()) -> int:
    """Count the verbs above a word in its sentence, leaving out those at some indexes."""
    return sum(1 for above in islice(token.ancestors, DEEP) if is_verb(above) and above.i not in unless)


def is_subject_of(token: Token, verb: Token) -> bool:
    """Tell whether a word, or what it is joined to by "and", is the subject of a verb."""
    while token.dep_ == "conj":
        token = token.head
    return token.head.i == verb.i and token.dep_ in {"nsubj", "nsubjpass"}


def antecedent(token: Token) -> Token:
    """Return what a relative "who" or "which" stands for; any other word stands for itself."""
    if token.tag_ not in _RELATIVE:
        return token
    return next((above.head for above in _above(token) if above.dep_ == "relcl"), token)


def clause_antecedent(pronoun: Token) -> Token | None:
    """Return the subject that a pronoun of the same sentence stands for: "Kyiv said it would …", "ended its siege".

    It is looked for at the verbs above: for a possessive from its own verb on, for a subject from the next one on.
    """
    verb = governing_verb(pronoun)
    if verb is not None and pronoun.dep_ in {"nsubj", "nsubjpass"}:
        verb = governing_verb(verb)
    for _ in range(CLIMB):
        if verb is None:
            return None
        found = next((noun for noun in _own_subject(verb) if noun.i < pronoun.i), None)
        if found is not None:
            found = antecedent(found)
            return found if is_noun(found) and _agrees(pronoun, found) else None
        verb = governing_verb(verb)
    return None


def _agrees(pronoun: Token, noun: Token) -> bool:
    """Tell whether a noun can be what a pronoun stands for, by its number."""
    is_plural = noun.tag_ in {"NNS", "NNPS"} or has_child(noun, "conj")
    is_body = noun.tag_ == "NNP"
    return is_plural or is_body if pronoun.lower_ in _PLURAL else not is_plural


def noun_phrase(head: Token) -> Span:
    """Return a noun with what stands before it, without its article."""
    first = head.i
    for child in children(head, *_LEFT):
        if child.i < head.i and not child.is_punct:
            first = min(first, child.left_edge.i)
    while first < head.i and _is_skipped(head.doc[first]):
        first += 1
    return head.doc[first : head.i + 1]


def _is_skipped(token: Token) -> bool:
    return token.dep_ == "det" or token.is_punct or token.is_space or token.tag_ in {"DT", "PRP$", "CC", "WP$"}


def _above(token: Token) -> Iterator[Token]:
    return islice(token.ancestors, CLIMB)


def _all_of(heads: list[Token]) -> tuple[Token, ...]:
    """Resolve relative pronouns and add what is joined by "and"."""
    found: list[Token] = []
    for head in heads:
        noun = antecedent(head)
        for token in (noun, *_joined(noun)):
            if token.i not in {known.i for known in found}:
                found.append(token)
    return tuple(found)


def _joined(noun: Token) -> Iterator[Token]:
    last: Token | None = noun
    for _ in range(JOINED):
        last = next((child for child in children(last, "conj") if is_noun(child)), None) if last else None
        if last is None:
            return
        yield last


def _shared_object(verb: Token) -> list[Token]:
    """Find the object that a verb shares with the one joined to it: "seized and burned the village"."""
    joined = next((other for other in children(verb, "conj") if other.tag_ == verb.tag_), None)
    is_close = joined is not None and 0 < joined.i - verb.i <= NEXT
    if joined is None or not is_close or has_child(verb, "prep", "prt", "xcomp", "ccomp", "dative"):
        return []
    return [] if _own_subject(joined) else list(children(joined, "dobj", "obj"))


def _own_subject(verb: Token) -> list[Token]:
    return list(children(verb, "nsubj", "nsubjpass"))


def _shared_subject(verb: Token) -> list[Token]:
    """Find the subject of a verb that has none of its own, by what ties it to its head."""
    for _ in range(CLIMB):
        own = _own_subject(verb)
        if own:
            return own
        if verb.dep_ in {"acl", "relcl"} and (verb.tag_ in {"VBG", "VBN"} or _is_misread(verb)):
            return [verb.head]
        head = _controller(verb) or _preposed(verb)
        if head is None:
            return []
        controlled = _controlling_objects(verb, head)
        if controlled:
            return controlled
        verb = head
    return []


def _is_misread(verb: Token) -> bool:
    """Tell a main verb that the parse hangs on its own subject, right before it."""
    return verb.dep_ == "acl" and verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.i == verb.head.i + 1


def _preposed(verb: Token) -> Token | None:
    """Return the first of several verbs in a row that the parse hangs on the last: "she resigned, sued and won"."""
    first = next((clause for clause in children(verb, "ccomp") if clause.i < verb.i and clause.tag_ == verb.tag_), None)
    is_in_row = first is not None and any(child.text == "," for child in verb.children)
    return first if is_in_row and verb.dep_ == "ROOT" and not any(token.is_quote for token in verb.sent) else None


def _controller(verb: Token) -> Token | None:
    """Return the verb whose subject or object a clause without a subject shares."""
    if verb.dep_ == "conj" and is_verb(verb.head):
        return verb.head
    if verb.dep_ not in _CLAUSE:
        return None
    return verb.head if is_verb(verb.head) else governing_verb(verb)


def _controlling_objects(verb: Token, head: Token) -> list[Token]:
    """Return the objects that share a clause's subject: "urged Kyiv to leave", "accused him of leaving"."""
    is_object_clause = verb.dep_ == "xcomp" or (verb.dep_ == "pcomp" and verb.head.lower_ in _OBJECT_CONTROL)
    if not is_object_clause or is_passive(head) or lemma_of(head) in _SUBJECT_CONTROL:
        return []
    asked = [noun for noun in children(head, "dobj", "dative") if noun.i < verb.i]
    if not asked and verb.dep_ == "xcomp" and lemma_of(head) in _CALLING:
        behind = (noun for prep in children(head, "prep") for noun in children(prep, "pobj"))
        asked = [noun for noun in behind if noun.i < verb.i]
    return asked

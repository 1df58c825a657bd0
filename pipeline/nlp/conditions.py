"""What a line of the trigger lexicon can ask for. To add a condition: a function and a line in `CHECKS`."""

from collections.abc import Callable, Iterable, Mapping

from spacy.tokens import Token

from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import named_at
from pipeline.nlp.pronouns import PERSONAL
from pipeline.nlp.syntax import children, is_passive, modifiers, objects, subjects
from pipeline.nlp.words import has_lemma, known_lemma

Check = Callable[[Token, frozenset[str]], bool]

_CLAUSES = ("xcomp", "ccomp", "acl", "advcl")


def holds(token: Token, conditions: tuple[tuple[str, frozenset[str]], ...]) -> bool:
    """Tell whether all conditions of a sense hold for a word."""
    return all(CHECKS[key](token, values) for key, values in conditions)


def _any(tokens: Iterable[Token], words: frozenset[str]) -> bool:
    return any(has_lemma(token, words) for token in tokens)


def _has_kind(tokens: Iterable[Token], kinds: frozenset[str]) -> bool:
    return any(token.i in named_at(token.doc) and named_at(token.doc)[token.i].type in kinds for token in tokens)


_KINDS: Mapping[str, str] = {"PERSON": "person", "ORG": "company", "GPE": "country", "NORP": "country"}
_SECTORS: Mapping[str, str] = {
    "BUS": "company", "GOV": "government", "LEG": "government", "JUD": "government", "MIL": "force", "COP": "force",
    "REB": "force", "UAF": "force", "CRM": "force",
}  # fmt: skip


def _is_class(tokens: Iterable[Token], classes: frozenset[str]) -> bool:
    return any(_class_of(token) in classes for token in tokens)


def _class_of(token: Token) -> str | None:
    """Tell what kind of actor a noun is, by its name or by the list of groups; None for things."""
    named = named_at(token.doc).get(token.i)
    if named is not None:
        return _KINDS.get(named.type)
    if token.lower_ in PERSONAL:
        return "person"
    groups = load_roles().groups
    lemma = known_lemma(token, groups)
    return _SECTORS.get(groups[lemma] or "", "people") if lemma else None


def _has_particle(token: Token, words: frozenset[str]) -> bool:
    return any(child.lower_ in words for child in children(token, "prt", "advmod", "prep") if child.i > token.i)


def _has_preposition(token: Token, words: frozenset[str]) -> bool:
    return any(child.lower_ in words for child in children(token, "prep", "agent", "dative"))


def _has_prepositional_object(token: Token, words: frozenset[str]) -> bool:
    return _any((noun for prep in children(token, "prep") for noun in children(prep, "pobj")), words)


def _has_complement(token: Token, words: frozenset[str]) -> bool:
    found = list(children(token, "oprd", "acomp", "attr"))
    found += [noun for prep in children(token, "prep") if prep.lower_ == "as" for noun in children(prep, "pobj")]
    found += [inner for clause in children(token, "ccomp") for inner in children(clause, "attr", "oprd", "acomp")]
    found += [clause for clause in children(token, "ccomp") if clause.tag_ == "JJ"]
    return bool(found) if "*" in words else _any(found, words)


def _has_clause(token: Token, words: frozenset[str]) -> bool:  # noqa: ARG001 - checks share one shape
    return any(child.i > token.i for child in children(token, *_CLAUSES))


def _has_clause_verb(token: Token, words: frozenset[str]) -> bool:
    return _any(children(token, *_CLAUSES), words)


def _has_infinitive(token: Token, words: frozenset[str]) -> bool:  # noqa: ARG001 - checks share one shape
    clauses = children(token, "xcomp", "ccomp")
    return any(helper.lower_ == "to" for clause in clauses for helper in children(clause, "aux"))


def _is_plural(token: Token, words: frozenset[str]) -> bool:  # noqa: ARG001 - checks share one shape
    return token.tag_ in {"NNS", "NNPS"}


def _is_conditional(token: Token, words: frozenset[str]) -> bool:  # noqa: ARG001 - checks share one shape
    return any(other.lower_ == "if" for other in token.sent)


def _is_about(token: Token, words: frozenset[str]) -> bool:
    return any(other.lower_ in words for other in token.doc)


CHECKS: Mapping[str, Check] = {
    "particle": _has_particle,
    "prep": _has_preposition,
    "object": lambda token, words: _any(objects(token), words),
    "not_object": lambda token, words: not _any(objects(token), words),
    "subject": lambda token, words: _any(subjects(token), words),
    "not_subject": lambda token, words: not _any(subjects(token), words),
    "object_kind": lambda token, kinds: _has_kind(objects(token), kinds),
    "subject_kind": lambda token, kinds: _has_kind(subjects(token), kinds),
    "subject_is": lambda token, classes: _is_class(subjects(token), classes),
    "object_is": lambda token, classes: _is_class(objects(token), classes),
    "prep_object": _has_prepositional_object,
    "complement": _has_complement,
    "modifier": lambda token, words: _any(modifiers(token), words),
    "not_modifier": lambda token, words: not _any(modifiers(token), words),
    "clause": _has_clause,
    "clause_verb": _has_clause_verb,
    "infinitive": _has_infinitive,
    "passive": lambda token, words: is_passive(token) == ("yes" in words),
    "plural": _is_plural,
    "conditional": _is_conditional,
    "about": _is_about,
}
"""One for each key of `pipeline.knowledge.lexicon.CONDITIONS`."""

ABSORBING: Mapping[str, Callable[[Token], tuple[Token, ...]]] = {
    "object": objects,
    "subject": subjects,
    "modifier": modifiers,
    "prep_object": lambda token: tuple(noun for prep in children(token, "prep") for noun in children(prep, "pobj")),
    "clause_verb": lambda token: tuple(children(token, *_CLAUSES)),
}
"""Words that a condition names are part of the trigger ("hold talks"), and tell no event of their own."""


def absorbed(token: Token, conditions: tuple[tuple[str, frozenset[str]], ...]) -> frozenset[int]:
    """Return the indexes of the words that belong to a trigger by its conditions."""
    return frozenset(
        word.i
        for key, values in conditions
        if key in ABSORBING
        for word in ABSORBING[key](token)
        if has_lemma(word, values)
    )

"""What the text says of an entity beside its name: role, country, sector, and how much the article is about it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.knowledge.bodies import Body, load_bodies
from pipeline.knowledge.countries import load_countries
from pipeline.knowledge.roles import load_roles
from pipeline.nlp.attributes import article_of
from pipeline.nlp.name_groups import Group
from pipeline.nlp.name_spans import Name, title_at
from pipeline.nlp.syntax import children, noun_phrase
from pipeline.nlp.words import is_name_word, lemma_of
from pipeline.records.annotation import Entity, EntityType, Mention, MentionKind

NO_PLACE = "no place was looked up"
NO_LINK = "no knowledge entry names it"

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BODIES = _PLACES | {"ORG"}
_ROLE_WORDS = 4
"""Most words of a role, the title's own among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """An office or description that stands at a name."""

    text: str
    """In lower case, without the country."""
    sector: str | None
    """PLOVER sector of the title."""
    country: str | None
    """ISO 3166 alpha-3, where the words before the title name one."""


def described(doc: Doc, group: Group, number: int) -> Entity:
    """Make the record of an entity."""
    kind = _type(group)
    texts = list(dict.fromkeys(name.text(doc) for name in group.names))
    full = max(texts, key=len)
    role = next(_roles(doc, group), None) if kind == "PERSON" else None
    body = next((load_bodies()[text] for text in texts if text in load_bodies()), None) if kind in _BODIES else None
    sector = body.sector if body else _state_sector(texts, kind) or _sector_of_name(full, kind)
    return Entity(
        id=f"e{number}",
        type=kind,
        name=full,
        aliases=tuple(text for text in texts if text != full),
        country=(body.country if body else _country(doc, group, texts)) or (role.country if role else None),
        sector=role.sector if role else sector,
        role=role.text if role else None,
        salience=_salience(doc, group, texts),
        mentions=tuple(_mention(doc, name, kind) for name in group.names),
        stands_for=_stands_for(body),
        abstained=NO_PLACE if kind in _PLACES else NO_LINK,
    )


def _stands_for(body: Body | None) -> str | None:
    if body is None or body.kind != "metonym":
        return None
    return f"{body.sector} of {body.country}: the house stands for those who sit in it (bodies.tsv)"


def _sector_of_name(name: str, kind: EntityType) -> str | None:
    """Return the sector that the head of a body's name tells: "Ministry of Finance", "Nayabazar Degree College"."""
    if kind != "ORG":
        return None
    groups = load_roles().groups
    words = name.lower().split()
    heads = (words[-1], name.lower().partition(" of ")[0].rpartition(" ")[2], " ".join(words[-2:]))
    return next((sector for head in heads if (sector := groups.get(head))), None)


def _type(group: Group) -> EntityType:
    counts = Counter(name.type for name in group.names)
    return max(counts, key=lambda kind: (counts[kind], -[name.type for name in group.names].index(kind)))


def _mention(doc: Doc, name: Name, kind: EntityType) -> Mention:
    differing = name.type if name.type != kind else None
    text = name.text(doc)
    kind_of_mention: MentionKind = "nominal" if text.islower() and name.type == "ORG" else "name"
    return Mention(start=name.start(doc), end=name.end(doc), text=text, kind=kind_of_mention, type=differing)


def _country(doc: Doc, group: Group, texts: list[str]) -> str | None:
    """Return the country that a name names, or of a body the one that stands in its name or right before it."""
    kind = _type(group)
    if kind not in _PLACES | {"NORP", "ORG"}:
        return None
    countries = load_countries()
    code = next((code for text in texts if (code := countries.code(text))), None)
    if code is not None or kind != "ORG":
        return code
    inside = (countries.peoples.get(word) or countries.names.get(word) for text in texts for word in text.split())
    before = (_country_before(doc, _behind_possessive(doc, name.first)) for name in group.names)
    return next((code for code in (*inside, *before) if code), None)


def _behind_possessive(doc: Doc, first: int) -> int:
    """Step back over the 's of "Russia's foreign ministry"."""
    return first - 1 if first > 0 and doc[first - 1].lower_ in {"'s", "’s"} else first


def _state_sector(texts: list[str], kind: EntityType) -> str | None:
    """Return the sector of a country: where it acts, its government acts."""
    return "GOV" if kind == "GPE" and any(text in load_countries().names for text in texts) else None


def _salience(doc: Doc, group: Group, texts: list[str]) -> float:
    """Weigh how often, how early, and whether in the headline. Weights set by eye; ranks matter, not values."""
    article = article_of(doc)
    title = (article.title or "") if article else ""
    often = min(1.0, len(group.names) / 8)
    early = 1 - group.names[0].first / max(1, len(doc))
    in_title = any(text in title for text in texts)
    return round(0.5 * often + 0.3 * early + 0.2 * in_title, 3)


def _roles(doc: Doc, group: Group) -> Iterator[Role]:
    for name in group.names:
        role = _title_before(doc, name) or _apposition(doc, name)
        if role is not None:
            yield role


def _title_before(doc: Doc, name: Name) -> Role | None:
    """Read "French Defence Minister" before a name."""
    words = title_at(doc, name.first)
    if not words:
        return None
    start = name.first - words
    title = doc[start : name.first].text.lower()
    while start > 0 and name.first - start < _ROLE_WORDS and _is_role_word(doc, start - 1):
        start -= 1
    return Role(
        text=" ".join(token.lower_ for token in doc[start : name.first]),
        sector=load_roles().titles.get(title),
        country=_country_before(doc, start),
    )


def _is_role_word(doc: Doc, index: int) -> bool:
    token = doc[index]
    is_country = load_countries().code(token.text) is not None
    return is_name_word(token) and not token.ent_type_ and not is_country and not doc[index + 1].is_sent_start


def _country_before(doc: Doc, end: int) -> str | None:
    for words in (2, 1):
        if end >= words:
            code = load_countries().code(doc[end - words : end].text)
            if code is not None:
                return code
    return None


def _apposition(doc: Doc, name: Name) -> Role | None:
    """Read "…, the French president," behind a name."""
    roles = load_roles()
    for head in children(doc[name.last], "appos"):
        title = lemma_of(head)
        if title in roles.titles:
            phrase = noun_phrase(head)
            codes = [load_countries().code(token.text) for token in phrase]
            words = [token.lower_ for token, code in zip(phrase, codes, strict=True) if code is None]
            country = next((code for code in codes if code), None)
            return Role(text=" ".join(words[-_ROLE_WORDS:]), sector=roles.titles[title], country=country)
    return None

"""Who tells a story, and how many of them did so on their own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pipeline.records.story import StoryArticle, StoryFeatures

LATEST = "9999"
"""Stands for the time of an article that has none."""


def moment(features: StoryFeatures) -> datetime:
    """Return the time by which stories go: publication, else receipt."""
    return features.published_at or features.received_at


def origin_of(agencies: tuple[str, ...], source: str | None, article_id: str) -> str:
    """Name whom an article is counted as: the agency that it credits, else its publisher, else itself."""
    return _plain_name(agencies[0]) if agencies else _plain_name(source) if source else f"article {article_id}"


def independent_sources(members: Iterable[StoryArticle]) -> int:
    """Count who tells a story on their own: copies are not counted, and all who credit one agency count once."""
    own = [member for member in members if member.copy_of is None]
    named = {origin_of(member.credits, member.source, "") for member in own if member.credits or member.source}
    return len(named) or 1


def with_member(members: tuple[StoryArticle, ...], member: StoryArticle) -> tuple[StoryArticle, ...]:
    """Put an article with the others, and settle anew which of a group of copies is the original."""
    others = tuple(other for other in members if other.id != member.id)
    return settled((*others, member))


def settled(members: tuple[StoryArticle, ...]) -> tuple[StoryArticle, ...]:
    """Name the original of every group of copies: the agency's own, else the earliest published, else the first."""
    if all(member.copy_of is None for member in members):
        return members
    named = {member.id: member.copy_of for member in members}
    root_of = {member.id: _root(member.id, named) for member in members}
    groups: dict[str, list[StoryArticle]] = {}
    for member in members:
        groups.setdefault(root_of[member.id], []).append(member)
    original_of = {root: _original(root, group) for root, group in groups.items()}
    return tuple(_pointing(member, original_of[root_of[member.id]]) for member in members)


def _original(root: str, group: list[StoryArticle]) -> str:
    """Choose an original; one that the story has not met yet stays one."""
    if all(member.id != root for member in group):
        return root
    return min(group, key=lambda member: (not _is_agency(member), _published(member), member.id != root)).id


def _is_agency(member: StoryArticle) -> bool:
    return bool(member.source) and any(_plain_name(name) == _plain_name(member.source) for name in member.credits)


def _published(member: StoryArticle) -> str:
    return member.published_at.isoformat() if member.published_at else LATEST


def _pointing(member: StoryArticle, original: str) -> StoryArticle:
    copy_of = None if member.id == original else original
    return member if member.copy_of == copy_of else replace(member, copy_of=copy_of)


def _root(article_id: str, named: dict[str, str | None]) -> str:
    seen: set[str] = set()
    while article_id not in seen:
        seen.add(article_id)
        above = named.get(article_id)
        if above is None:
            return article_id
        article_id = above
    return min(seen)


def _plain_name(name: str | None) -> str:
    """Bring a masthead and its site together: `Example` and `www.example.org`."""
    text = (name or "").casefold().removeprefix("www.").strip()
    return text.split(".")[0] if " " not in text else text

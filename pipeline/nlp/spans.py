"""From tokens to records: offsets into the text, and the words at them."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from pipeline.nlp.attributes import text_of
from pipeline.records.annotation import Span


def span_of(token: Token) -> Span:
    """Return a token as a record."""
    return Span(start=token.idx, end=token.idx + len(token), text=token.text)


def span_of_tokens(tokens: TokenSpan) -> Span:
    """Return a run of tokens as a record."""
    return Span(start=tokens.start_char, end=tokens.end_char, text=tokens.text)


def sentence_span(token: Token) -> Span:
    """Return the sentence of a token, without blanks at its ends."""
    return stripped_span(token.doc, token.sent.start_char, token.sent.end_char)


def stripped_span(doc: Doc, start: int, end: int) -> Span:
    """Return a stretch of the text without blanks at its ends."""
    words = text_of(doc)[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start=start, end=start + len(words.strip()), text=words.strip())

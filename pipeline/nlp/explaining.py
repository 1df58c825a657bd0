"""An article read once more, to show how: each sentence with what tells an event, by which rules, and what does not."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.knowledge.own_files import NO_FILES, OwnFiles
from pipeline.knowledge.own_types import OwnTypes, load_event_types
from pipeline.knowledge.sense_model import load_sense_model
from pipeline.nlp.attributes import MAX_SENTENCE, events_of, findings_of, has_events
from pipeline.nlp.findings import Finding
from pipeline.nlp.model import load_model, model_info
from pipeline.nlp.reader import article_doc
from pipeline.nlp.rejections import Rejections, condition_text, passed_over
from pipeline.nlp.spans import span_of, stripped_span
from pipeline.nlp.trigger_sense import RULE
from pipeline.records.article import CleanArticle
from pipeline.records.event import Event
from pipeline.records.explanation import ExplainedSentence, Explanation, Told

UNNAMED = "nobody, no place, no figure and no day is named with it"
"""Why a finding becomes no event."""


class Explainer:
    """Reads articles with the same pipeline as `Reader`, and keeps what led to each event and what was turned down."""

    def __init__(self, nlp: Language, known: OwnTypes) -> None:
        self._nlp = nlp
        self._known = known
        self._rejections = Rejections(known.lexicon, load_sense_model())

    def explain(self, article: CleanArticle) -> Explanation:
        """Explain one article; one in another language than the pipeline's is not read."""
        whole = Explanation(
            article_id=article.id,
            url=article.url,
            source=article.source,
            title=article.title,
            published_at=article.published_at,
            language=article.language,
            model=model_info(self._nlp),
            ontology=self._known.ontology.version,
        )
        if article.language != self._nlp.lang:
            return replace(whole, unread=f"it is in {article.language!r}; the model reads {self._nlp.lang!r}")
        with self._nlp.memory_zone():
            doc = self._nlp(article_doc(self._nlp, article))
            numbers = _numbers(events_of(doc))
            sentences = tuple(self._sentence(sentence, numbers) for sentence in doc.sents if sentence.text.strip())
            return replace(whole, events=events_of(doc), sentences=sentences)

    def _sentence(self, sentence: Span, numbers: dict[int, tuple[int, bool]]) -> ExplainedSentence:
        span = stripped_span(sentence.doc, sentence.start_char, sentence.end_char)
        bare = ExplainedSentence(start=span.start, end=span.end, text=span.text)
        if not has_events(sentence):
            return replace(bare, unread=_why_unread(sentence))
        inside = (one for one in findings_of(sentence.doc) if sentence.start <= one.token < sentence.end)
        told = tuple(self._told(sentence.doc, finding, numbers) for finding in inside)
        return replace(bare, told=told, rejected=self._rejections.in_sentence(sentence))

    def _told(self, doc: Doc, finding: Finding, numbers: dict[int, tuple[int, bool]]) -> Told:
        token = doc[finding.token]
        span = span_of(token)
        number, is_first = numbers.get(span.start, (None, False))
        return Told(
            start=span.start,
            end=span.end,
            text=span.text,
            type=finding.sense.leaf,
            label=self._known.ontology.leaves()[finding.sense.leaf].label,
            event=number,
            is_first=is_first,
            dropped=UNNAMED if number is None else None,
            chosen=_why_chosen(finding),
            passed_over=passed_over(token, self._rejections.lines_of(token), finding.sense),
            rules=finding.rules,
            source=finding.source,
            target=finding.target,
            place=finding.place,
            time=finding.time,
            figures=finding.figures,
            factuality=finding.factuality,
            cues=finding.cues,
            attribution=finding.attribution,
            background=finding.background,
        )


def build_explainer(model: str, *, own: OwnFiles = NO_FILES) -> Explainer:
    """Load a spaCy pipeline and make an explainer of it.

    Raises:
        ModelError: It is missing or lacks a component.
        SourceError: One of the user's own files cannot be read or is wrong.
    """
    return Explainer(load_model(model, own=own), load_event_types(own.event_types))


def _numbers(events: tuple[Event, ...]) -> dict[int, tuple[int, bool]]:
    """Return, by offset, the number of the event that a trigger or mention tells, and whether it is the first."""
    mentions = {mention.start: (number, False) for number, one in enumerate(events, 1) for mention in one.mentions}
    return mentions | {one.trigger.start: (number, True) for number, one in enumerate(events, 1)}


def _why_unread(sentence: Span) -> str:
    if len(sentence) > MAX_SENTENCE:
        return f"longer than {MAX_SENTENCE} words: a list, or no text"
    return "a heading or a table"


def _why_chosen(finding: Finding) -> str:
    sense = finding.sense
    if sense.place == RULE:
        return "the classifier alone: no line of the lexicon has the word"
    if sense.place.endswith(RULE):
        return f"the classifier, against the conditions: {sense.place.split('+', maxsplit=1)[0]}"
    held = " ".join(condition_text(*condition) for condition in sense.conditions)
    return f"{sense.place} {sense.lemma} ({sense.word_class})" + (f" with {held}" if held else "")

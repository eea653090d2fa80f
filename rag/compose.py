"""From what was chosen to the answer's words: passages numbered, sentences in the asker's language, every one with its quote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.schema import Article, Figure, FigureKind, Hit
from index.text import Span, fold, han_count
from rag.conflicts import newest, scopes
from rag.date_words import iso_text
from rag.expected import Expected
from rag.explain import asks_to_explain, in_reading_order
from rag.extract import Choice, is_calendar
from rag.figure_place import ASKS_YEAR
from rag.figures import FigureMatch
from rag.name_words import Gloss, glossed_name, person_text, place_text, word_by_word
from rag.phrases import in_script, number_text, phrase, short_figure
from rag.question import Question
from rag.quote import as_said, make_citation, quote_span
from rag.refusal_words import refusal_text
from rag.refuse import Reason, Refusal
from rag.rerank import Evidence
from rag.schema import MAX_PASSAGE_CHARS, AnswerFigure, AnswerSentence, Citation, Notice, Passage, Status
from rag.sentence_gloss import sentence_gloss
from rag.term import Term
from rag.told import Told
from rag.wording import Printed

ArticleLookup = Callable[[str], Article | None]

_OWN_FORMS = 6
_HEAD_STANDS = 0.5
_WITHOUT_YEAR = frozenset({"月", "日"})


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of an answer that do not depend on who asked for it."""

    short: str
    text: str
    sentences: tuple[AnswerSentence, ...]
    figures: tuple[AnswerFigure, ...]
    notices: tuple[Notice, ...] = ()


def passages_for(choice: Choice, hits: Sequence[Hit], article_of: ArticleLookup, *, limit: int) -> tuple[Passage, ...]:
    """Numbered passages: those the answer stands on first, in its order, then the best of the rest."""
    first = {e.chunk.id: e.score for e in choice.sources}
    by_id = {hit.chunk.id: hit for hit in hits}
    sources = {e.chunk.id: e for e in choice.sources}.values()
    ordered = [by_id.get(e.chunk.id) or Hit(e.chunk, e.score) for e in sources]
    ordered += [hit for hit in hits if hit.chunk.id not in first]
    kept = ordered[: max(limit, len(first))]  # what is cited is shown, whatever the limit
    return tuple(p for n, hit in enumerate(kept, 1) if (p := passage_of(hit, n, article_of)) is not None)


def passage_of(hit: Hit, number: int, article_of: ArticleLookup) -> Passage | None:
    """A hit as a numbered passage of at most 800 characters; None when its article is gone."""
    article = article_of(hit.chunk.article_id)
    if article is None:
        return None
    end = min(hit.chunk.end, hit.chunk.start + MAX_PASSAGE_CHARS)
    return Passage(
        number=number,
        article_id=article.id,
        doc_id=article.doc_id,
        title=article.title,
        source_file=article.source_file,
        outlet=article.outlet,
        published=article.published.isoformat() if article.published else None,
        text=article.body[hit.chunk.start : end],
        start=hit.chunk.start,
        end=end,
        score=round(hit.score, 6),
    )


def compose(question: Question, terms: Sequence[Term], choice: Choice, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    """Words and citations of an answer; ``gloss`` gives a Chinese word in English, the asker's own word for it comes first."""
    composed = _composed(question, terms, choice, passages, gloss)
    sentences = tuple(replace(sentence, text=as_said(sentence.text)) for sentence in composed.sentences)
    return replace(composed, short=as_said(composed.short), sentences=sentences, text=_numbered(sentences))


def _composed(question: Question, terms: Sequence[Term], choice: Choice, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    own = {form: term.text for term in terms for form in term.forms[:_OWN_FORMS]}

    def gloss_own(word: str) -> str:
        return _own_or_listed(own.get(word, ""), gloss(word))

    if choice.told:
        return _told(question, choice.told, passages, gloss_own)
    if choice.status is Status.NOT_FOUND:
        return _refused(question, choice.refused, passages, gloss)
    if choice.figures:
        return _figures(question, choice, passages, gloss_own)
    return _sentences(question, choice, passages, gloss)


def _own_or_listed(own: str, listed: str) -> str:
    """The asker's own word for a thing, the dictionary's spelling of a name: ``Zibo``, however it was typed."""
    return listed if listed[:1].isupper() else own or listed


def _passage_holding(e: Evidence, passages: Sequence[Passage]) -> Passage:
    return next(p for p in passages if p.article_id == e.view.article.id and p.start == e.chunk.start)


def _citation(e: Evidence, passages: Sequence[Passage], keep: Span | None = None) -> Citation:
    article = e.view.article
    passage = _passage_holding(e, passages)
    span = quote_span(article.body, e.span, keep=keep)
    return make_citation(passage, article, span.start, span.end)


def _numbered(sentences: Sequence[AnswerSentence]) -> str:
    """The answer as one text with its markers: ``… [1] … [2]``."""
    return " ".join(s.text + "".join(f" [{c.passage}]" for c in s.citations) for s in sentences)


def _figures(question: Question, choice: Choice, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    language = question.language
    sentences: list[AnswerSentence] = []
    figures: list[AnswerFigure] = []
    shorts: list[str] = []
    for match in choice.figures:
        citation = _citation(match.evidence, passages, Span(match.figure.start, match.end))
        figures.append(answer_figure(match.figure, citation))
        short = _day_asked(question, match) or _short_of(language, match)
        if short not in shorts:
            shorts.append(short)
        sentence = AnswerSentence(_figure_sentence(question, match, citation, gloss), (citation,))
        if sentence not in sentences:  # several figures of one sentence quote it once
            sentences.append(sentence)
    if choice.status is Status.CONFLICTING:
        sentences = _disagreeing(question, choice.figures, passages, gloss)
    several = len({match.figure.value for match in choice.figures}) > 1
    short = phrase(language, "list_join").join(shorts) if several else shorts[0]
    return Composed(short, _numbered(sentences), tuple(sentences), tuple(figures))


def _disagreeing(question: Question, figures: Sequence[FigureMatch], passages: Sequence[Passage], gloss: Gloss) -> list[AnswerSentence]:
    """Whether the figures contradict each other or count different things, then each with its paper and day, the newer marked."""
    language = question.language
    differ = [phrase(language, f"scope_{scope}") for scope in scopes(figures)]
    lead = phrase(language, "conflict", scopes=phrase(language, "scope_join").join(differ)) if differ else phrase(language, "contradict")
    told = [AnswerSentence(lead)]
    latest = newest(figures)
    for match in figures:
        citation = _citation(match.evidence, passages, Span(match.figure.start, match.end))
        article = match.evidence.view.article
        day = article.published.isoformat() if article.published and question.language.startswith("zh") else ""
        newer = phrase(language, "newer") if latest and latest.figure.article_id == match.figure.article_id else ""
        source = phrase(language, "where_join").join(filter(None, (article.outlet or article.title, day, newer)))
        text = phrase(language, "sourced", text=_figure_sentence(question, match, citation, gloss), source=source)
        sentence = AnswerSentence(text, (citation,))
        told += [sentence] if sentence not in told else []
    return told


def _day_asked(question: Question, match: FigureMatch) -> str:
    """The year alone where a year is asked for; 16日 as the day it is, where the index knows month and year; else empty."""
    figure, known = match.figure, match.figure.as_of or ""
    if figure.kind is not FigureKind.DATE or match.upto:
        return ""
    base = question.language.split("-", maxsplit=1)[0]
    if ASKS_YEAR.search(fold(question.text)) and len(known) > len("2031"):
        return in_script(question.language, iso_text(base, known[:4]))
    if figure.unit not in _WITHOUT_YEAR or len(known) < len("2031-05"):
        return ""
    return in_script(question.language, iso_text(base, known))


def _short_of(language: str, match: FigureMatch, *, counted: str = "") -> str:
    """The figure in the asker's words; a range from its first to its last."""
    body = match.evidence.view.article.body
    if match.upto is None or language.startswith("zh"):
        around = Printed.of(body, match.figure.start, match.end)
        return short_figure(language, match.figure, match.printed, around=around, counted=counted)
    first, last = (
        short_figure(language, each, body[each.start : each.end], around=Printed.of(body, each.start, each.end))
        for each in (match.figure, match.upto)
    )
    return f"{first} – {last}" if is_calendar(match) else f"{number_text(match.figure.value, language)}–{last}"


def answer_figure(figure: Figure, citation: Citation) -> AnswerFigure:
    """The figure as an answer shows it, with the quote that states it."""
    return AnswerFigure(
        value=figure.value,
        unit=figure.unit,
        of=figure.of,
        place=figure.place,
        as_of=figure.as_of,
        approximate=figure.approximate,
        passage=citation.passage,
        quote=citation.quote,
    )


def _figure_sentence(question: Question, match: FigureMatch, citation: Citation, gloss: Gloss) -> str:
    """The source sentence itself for a reader of Chinese; for others the figure, and what it counts as the source calls it.

    Example: ``Shanxi: 5,813 stations — “户外劳动者服务站点” (outdoor · worker · service · stations)``.
    """
    if question.language.startswith("zh"):
        return citation.quote
    figure = match.figure
    asked = " ".join(word.text for word in question.words if word.is_head and not word.is_name)
    counts = question.language == "en" and match.head >= _HEAD_STANDS and figure.kind is FigureKind.COUNT
    text = _short_of(question.language, match, counted=asked if counts else "")
    if figure.place:
        text = f"{place_text(question.language, figure.place, gloss)}: {text}"
    if han_count(figure.of) and not is_calendar(match):
        glossed = word_by_word(figure.of, gloss) if question.language == "en" else ""
        text += f" — “{figure.of}”" + (f" ({glossed})" if glossed else "")
    published = match.evidence.view.article.published
    return f"{text}, {published.isoformat()}" if published else text


def _told(question: Question, told: Told, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    """Words that were worked out, each sentence with the quotes it stands on; a line without words is told as its source says it."""
    sentences: list[AnswerSentence] = []
    figures: dict[tuple[str, int], AnswerFigure] = {}
    for line in told.lines:
        citations = [_citation(cited.evidence, passages, cited.keep) for cited in line.cited]
        text = line.text
        for cited, citation in zip(line.cited, citations, strict=True):
            if cited.match:
                figure = cited.match.figure
                figures.setdefault((figure.article_id, figure.start), answer_figure(figure, citation))
                text = text or _figure_sentence(question, cited.match, citation, gloss)
        if text:
            sentences.append(AnswerSentence(text, tuple(dict.fromkeys(citations))))
        else:
            sentences += [_quoted(question.language, cited.evidence, passages, gloss, cited.keep) for cited in line.cited]
    unique = tuple(dict.fromkeys(sentences))
    return Composed(told.short, _numbered(unique), unique, tuple(figures.values()))


def _sentences(question: Question, choice: Choice, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    """The sentences as the articles print them; for a reader of English each with what its words mean, as far as that is sure."""
    language = question.language
    ordered = in_reading_order(choice.sources) if asks_to_explain(question) else choice.sources
    best = choice.sources[0]
    sentences = tuple(_quoted(language, e, passages, gloss, choice.span if e is best else None) for e in ordered)
    short = _named_text(question, choice.named, gloss) if choice.named else _shortened(_citation(best, passages).quote)
    return Composed(in_script(language, short), _numbered(sentences), sentences, ())


def _quoted(language: str, e: Evidence, passages: Sequence[Passage], gloss: Gloss, keep: Span | None = None) -> AnswerSentence:
    citation = _citation(e, passages, keep)
    if language != "en" or not han_count(citation.quote):
        return AnswerSentence(citation.quote, (citation,))
    meant = sentence_gloss(citation.quote, gloss, e.view.article.persons)
    told = phrase(language, "beside", text=citation.quote, beside=phrase(language, "words", words=meant)) if meant else citation.quote
    return AnswerSentence(told, (citation,))


def _named_text(question: Question, named: str, gloss: Gloss) -> str:
    """A name or list as printed, and beside it what a reader of no Chinese calls it: pinyin of a person, English of a place."""
    language = question.language
    if not han_count(named) or language.startswith(("zh", "ja")):
        return named
    beside = ""
    if question.expected is Expected.PERSON:
        beside = person_text(named)
    elif language == "en" and question.expected is Expected.PLACE:
        beside = place_text(language, named, gloss)
    elif language == "en":
        beside = ", ".join(filter(None, (glossed_name(item, gloss) for item in named.split("、"))))
    return phrase(language, "beside", text=named, beside=beside) if beside and beside != named else named


def _shortened(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _refused(question: Question, refused: Refusal | None, passages: Sequence[Passage], gloss: Gloss) -> Composed:
    if refused and refused.reason is Reason.CHITCHAT:
        text = phrase(question.language, "chitchat")
        return Composed("", text, (AnswerSentence(text),), (), (Notice("chitchat", text),))
    text = refusal_text(question, refused, passages, gloss)
    return Composed("", text, (AnswerSentence(text),), ())

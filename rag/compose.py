"""From what was chosen to the answer's words: passages numbered, sentences in the asker's language, every one with its quote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.schema import Article, Figure, FigureKind, Hit
from index.text import Span, fold, han_count
from index.tokens import words
from rag.expected import Expected
from rag.extract import Choice, is_calendar
from rag.figures import FigureMatch
from rag.phrases import in_script, phrase, short_figure, titles_text
from rag.question import Question
from rag.quote import make_citation, quote_span
from rag.refuse import Reason, Refusal
from rag.rerank import Evidence
from rag.schema import MAX_PASSAGE_CHARS, AnswerFigure, AnswerSentence, Citation, Notice, Passage, Status
from rag.term import Term
from rag.told import Told

ArticleLookup = Callable[[str], Article | None]
Gloss = Callable[[str], str]

_NEAREST_TITLES = 2
_OWN_FORMS = 6
_HEAD_STANDS = 0.5


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
    own = {form: term.text for term in terms for form in term.forms[:_OWN_FORMS]}

    def gloss_own(word: str) -> str:
        return own.get(word) or gloss(word)

    if choice.told:
        return _told(question, choice.told, passages, gloss_own)
    if choice.status is Status.NOT_FOUND:
        return _refused(question, choice.refused, passages)
    if choice.figures:
        return _figures(question, choice, passages, gloss_own)
    return _sentences(question, choice, passages)


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
        citation = _citation(match.evidence, passages, Span(match.figure.start, match.figure.end))
        figures.append(answer_figure(match.figure, citation))
        short = short_figure(language, match.figure, match.printed)
        if short not in shorts:
            shorts.append(short)
        sentence = AnswerSentence(_figure_sentence(question, match, citation, gloss), (citation,))
        if sentence not in sentences:  # several figures of one sentence quote it once
            sentences.append(sentence)
    if choice.status is Status.CONFLICTING:
        sentences.insert(0, AnswerSentence(phrase(language, "conflict")))
    several = len({match.figure.value for match in choice.figures}) > 1
    short = phrase(language, "list_join").join(shorts) if several else shorts[0]
    return Composed(short, _numbered(sentences), tuple(sentences), tuple(figures))


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
    text = short_figure(question.language, figure, match.printed)
    asked = " ".join(word.text for word in question.words if word.is_head and not word.is_name)
    if question.language == "en" and asked and match.head >= _HEAD_STANDS and not text[-1].isalpha() and figure.kind is FigureKind.COUNT:
        text = f"{text} {asked}"
    if figure.place:
        text = f"{_place_name(question.language, figure.place)}: {text}"
    if han_count(figure.of) and not is_calendar(match):
        glossed = word_by_word(figure.of, gloss) if question.language == "en" else ""
        text += f" — “{figure.of}”" + (f" ({glossed})" if glossed else "")
    published = match.evidence.view.article.published
    return f"{text}, {published.isoformat()}" if published else text


def word_by_word(chinese: str, gloss: Gloss) -> str:
    """The words of a Chinese phrase in English, one by one, as far as the dictionary knows them."""
    return " · ".join(meaning for word in words(chinese) if (meaning := gloss(word)))


def _syllables(chinese: str) -> list[str]:
    from pypinyin import lazy_pinyin  # 0.25 s, which a question that names nobody need not pay

    return list(lazy_pinyin(chinese))


def romanised(chinese: str) -> str:
    """Pinyin of a name, capitalised and joined; 陕西 is Shaanxi, 山西 Shanxi."""
    joined = "".join(_syllables(chinese)).capitalize()
    return "Shaanxi" + joined[6:] if chinese.startswith("陕西") else joined


def _sentences(question: Question, choice: Choice, passages: Sequence[Passage]) -> Composed:
    sentences = tuple(AnswerSentence(c.quote, (c,)) for c in (_citation(e, passages) for e in choice.sources))
    short = choice.named
    if not han_count(short):
        short = short or _shortened(sentences[0].text)
    elif question.expected is Expected.PERSON and not question.language.startswith(("zh", "ja")):
        short = f"{short} ({_person_name(short)})"
    elif question.expected is Expected.PLACE and question.language == "en":
        short = f"{short} ({romanised(short)})"
    return Composed(in_script(question.language, short), _numbered(sentences), sentences, ())


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
        sentences.append(AnswerSentence(text or citations[0].quote, tuple(dict.fromkeys(citations))))
    unique = tuple(dict.fromkeys(sentences))
    return Composed(told.short, _numbered(unique), unique, tuple(figures.values()))


def _place_name(language: str, chinese: str) -> str:
    return chinese if language.startswith(("zh", "ja")) else romanised(chinese)


def _person_name(names: str) -> str:
    """Pinyin of a person's name, surname first, or of several joined by 、."""
    spelt = (_syllables(name) for name in names.split("、"))
    return ", ".join(f"{syllables[0].capitalize()} {''.join(syllables[1:]).capitalize()}".strip() for syllables in spelt)


def _shortened(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _as_typed(word: str, text: str) -> str:
    """A topic word in the asker's own spelling and script."""
    start = fold(text).find(fold(word))
    return text[start : start + len(word)] if start >= 0 else word


def _refused(question: Question, refused: Refusal | None, passages: Sequence[Passage]) -> Composed:
    language = question.language
    if refused and refused.reason is Reason.CHITCHAT:
        text = phrase(language, "chitchat")
        return Composed("", text, (AnswerSentence(text),), (), (Notice("chitchat", text),))
    parts = [phrase(language, "not_found")]
    if refused and refused.words and refused.reason in {Reason.NAME, Reason.NUMBER, Reason.YEAR}:
        key = "year" if refused.reason is Reason.YEAR else "missing"
        names = [_as_typed(word, question.text) for word in refused.words]
        parts.append(phrase(language, key, names=phrase(language, "list_join").join(names)))
    titles = list(dict.fromkeys(p.title for p in passages if p.title))[:_NEAREST_TITLES]
    if titles:
        parts.append(phrase(language, "nearest", titles=titles_text(language, titles)))
    text = ("" if language.startswith(("zh", "ja")) else " ").join(parts)
    return Composed("", text, (AnswerSentence(text),), ())

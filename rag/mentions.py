"""Every article of the collection that mentions a thing: counted whole, each hit verified by reading, the first ten quoted."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from index.mentioned import names_in
from index.places import places_in
from index.schema import Chunk, Filter
from index.store_contract import PrintInfo
from index.text import Span, fold, han_count
from rag.census import Census, Listed
from rag.name_words import person_text, place_text, romanised
from rag.phrases import in_script, phrase, titles_text
from rag.rerank import ArticleView, Evidence, occurrence
from rag.schema import MAX_PASSAGES
from rag.term import Term
from rag.told import Cited, Line, Told

# Articles that are read for one question; above it a count would take seconds, and the asker is told to narrow it.
MAX_READ = 3000
_MAX_TITLES = 30
_LIKELY, _MAX_FORMS = 0.3, 3
_SEVERAL = 2


class Holdings(Protocol):
    """Where articles, their chunks and other prints are looked up."""

    def articles_holding(self, word: str, wanted: Filter) -> list[str]:
        """Every article that a filter allows whose text or headline may hold a word, by id."""

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Chunks of an article, in reading order."""

    def story_roles(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Of these articles, those that tell a story others tell too: (story, role)."""

    def prints(self, article_id: str) -> list[PrintInfo]:
        """Every print of the story that an article tells."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that mentions the subject, and the first sentence that does."""

    evidence: Evidence
    keep: Span | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All articles that mention a subject.

    Attributes:
        found: one for each story, the newest first; the original print where there are several.
        reprints: further prints that tell the same stories.
        forms: what was looked for, where the asker's words are translated.
        too_many: how many articles might mention it, when they are too many to read; 0 when all were read.
    """

    found: tuple[Mention, ...]
    reprints: int = 0
    forms: tuple[str, ...] = ()
    too_many: int = 0


def find_mentions(
    subject: str, terms: Sequence[Term], store: Holdings, view_of: Callable[[str], ArticleView | None], wanted: Filter
) -> Mentions:
    """Every article that a filter allows which mentions a subject: by its own words, else by what the collection calls it.

    Of several words that are looked for in other forms all must stand in one sentence; the answer says what was looked for.

    Args:
        subject: as the asker writes it.
        terms: of the subject; their forms are what the collection calls it.
        store: the collection.
        view_of: an article prepared for reading.
        wanted: which articles count.
    """
    literal = _found([(fold(subject),)], store, view_of, wanted)
    forms = [_forms(term) for term in terms if not term.from_history]
    if literal.found or literal.too_many or not (forms and all(forms)):
        return literal
    return replace(_found(forms, store, view_of, wanted), forms=tuple(dict.fromkeys(form for one in forms for form in one)))


def _found(words: Sequence[tuple[str, ...]], store: Holdings, view_of: Callable[[str], ArticleView | None], wanted: Filter) -> Mentions:
    candidates = set.intersection(*(_any_of(forms, store, wanted) for forms in words))
    if len(candidates) > MAX_READ:
        return Mentions((), too_many=len(candidates))
    views = (view for article_id in sorted(candidates) if (view := view_of(article_id)))
    mentions = {view.article.id: mention for view in views if (mention := _mention(view, words, store))}
    kept = _one_of_each_story(list(mentions), store)
    prints = {each.id for article_id in kept for each in store.prints(article_id)} | set(mentions)
    newest = sorted(
        (mentions[article_id] for article_id in kept), key=lambda m: m.evidence.view.article.published or date.min, reverse=True
    )
    return Mentions(tuple(newest), len(prints) - len(kept))


def _forms(term: Term) -> tuple[str, ...]:
    """What the collection surely calls a word; 工 and 会 say too little to be looked for alone."""
    most = max((share for _, share in term.weighted_forms()), default=0.0)
    forms = [fold(form) for form, share in term.weighted_forms() if len(form) > 1 and share >= _LIKELY * most]
    return tuple(forms[:_MAX_FORMS])


def _any_of(forms: Iterable[str], store: Holdings, wanted: Filter) -> set[str]:
    return {article_id for form in forms for article_id in store.articles_holding(form, wanted)}


def _mention(view: ArticleView, words: Sequence[tuple[str, ...]], store: Holdings) -> Mention | None:
    """The first sentence that holds a form of each word; where the headline alone does, the first sentence of the text."""
    for span in view.sentences:
        places = [_first(forms, view.body, span) for forms in words]
        if all(places):
            return _told_at(view, span, places[0], store)
    if view.sentences and all(any(occurrence(form, view.title) >= 0 for form in forms) for forms in words):
        return _told_at(view, view.sentences[0], None, store)
    return None


def _first(forms: Iterable[str], body: str, span: Span) -> Span | None:
    for form in forms:
        at = occurrence(form, body, span.start, span.end)
        if at >= 0:
            return Span(at, at + len(form))
    return None


def _told_at(view: ArticleView, span: Span, keep: Span | None, store: Holdings) -> Mention | None:
    chunk = next((c for c in store.chunks_of(view.article.id) if c.start <= span.start < c.end), None)
    return Mention(Evidence(view, chunk, span, (), 1.0, 0.0, 1.0), keep) if chunk else None


def _one_of_each_story(article_ids: Sequence[str], store: Holdings) -> list[str]:
    roles = store.story_roles(article_ids)
    best: dict[str, str] = {}
    for article_id in article_ids:
        story, role = roles.get(article_id, (article_id, "original"))
        if story not in best or (role == "original" and roles.get(best[story], ("", "original"))[1] != "original"):
            best[story] = article_id
    return list(best.values())


def tell_mentions(language: str, asked: Census, mentions: Mentions) -> tuple[Told, bool] | None:
    """What the mentions answer, and whether they do; None for a loose question that they do not answer together."""
    if asked.is_loose and (mentions.too_many or len(_names(asked.listed, mentions.found)) < _SEVERAL):
        return None
    if mentions.too_many:
        return Told("", (Line(phrase(language, "too_many", number=f"{mentions.too_many:,}", subject=asked.subject)),)), False
    if not mentions.found:
        return Told("", (Line(phrase(language, "missing", names=asked.subject)),)), False
    number = len(mentions.found)
    lines: list[Line] = []
    cited = mentions.found[:MAX_PASSAGES]
    everything = tuple(Cited(each.evidence, each.keep) for each in cited)
    if asked.listed is Listed.ARTICLES:
        titles = [_title(each) for each in mentions.found]
        short = phrase(language, "articles", number=str(number)) if asked.wants_count else titles_text(language, titles[:MAX_PASSAGES])
    else:
        names = _names(asked.listed, mentions.found)
        if not names:
            return Told("", (Line(phrase(language, "none_named", number=str(number), subject=asked.subject)),)), False
        listed = phrase(language, "list_join").join(_told_name(language, asked.listed, name) for name in names)
        short = str(len(names)) if asked.wants_count else listed
        lines.append(Line(phrase(language, "named_with", names=listed, subject=asked.subject), everything))
    counted = Line(phrase(language, "mentioned_in", number=str(number), subject=asked.subject), everything)
    notes = [Line(text) for text in _notes(language, mentions)]
    return Told(short, (*lines, counted, *(Line("", (each,)) for each in everything), *notes), (float(number),)), True


def _notes(language: str, mentions: Mentions) -> Iterable[str]:
    rest = mentions.found[MAX_PASSAGES:]
    if rest:
        titles = titles_text(language, [_title(each) for each in rest[:_MAX_TITLES]])
        yield phrase(language, "and_more", number=str(len(rest)), titles=titles)
    if mentions.reprints:
        yield phrase(language, "reprints", number=str(mentions.reprints))
    if mentions.forms:
        yield phrase(language, "looked_for", forms=phrase(language, "joint_join").join(mentions.forms))


def _title(mention: Mention) -> str:
    article = mention.evidence.view.article
    return article.title or mention.evidence.text[:30]


def _names(listed: Listed, found: Sequence[Mention]) -> list[str]:
    """What is listed, the most frequent first: of each article its place, its paper, or who is named beside it.

    Beside it is in the sentence that mentions it, else in the article.
    """
    names: Counter[str] = Counter()
    for each in found:
        names.update(set(_NAMES[listed](each.evidence)))
    return [name for name, _ in names.most_common()]


def _told_name(language: str, listed: Listed, name: str) -> str:
    """A name in the asker's script; for a reader of Latin letters in pinyin with the printed name beside it."""
    if language.startswith(("zh", "ja", "ko")) or not han_count(name) or listed is Listed.OUTLETS:
        return in_script(language, name)
    if listed is Listed.PLACES:
        return f"{place_text(language, name, lambda _: '')} ({name})"
    return f"{person_text(name) if listed is Listed.PERSONS else romanised(name)} ({name})"


def _places(evidence: Evidence) -> list[str]:
    article = evidence.view.article
    if article.place:
        return [article.place]
    return [place.name for place in places_in(fold(evidence.text))[:1]]


_NAMES: dict[Listed, Callable[[Evidence], Sequence[str]]] = {
    Listed.PLACES: _places,
    Listed.OUTLETS: lambda evidence: [evidence.view.article.outlet] if evidence.view.article.outlet else [],
    Listed.PERSONS: lambda evidence: names_in(evidence.text)[0] or evidence.view.article.persons,
    Listed.ORGANISATIONS: lambda evidence: names_in(evidence.text)[1] or evidence.view.article.organisations,
}

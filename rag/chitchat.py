"""An answer to what asks nothing: what the collection holds, and two questions it can answer, made from its own figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from index.schema import Article, Figure, FigureKind
from index.store import LocalStore
from index.text import han_count
from rag.name_words import Gloss, place_text, word_by_word
from rag.phrases import in_script, number_text, phrase, titles_text

_SAMPLE_ARTICLES = 30
_SAMPLE_CHUNKS = 400
_TITLES, _EXAMPLES, _TRIED = 2, 2, 10
_SHORTEST_OF, _LONGEST_OF = 2, 10
_IRREGULAR = {"child": "children", "man": "men", "woman": "women", "person": "people", "people": "people", "staff": "staff"}
_ASK = {
    "zh": "{place}有多少{unit}{of}？",
    "en": "How many {of} are there in {place}?",
}


@dataclass(frozen=True, slots=True)
class Collection:
    """What a stranger should know of a collection.

    Attributes:
        articles: how many it holds.
        titles: some of their headlines.
        questions: questions of a language that it answers.
    """

    articles: int
    titles: tuple[str, ...]
    questions: tuple[str, ...]


def collection_of(store: LocalStore, language: str, gloss: Gloss, value_of: Callable[[str], float | None]) -> Collection:
    """A look at a collection in a language.

    Args:
        store: the index.
        language: BCP 47 tag of the asker.
        gloss: English of a Chinese word.
        value_of: asks a question and gives the value of its one figure; a question is shown only when it gets its own figure.
    """
    articles = _sample(store)
    questions = []
    tried = 0
    for article in articles:
        for asked, figure in _questions(article, store, language, gloss):
            tried += 1
            if value_of(asked) == figure.value:
                questions.append(asked)
                break
        if len(questions) == _EXAMPLES or tried >= _TRIED:
            break
    titles = tuple(dict.fromkeys(article.title for article in articles if article.title))[:_TITLES]
    return Collection(int(store.stats()["articles"]), titles, tuple(questions))


def introduced(language: str, collection: Collection) -> str:
    """The answer to a greeting: what is answered here, what the collection holds, what could be asked."""
    parts = [phrase(language, "chitchat")]
    if collection.titles:
        count = number_text(collection.articles, language)
        parts.append(phrase(language, "collection", count=count, titles=titles_text(language, collection.titles)))
    if collection.questions:
        parts.append(phrase(language, "examples", questions=" ".join(collection.questions)))
    return ("" if language.startswith(("zh", "ja")) else " ").join(parts)


def _sample(store: LocalStore) -> list[Article]:
    ids = dict.fromkeys(chunk.article_id for chunk in islice(store.scan(), _SAMPLE_CHUNKS))
    found = (store.article(article_id) for article_id in islice(ids, _SAMPLE_ARTICLES))
    return [article for article in found if article is not None]


def _questions(article: Article, store: LocalStore, language: str, gloss: Gloss) -> Iterator[tuple[str, Figure]]:
    """Questions after an article's counts, in the asker's language; none for a language without a form."""
    base = language.split("-", maxsplit=1)[0]
    if base not in _ASK:
        return
    for figure in store.figures(article.id):
        if figure.kind is not FigureKind.COUNT or not figure.place or figure.approximate:
            continue
        of = _thing(figure, base, gloss)
        if of:
            place = place_text(language, figure.place, gloss)
            yield in_script(language, _ASK[base].format(place=place, unit=figure.unit, of=of)), figure


def _thing(figure: Figure, base: str, gloss: Gloss) -> str:
    """What is counted in the asker's words; empty when they are not sure."""
    if base == "zh":
        return figure.of if figure.unit and han_count(figure.of) == len(figure.of) and _SHORTEST_OF <= len(figure.of) <= _LONGEST_OF else ""
    if not han_count(figure.of):
        return figure.of
    word = word_by_word(figure.of, gloss)
    is_noun = word.isalpha() and word.islower()  # one word, and no name
    return _IRREGULAR.get(word) or word + ("" if word.endswith("s") else "s") if is_noun else ""

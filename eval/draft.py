"""Questions proposed from an index: figures, people and dates it holds, each with the words that state it.

A proposal is a template filled from one article; a person has the last word (`ui.draft`). The wording leans on the article's own, so a
set of drafts measures figures and reading well and paraphrase hardly; edits are what makes it harder.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from eval.draft_text import date_proposals, people_proposals
from eval.draft_wording import Gloss, Wording, figure_wording, is_noun_phrase, may_name_a_thing, quote_around
from eval.proposal import Proposal, number_wordings
from eval.schema import GoldQuote
from index.schema import Article, Figure, FigureKind
from index.shelf import Shelf
from index.text import han_count

LANGUAGES = ("zh", "en")
_ASKED_KINDS = frozenset({FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT})
_MAX_VALUES = 3  # more values under one wording are different things, not rival accounts of one
_MIN_RIVAL = 4  # characters; 职工 and 项目 are counted everywhere and for everything
_Group = tuple[Figure, ...]
_Each = TypeVar("_Each")


def draft_questions(
    store: Shelf, *, n: int, seed: int, languages: Sequence[str] = LANGUAGES, gloss: Gloss | None = None
) -> tuple[Proposal, ...]:
    """Propose questions, the kinds in turn, and no article twice for a kind before every article had its turn.

    Args:
        store: an open index.
        n: how many at most.
        seed: the same seed over the same index proposes the same questions.
        languages: of the questions: ``zh`` (in the article's script) and ``en``.
        gloss: English of a Chinese word (`Lexicon.gloss`), for English questions over Chinese articles; without it there are none.

    Raises:
        ValueError: ``n`` is below 1, or a language has no templates.
    """
    if n < 1 or not set(languages) <= set(LANGUAGES):
        raise ValueError(f"n is {n} and languages are {list(languages)}; expected 1 or more, and some of {', '.join(LANGUAGES)}")
    ids = [info.id for info in store.articles()]
    order = random.Random(seed).sample(ids, len(ids))  # noqa: S311 - draws questions, keeps no secret
    single, doubtful, rival = _figures(store)
    kinds: list[Iterator[Proposal]] = [
        _worded(store, chain(_in_turn(single, order), _in_turn(doubtful, order)), languages, gloss),
        _worded(store, _in_turn(rival, order), languages, gloss),
    ]
    if "zh" in languages:
        kinds += [_from_text(store, order, people_proposals), _from_text(store, order, date_proposals)]
    chosen: dict[str, Proposal] = {}
    while kinds and len(chosen) < n:
        # Figures twice in each round: they are what most questions ask for.
        for source in [kinds[0], *kinds]:
            proposal = next(source, None)
            if proposal is None:
                kinds = [kind for kind in kinds if kind is not source]
                break
            chosen.setdefault(proposal.qid, proposal)
    return tuple(chosen.values())[:n]


def _figures(store: Shelf) -> tuple[list[_Group], list[_Group], list[_Group]]:
    """Figures that are the only one of their wording, those of them whose wording may be half a clause, and rival values of one."""
    groups: dict[tuple[str, str | None, str, str], dict[float, Figure]] = defaultdict(dict)
    for figure in store.figures():
        # Half a clause or a bare measure word makes no question, nor does a thing without a place.
        if figure.kind in _ASKED_KINDS and figure.unit and figure.place and may_name_a_thing(figure.of):
            groups[figure.of, figure.place, figure.unit, (figure.as_of or "")[:4]].setdefault(figure.value, figure)
    found = [tuple(group.values()) for group in groups.values()]
    single = [group for group in found if len(group) == 1]
    plain = {group for group in found if is_noun_phrase(group[0].of)}
    rivals = [group for group in found if 1 < len(group) <= _MAX_VALUES and group in plain and han_count(group[0].of) >= _MIN_RIVAL]
    return [group for group in single if group in plain], [group for group in single if group not in plain], rivals


def _in_turn(groups: Iterable[_Group], order: Sequence[str]) -> Iterator[_Group]:
    """The first figures of all articles in the drawn order, then the second ones, and so on."""
    of_article: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        of_article[group[0].article_id].append(group)
    return _by_turns([iter(of_article[article_id]) for article_id in order if article_id in of_article])


def _by_turns(sources: Sequence[Iterator[_Each]]) -> Iterator[_Each]:
    for turn in zip_longest(*sources):
        yield from (each for each in turn if each is not None)


def _worded(store: Shelf, groups: Iterable[_Group], languages: Sequence[str], gloss: Gloss | None) -> Iterator[Proposal]:
    """A question a group, the languages that have words for it in turn."""
    for at, group in enumerate(groups):
        articles = [article for figure in group if (article := store.article(figure.article_id))]
        if len(articles) == len(group):
            wordings = [w for language in languages if (w := figure_wording(group[0], articles[0], language, gloss))]
            if wordings:
                yield _proposal(group, articles, wordings[at % len(wordings)])


def _proposal(group: Sequence[Figure], articles: Sequence[Article], wording: Wording) -> Proposal:
    lang, question, note = wording
    pairs = list(zip(group, articles, strict=True))
    gold = tuple(GoldQuote(a.source_file, quote_around(a.body, f.start, f.end)) for f, a in pairs)
    answers = [number_wordings(figure.value, figure.unit) for figure in group]
    unit = group[0].unit
    if len(group) > 1:
        several = "all values: is it really one thing told in several ways?"
        return Proposal(lang, "conflict", question, tuple("|".join(a) for a in answers), gold, None, unit, f"{several} {note}".strip())
    return Proposal(lang, "number", question, answers[0], gold, group[0].value, unit, note)


def _from_text(store: Shelf, order: Sequence[str], propose: Callable[[Article], Iterator[Proposal]]) -> Iterator[Proposal]:
    """One proposal an article in the drawn order; articles are read as they are needed, since a collection may be large."""
    for article_id in order:
        article = store.article(article_id)
        found = next(propose(article), None) if article else None
        if found:
            yield found

"""From a question to what it is answered with: planned, searched, chosen, weighed; no words yet."""

import time
from dataclasses import dataclass, replace

from index.schema import Filter
from rag.compose import passages_for
from rag.expected import Expected
from rag.extract import Choice, choose
from rag.mentions import Mentions, find_mentions
from rag.plan import Found, Planned, compared, decided, planned
from rag.prints import with_prints
from rag.question import Question, parse_question
from rag.reader import is_statement
from rag.refuse import Reason
from rag.retrieve import Retrieval
from rag.schema import Passage
from rag.search import Searcher
from rag.signs import Signs, signs_of
from rag.sureness import if_sure
from rag.term import Term


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question with its terms and what was retrieved and chosen for it.

    Attributes:
        signs: what tells how sure the choice is; None for an answer in parts, or where nothing was chosen.
        search_s: seconds spent on searching, all parts together.
    """

    question: Question
    terms: tuple[Term, ...]
    choice: Choice
    passages: tuple[Passage, ...]
    signs: Signs | None
    search_s: float


class Preparation:
    """One question on its way; it adds up what its searches cost.

    Args:
        searcher: over the index.
        filters: which articles count.
        always: choose whatever is best, however unsure: what sureness is learned from.
    """

    def __init__(self, searcher: Searcher, filters: Filter, *, always: bool = False) -> None:
        self._searcher, self._filters, self._always = searcher, filters, always
        self._search_s = 0.0

    def prepared(self, question: Question) -> Prepared:
        """What the question is answered with, or why it is not."""
        searcher = self._searcher
        terms = searcher.terms(question)
        figures_in = searcher.store.figures_in
        signs = None
        plan = planned(question, terms, self._found, self._mentions, figures_in)
        if not plan:
            retrieval = self._search(question, terms)
            is_pasted = is_statement(question)  # weighed by its words alone: sureness was learned of questions
            choice = choose(question, terms, retrieval.evidence, figures_in, is_part=is_pasted)
            signs = signs_of(question, terms, choice, retrieval, by_vectors=searcher.is_embedded) if choice.sources else None
            choice = choice if self._always or is_pasted else if_sure(choice, signs, question, terms)
            choice = decided(question, terms, retrieval.evidence, figures_in, choice)
            plan = Planned(choice, retrieval.hits)
            if choice.refused and choice.refused.reason is Reason.NAME:
                plan = compared(question, terms, self._found, figures_in) or plan
        hits = () if question.expected is Expected.CHITCHAT else plan.hits
        passages = passages_for(plan.choice, hits, searcher.article, limit=searcher.settings.retrieve.top_k)
        return Prepared(question, terms, plan.choice, with_prints(passages, searcher.store, searcher.article), signs, self._search_s)

    def _search(self, question: Question, terms: tuple[Term, ...]) -> Retrieval:
        started = time.perf_counter()
        retrieval = self._searcher.search(question, terms, self._filters)
        self._search_s += time.perf_counter() - started
        return retrieval

    def _found(self, part: Question) -> Found:
        """What the collection holds for one part of a question."""
        terms = self._searcher.terms(part)
        retrieval = self._search(part, terms)
        return Found(part, terms, retrieval.hits, retrieval.evidence)

    def _mentions(self, asked: Question, subject: str) -> Mentions:
        about = replace(parse_question(subject), language=asked.language)
        searcher = self._searcher
        return find_mentions(subject, searcher.terms(about), searcher.store, searcher.view_of, self._filters)

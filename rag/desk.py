"""Where a language model's words are read against the passages: while they come, and when they are whole."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from index.schema import Article, Figure
from rag.cite import bind_citations, cited_text, finish, is_supported, may_become_not_found, sentences_of
from rag.compose import Composed
from rag.hedge import Hedge, bears_size
from rag.plain import in_asked_script, is_looping, speaks
from rag.question import Question
from rag.schema import AnswerSentence, Passage, Status, Token
from rag.stated import stated_in, unborne

# A sentence can only have ended with one of these among the last pieces.
_ENDS = frozenset("。！？!?.…\n]】〕］")
_CALENDAR = frozenset("年月日时点")


class Sources(Protocol):
    """Where the articles and their figures are looked up."""

    def article(self, article_id: str) -> Article | None:
        """One article."""

    def figures_in(self, article_id: str, start: int, end: int) -> Sequence[Figure]:
        """Figures of an article inside a range."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a model's answer stands on and is compared with: the passages, and the checked extractive answer with its status."""

    passages: tuple[Passage, ...]
    extracted: Composed
    status: Status


@dataclass(frozen=True, slots=True)
class Draft:
    """A model's answer read to its end.

    Attributes:
        sentences: with checked citations.
        not_found: it says that the passages do not answer.
        faults: what of its cited sentences stands in no passage; empty when nothing failed.
        speaks: it is in the language asked for.
    """

    sentences: tuple[AnswerSentence, ...] = ()
    not_found: bool = False
    faults: tuple[str, ...] = ()
    speaks: bool = True

    @property
    def is_sound(self) -> bool:
        """True when it is an answer: something is borne out, in the language asked for."""
        return self.speaks and any(map(is_supported, self.sentences))

    def worth(self) -> tuple[bool, int, int]:
        """What of two drafts is the better: sound, fewer faults, more that is borne out."""
        return self.is_sound, -len(self.faults), sum(map(is_supported, self.sentences))


class Desk:
    """Checks one model's answer to one question; a sentence that was checked is not checked again.

    Args:
        question: what was asked.
        grounds: passages and the extractive answer.
        store: where articles are looked up.
    """

    def __init__(self, question: Question, grounds: Grounds, store: Sources) -> None:
        self._question = question
        self._grounds = grounds
        self._store = store
        self._known: dict[tuple[str, tuple[int, ...]], AnswerSentence] = {}

    def streamed(self, pieces: Generator[str]) -> Generator[Token, None, tuple[str, str]]:
        """Show each finished sentence with its resolved citations while all so far are borne out.

        A number is asked for: nothing is shown before a sentence agrees with the verified extractive figure.

        Returns:
            All that was said, up to where it begins to repeat itself, and what was shown.
        """
        said, shown = "", ""
        with closing(pieces):
            for piece in pieces:
                said += piece
                if is_looping(said):
                    break
                if _ENDS.isdisjoint(piece) or may_become_not_found(said):
                    continue
                ready = cited_text(self._ready(said))
                if len(ready) > len(shown) and ready.startswith(shown):
                    yield Token(ready[len(shown) :])
                    shown = ready
        return said, shown

    def read(self, said: str) -> Draft:
        """The whole answer, checked."""
        text = in_asked_script(self._question.language, said)
        answer = finish(text, self._grounds.passages, self._store.article)
        failed = [s for s in answer.sentences if s.citations and not s.supporting]
        faults = tuple(fault for sentence in failed for fault in self._faults(sentence.text))
        return Draft(answer.sentences, answer.not_found, faults, speaks(self._question.language, [s.text for s in answer.sentences]))

    def _faults(self, sentence: str) -> tuple[str, ...]:
        """The figures that no passage has; where it is something else, the sentence itself."""
        return unborne(sentence, "\n".join(passage.text for passage in self._grounds.passages)) or (sentence,)

    def _ready(self, said: str) -> tuple[AnswerSentence, ...]:
        """The finished sentences up to the first that fails; the last one may still go on, or get its marker."""
        text = in_asked_script(self._question.language, said)
        *before, last = text.split("\n")
        whole = sentences_of("\n".join(before)) if last.lstrip()[:1] in "[［【〔" else sentences_of(text)[:-1]
        ready: list[AnswerSentence] = []
        for sentence in whole:
            if sentence not in self._known:
                self._known[sentence] = bind_citations(*sentence, self._grounds.passages, self._store.article)
            if not self._known[sentence].supporting or not speaks(self._question.language, [sentence[0]]):
                break
            ready.append(self._known[sentence])
        return tuple(ready) if agrees(ready, self._question, self._grounds) else ()


def agrees(sentences: Sequence[AnswerSentence], question: Question, grounds: Grounds) -> bool:
    """True unless a verified extractive figure answers the question and no supported sentence states it; of a conflict, all its figures."""
    cited = {(c.passage, c.quote) for s in grounds.extracted.sentences for c in s.supporting}
    figures = [f for f in grounds.extracted.figures if (f.passage, f.quote) in cited and f.unit not in _CALENDAR]
    if not question.is_numeric or grounds.status is Status.NOT_FOUND:
        return True
    stated = [f for s in sentences if s.supporting for f in stated_in(s.text).figures]
    wanted = figures if grounds.status is Status.CONFLICTING else figures[:1]
    return all(any(f.value == w.value or bears_size(f.value, _loose(f.hedge), w.value) for f in stated) for w in wanted)


def _loose(hedge: Hedge) -> Hedge:
    return Hedge.ABOUT if hedge in (Hedge.BARE, Hedge.EXACT) else hedge


def unlooped(pieces: Iterable[str]) -> str:
    """All that is said, up to where it begins to repeat itself."""
    said = ""
    for piece in pieces:
        said += piece
        if is_looping(said):
            break
    return said

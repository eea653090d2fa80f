"""What each step of a training reads, by the number of the step alone, and drawn while the step before it is computed."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from index.train.batches import Batches, Bilingual, Ids, Ranking
from index.train.prepared import Texts
from index.train.recipe import Recipe

Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class StepTexts:
    """The batches of one step; no questions in the first phase."""

    sentences: Bilingual
    words: Bilingual
    clozes: Ranking
    questions: Ranking | None


class Draws:
    """Draws the batches of any step.

    Args:
        texts: of the prepared folder.
        recipe: how many of what.
        base_size: ids below it are pieces of the base table.
    """

    def __init__(self, texts: Mapping[str, Texts], recipe: Recipe, *, base_size: int) -> None:
        self._batches = Batches(texts, base_size=base_size, seed=recipe.seed)
        self._recipe = recipe

    def at(self, step: int) -> StepTexts:
        """The batches of a step, whichever were drawn before it: a training that is resumed goes on as it would have."""
        recipe, batches = self._recipe, self._batches
        batches.begin(step)
        sentences = batches.sentences(recipe.sentences)
        chinese = [self._dropped(ids) for ids in sentences.chinese]
        questions = batches.questions(recipe.questions, recipe.negatives) if recipe.asks(step) else None
        return StepTexts(Bilingual(chinese, sentences.english), batches.words(recipe.words), batches.clozes(recipe.clozes), questions)

    def _dropped(self, ids: Ids) -> Ids:
        kept = self._batches.rng.random(len(ids)) >= self._recipe.word_dropout
        return ids[kept] if kept.any() else ids


def ahead(draw: Callable[[int], Drawn], steps: Sequence[int], *, depth: int = 6) -> Iterator[Drawn]:
    """What `draw` gives for each step in turn, drawn in one other thread up to `depth` steps ahead; its errors are raised here."""
    pool = ThreadPoolExecutor(1)
    waiting: deque[Future[Drawn]] = deque()
    try:
        for step in steps:
            waiting.append(pool.submit(draw, step))
            if len(waiting) > depth:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)

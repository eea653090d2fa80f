"""The loss of one step: distillation from the teacher, and right passages among wrong ones."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.train.batches import Bilingual, Ids, Ranking
from index.train.draws import StepTexts
from index.train.encode import vectors
from index.train.losses import alike, contrast, distance, ranked
from index.train.recipe import Recipe
from index.train.student import Encoder


class Objective:
    """Says how far the student is from what it is to be.

    Args:
        teacher: reads the English.
        student: learns.
        recipe: the weights of the parts.
        marks: (ids,) true for the pieces that are neither letter nor digit; ids beyond it have the last one's value.
    """

    def __init__(self, teacher: Encoder, student: Encoder, recipe: Recipe, marks: NDArray[np.bool_]) -> None:
        self._teacher, self._student, self._recipe, self._marks = teacher, student, recipe, marks

    def parts(self, step: StepTexts) -> dict[str, Tensor]:
        """The loss by part, weights not applied."""
        recipe = self._recipe
        found = self._distilled("sentences", step.sentences, english=bool(recipe.body_rate or recipe.base_rate))
        found |= self._distilled("words", step.words, english=False)
        found["clozes"] = self._ranking(step.clozes)
        if step.questions:
            found["questions"] = self._ranking(step.questions)
        return found

    def total(self, parts: dict[str, Tensor]) -> Tensor:
        """The parts, weighted and summed."""
        recipe = self._recipe
        weights = {
            "words": recipe.word_weight,
            "english": recipe.english_weight * recipe.distance_weight,
            "across": recipe.across_weight,
            "clozes": recipe.cloze_weight,
            "questions": recipe.question_weight,
        }
        return torch.stack([weights.get(name, 1.0) * part for name, part in parts.items()]).sum()

    def _distilled(self, name: str, batch: Bilingual, *, english: bool) -> dict[str, Tensor]:
        """Chinese against the teacher's reading of its English; with `english` the student's reading of that too."""
        recipe, temperature = self._recipe, self._recipe.temperature
        with torch.no_grad():
            wanted = vectors(self._teacher, batch.english, longest=recipe.longest)
        found = vectors(self._student, batch.chinese, longest=recipe.longest)
        same = alike(wanted)
        parts = {name: recipe.distance_weight * distance(found, wanted) + contrast(found, wanted, temperature=temperature, same=same)}
        if english:
            read = vectors(self._student, [self._as_cut(ids) for ids in batch.english], longest=recipe.longest)
            parts["english"] = distance(read, wanted)
            parts["across"] = contrast(found, read, temperature=temperature, same=same)
        return parts

    def _ranking(self, batch: Ranking) -> Tensor:
        recipe = self._recipe
        queries = vectors(self._student, [self._as_cut(ids) for ids in batch.queries], longest=recipe.longest)
        passages = vectors(self._student, batch.passages, longest=recipe.longest)
        allowed = torch.from_numpy(allowed_columns(batch)).to(queries.device)
        return ranked(queries, passages, torch.arange(len(queries), device=queries.device), allowed, temperature=recipe.temperature)

    def _as_cut(self, ids: Ids) -> Ids:
        """English as our words give it: without the punctuation that the teacher reads."""
        kept = ~self._marks[np.minimum(ids, len(self._marks) - 1)]
        return ids[kept] if kept.any() else ids


def allowed_columns(batch: Ranking) -> NDArray[np.bool_]:
    """(queries, passages) true where a passage stands as an answer, right or wrong; false for a query's other right answers."""
    allowed = np.array([[number not in right for number in batch.numbers] for right in batch.right])
    np.fill_diagonal(allowed, val=True)
    return allowed

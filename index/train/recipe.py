"""How a training goes: sizes, rates, weights of its parts."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast; sizes are texts a step. The defaults are those of the longer of the two trainings behind what ships.

    Attributes:
        steps: of both phases together.
        question_share: share of the steps, at the end, that also read questions.
        sentences: and `words`, `clozes`, `questions`: texts a step.
        negatives: wrong passages that each question brings.
        added_rate: learning rate of the Chinese words' rows.
        body_rate: of the layers; 0 freezes them.
        base_rate: of the English word pieces; 0 freezes them.
        warmup: steps until the rates are reached.
        temperature: of the contrasts; smaller looks harder at near misses.
        distance_weight: and the other weights: of each part in the loss.
        word_dropout: share of a Chinese text's tokens that are left out.
        dropout: of hidden states.
        longest: tokens of a text, its marks counted; what is longer is cut off.
        seed: two trainings of one seed on one device read the same batches.
    """

    steps: int = 1245
    question_share: float = 0.22
    sentences: int = 768
    words: int = 512
    clozes: int = 128
    questions: int = 64
    negatives: int = 3
    added_rate: float = 2e-3
    body_rate: float = 1.2e-4
    base_rate: float = 1e-4
    warmup: int = 100
    temperature: float = 0.05
    distance_weight: float = 6.0
    english_weight: float = 3.0
    across_weight: float = 0.5
    cloze_weight: float = 0.5
    question_weight: float = 1.0
    word_weight: float = 0.6
    word_dropout: float = 0.05
    dropout: float = 0.08
    longest: int = 224
    seed: int = 1

    def rate_factor(self, step: int) -> float:
        """What the rates are multiplied by at a step: rises over the warm-up, then falls to nothing along a cosine."""
        if step < self.warmup:
            return (step + 1) / self.warmup
        return 0.5 * (1 + math.cos(math.pi * (step - self.warmup) / max(1, self.steps - self.warmup)))

    def asks(self, step: int) -> bool:
        """True in the second phase, when questions are read too."""
        return self.questions > 0 and step >= self.steps * (1 - self.question_share)

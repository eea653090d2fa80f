"""How sure an answer is: from the signs of a choice, how likely the articles hold the answer, and how likely the answer given is right.

Two logistic models over `rag.signs` for each pair of languages, with and without what hangs on vectors.

`rag/models/sureness.json` holds their weights, below which likelihood an answer is refused, and on what they were learned;
`eval/sureness.py` makes it. A sign without a weight counts nothing, so a new one may be added before it is learned.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rag.extract import Choice
from rag.question import Question
from rag.ranker import HAN
from rag.refuse import UNLEARNED, Reason, Refusal
from rag.schema import Status
from rag.signs import OF_VECTORS, Signs
from rag.term import Term

SURENESS_FILE = Path(__file__).parent / "models" / "sureness.json"
OTHERS, BY_WORDS = "others", " by words"
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sureness:
    """Likelihoods from 0 to 1.

    Attributes:
        there: that the articles searched hold the answer.
        right: that the answer given is right.
    """

    there: float
    right: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A logistic model: weights of signs by name, and what is added."""

    weights: Mapping[str, float]
    bias: float

    def of(self, known: Mapping[str, float]) -> float:
        """The likelihood, 0 to 1."""
        odds = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in known.items())
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, odds))))


@dataclass(frozen=True, slots=True)
class Models:
    """Both models of a pair of languages, and the likelihood of ``there`` below which an answer is refused."""

    there: Likelihood
    right: Likelihood
    refuse_below: float


@cache
def models() -> Mapping[str, Models]:
    """What ships: Chinese over Chinese and the others, each by vectors and words and by words alone."""
    stored = json.loads(SURENESS_FILE.read_text(encoding="utf-8"))["models"]
    return {pair: Models(_likelihood(m["there"]), _likelihood(m["right"]), m["refuse_below"]) for pair, m in stored.items()}


def _likelihood(stored: Mapping[str, Any]) -> Likelihood:
    return Likelihood(stored["weights"], stored["bias"])


def models_for(signs: Signs) -> Models:
    """Those of a pair of languages (`rag.ranker`) and of an embedding model that was learned from, or of any other."""
    pair = HAN if signs.pair == HAN else OTHERS
    return models()[pair if signs.known.keys() & OF_VECTORS else pair + BY_WORDS]


def sureness_of(signs: Signs) -> Sureness:
    """How sure a choice with these signs is."""
    chosen = models_for(signs)
    return Sureness(chosen.there.of(signs.known), chosen.right.of(signs.known))


def if_sure(choice: Choice, signs: Signs | None, question: Question, terms: Sequence[Term]) -> Choice:
    """The choice, or a refusal with its reason where the articles too likely do not hold the answer."""
    if signs is None or question.base in UNLEARNED or sureness_of(signs).there >= models_for(signs).refuse_below:
        return choice
    return Choice(Status.NOT_FOUND, refused=_doubt(signs, terms))


def confidence_of(signs: Signs | None, status: Status, generator: str) -> float | None:
    """How likely an answer is right; a language model's only how likely the articles hold one. None where nothing was weighed."""
    if signs is None or status is Status.NOT_FOUND:
        return None
    sure = sureness_of(signs)
    return sure.right if generator == "extractive" else sure.there


def _doubt(signs: Signs, terms: Sequence[Term]) -> Refusal:
    """Why: the thing asked for is not counted there, or words of the question stand nowhere near."""
    heads = {term.text for term in terms if term.is_head and not term.is_name}
    missing = tuple(word for word in signs.unmet if word in heads)
    if missing:
        return Refusal(Reason.NOT_COUNTED, missing)
    return Refusal(Reason.COVERAGE, signs.unmet[:_MOST_WORDS])

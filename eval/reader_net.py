"""The network of the reader as PyTorch learns it, and the plain arrays that `rag.reader.model` reads with numpy."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.reader.cut import Kind
from rag.reader.features import Known
from rag.reader.model import EDGES

_UNITS, _SECOND, _DROPOUT = 64, 32, 0.25
_EPOCHS, _QUESTIONS_A_STEP = 10, 8
_RATE, _DECAY, _WARMUP = 2e-3, 1e-3, 0.15
# Of a question's two thousand candidates: all that are somewhat right, and so many of the others, each counting for those left out.
_OTHERS, _MAX_RIGHT = 200, 150
_SOMEWHAT, _TEMPERATURE, _MIN_TARGET, _WORTH_LEARNING = 0.2, 0.08, 0.3, 0.4
_TARGET_SHARE = 0.6
_SPREAD, _STRAIGHT = 0.05, 0.3

Weights = dict[str, NDArray[np.float32]]
Sample = tuple[Known, NDArray[np.intp], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A question's candidates as tensors; ``somewhat`` numbers those that are somewhat right."""

    numbers: Any
    kinds: Any
    edges: Any
    question: Any
    right: Any
    somewhat: Any


def learned_weights(samples: Sequence[Sample], words: Mapping[str, Sequence[str]], *, epochs: int = _EPOCHS, seed: int = 0) -> Weights:
    """Arrays by name, as `rag.reader.model.Reader` reads them.

    Args:
        samples: of each question its candidates, (5, candidates) rows of the words at their edges, and how right each is, 0 to 1.
        words: at each edge, the words that have a row; row 0 is every other word's.
        epochs: how often every question is read.
        seed: of the first weights and the order of the questions.
    """
    import torch

    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - an order of training, not a secret
    some = np.concatenate([known.numbers[::10] for known, _, _ in samples])
    mean, spread = some.mean(0), some.std(0) + _SPREAD
    lessons = [_tensors(sample, mean, spread) for sample in samples if sample[2].max() > _WORTH_LEARNING]
    net = _network(samples[0][0], words)
    steps = epochs * (len(lessons) // _QUESTIONS_A_STEP + 1)
    chosen = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(chosen, _RATE, total_steps=steps + 1, pct_start=_WARMUP)
    net.train()
    for _ in range(epochs):
        order.shuffle(lessons)
        for start in range(0, len(lessons), _QUESTIONS_A_STEP):
            several = lessons[start : start + _QUESTIONS_A_STEP]
            loss = sum(_loss(net, lesson) for lesson in several) / len(several)
            chosen.zero_grad()
            loss.backward()
            chosen.step()
            rate.step()
    return _arrays(net, mean, spread)


def _tensors(sample: Sample, mean: NDArray[np.float32], spread: NDArray[np.float32]) -> _Lesson:
    import torch

    known, edges, right = sample
    rightness = torch.tensor(right)
    somewhat = torch.nonzero(rightness > _SOMEWHAT)[:, 0]
    if len(somewhat) > _MAX_RIGHT:
        somewhat = torch.topk(rightness, _MAX_RIGHT).indices
    numbers = torch.tensor(((known.numbers - mean) / spread).astype(np.float32))
    kinds, rows = torch.tensor(known.kinds.astype(np.int64)), torch.tensor(edges.T.astype(np.int64))
    return _Lesson(numbers, kinds, rows, torch.tensor(known.question), rightness, somewhat)


def _network(known: Known, words: Mapping[str, Sequence[str]]) -> Any:
    from torch import nn

    numbers, question = known.numbers.shape[1], len(known.question)
    net = nn.ModuleDict(
        {
            "numbers": nn.Linear(numbers, _UNITS),
            "question": nn.Linear(question, _UNITS, bias=False),
            "gate": nn.Linear(question, _UNITS),
            **{f"kind_{place}": nn.Embedding(len(Kind), _UNITS) for place in range(4)},
            **{f"word_{edge}": nn.Embedding(len(words[edge]) + 1, _UNITS) for edge in EDGES},
            "second": nn.Linear(_UNITS, _SECOND),
            "out": nn.Linear(_SECOND, 1),
            "straight": nn.Linear(numbers, 1),
            "drop": nn.Dropout(_DROPOUT),
        }
    )
    for name, part in net.items():
        if name.startswith(("kind", "word")):
            nn.init.normal_(part.weight, std=0.02)
    return net


def _scores(net: Any, lesson: _Lesson, rows: Any) -> Any:
    import torch

    numbers = lesson.numbers[rows]
    unit = net["numbers"](numbers) + net["question"](lesson.question)
    for place in range(4):
        unit = unit + net[f"kind_{place}"](lesson.kinds[rows, place])
    for place, edge in enumerate(EDGES):
        unit = unit + net[f"word_{edge}"](lesson.edges[rows, place])
    unit = net["drop"](torch.relu(unit) * (1 + net["gate"](lesson.question)))
    second = net["drop"](torch.relu(net["second"](unit)))
    return (net["out"](second) + _STRAIGHT * net["straight"](numbers))[:, 0]


def _loss(net: Any, lesson: _Lesson) -> Any:
    """Cross entropy with a sharp target, and the log of the rightness that is to be expected."""
    import torch

    count, taken = len(lesson.right), min(len(lesson.right), _OTHERS)
    rows = torch.cat([lesson.somewhat, torch.randint(0, count, (taken,))])
    scores = _scores(net, lesson, rows)
    left_out = float(np.log(max(count - len(lesson.somewhat), 1) / taken))
    scores = torch.cat([scores[: len(lesson.somewhat)], scores[len(lesson.somewhat) :] + left_out])
    shares, right = torch.log_softmax(scores, 0), lesson.right[rows]
    target = torch.softmax(right / _TEMPERATURE, 0) * (right > _MIN_TARGET)
    sharp = -(target / target.sum() * shares).sum()
    return _TARGET_SHARE * sharp - (1 - _TARGET_SHARE) * torch.log((shares.exp() * right).sum() + 1e-4)


def _arrays(net: Any, mean: NDArray[np.float32], spread: NDArray[np.float32]) -> Weights:
    """Plain arrays; what numbers are divided by and lessened by goes into the weights."""
    plain = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    numbers = plain["numbers.weight"].T / spread[:, None]
    tables = {name.removesuffix(".weight"): value for name, value in plain.items() if name.startswith(("kind", "word"))}
    return tables | {
        "numbers": numbers,
        "bias": plain["numbers.bias"] - mean @ numbers,
        "question": plain["question.weight"].T,
        "gate": plain["gate.weight"].T,
        "gate_bias": plain["gate.bias"],
        "second": plain["second.weight"].T,
        "second_bias": plain["second.bias"],
        "out": plain["out.weight"][0],
        "straight": _STRAIGHT * plain["straight.weight"][0] / spread,
    }

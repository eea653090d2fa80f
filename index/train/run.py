"""The training itself: two phases, seeded, resumable; needs torch and transformers, a GPU if there is one."""

import json
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from index.train.base import WORD_TABLE
from index.train.batches import Batches, Bilingual, Ids, Ranking
from index.train.gloss_rows import gloss_rows
from index.train.losses import alike, contrast, distance, ranked
from index.train.prepared import BASE_FILE, TEXTS_FILE, TOKENIZER_FILE, WORDS_FILE, Texts, read_base_file, read_texts, read_words
from index.train.student import Encoder, padded

logger = logging.getLogger(__name__)

Drawn = TypeVar("Drawn")
_PORTION_TOKENS = 150_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and how fast; the sizes are texts a step.

    Attributes:
        steps: of both phases together.
        question_share: share of the steps, at the end, that also read questions.
        body_rate: learning rate of the layers; 0 freezes them.
        base_rate: learning rate of the English word pieces; 0 freezes them.
        word_dropout: share of a Chinese text's tokens that are left out.
    """

    steps: int = 4000
    question_share: float = 0.25
    sentences: int = 512
    words: int = 512
    clozes: int = 96
    questions: int = 64
    negatives: int = 3
    added_rate: float = 1e-3
    body_rate: float = 1e-4
    base_rate: float = 5e-5
    warmup: int = 200
    temperature: float = 0.05
    distance_weight: float = 6.0
    english_weight: float = 3.0
    cloze_weight: float = 0.5
    question_weight: float = 1.0
    word_weight: float = 0.6
    word_dropout: float = 0.05
    dropout: float = 0.05
    longest: int = 224
    seed: int = 1


@dataclass
class State:
    """Student, optimizer and how far they are."""

    student: Encoder
    optimizer: torch.optim.Optimizer
    step: int = 0
    losses: dict[str, float] = field(default_factory=dict)


def initial_encoder(prepared: Path, *, dropout: float) -> tuple[Encoder, Encoder]:
    """The teacher and the student before training."""
    weights = read_base_file(prepared / BASE_FILE)
    facts = read_words(prepared / WORDS_FILE)
    pieces: dict[str, list[int]] = facts["pieces"]
    words, rows = gloss_rows(facts["glosses"], facts["readings"], weights[WORD_TABLE], lambda texts: [pieces[text] for text in texts])
    vocabulary = vocabulary_of(prepared)
    table = np.concatenate([weights[WORD_TABLE], np.zeros((len(vocabulary) - len(weights[WORD_TABLE]), rows.shape[1]), np.float32)])
    table[[vocabulary[word] for word in words]] = rows
    held = len(weights[WORD_TABLE])
    student = Encoder(weights | {WORD_TABLE: table[:held]}, table[held:], dropout=dropout)
    return Encoder(weights), student


class Trainer:
    """One training.

    Args:
        prepared: the folder that `prepare` wrote.
        recipe: how.
        device: ``cuda`` or ``cpu``.
    """

    def __init__(self, prepared: Path, recipe: Recipe, *, device: str) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.device = recipe, device
        self.texts = read_texts(prepared / TEXTS_FILE)
        teacher, student = initial_encoder(prepared, dropout=recipe.dropout)
        self.teacher = teacher.to(device).eval().requires_grad_(requires_grad=False)
        self.base_size = teacher.base.num_embeddings
        self.state = State(student.to(device), self._optimizer(student))
        self._marks = _punctuation(prepared)

    def train(self, *, stop: Callable[[], bool] = lambda: False, on_step: Callable[[State], None] = lambda _: None) -> None:
        """Go on from where the state is, until the recipe's last step or until `stop` says so."""
        state, recipe = self.state, self.recipe
        state.student.train()
        started, first = time.monotonic(), state.step
        for drawn in _ahead(self._draws(), 6):
            if state.step >= recipe.steps or stop():
                break
            factor = _schedule(state.step, recipe)
            for group in state.optimizer.param_groups:
                group["lr"] = group["rate"] * factor
            loss, parts = self._loss(*drawn)
            state.optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(state.student.parameters(), 1.0)
            state.optimizer.step()
            state.step += 1
            if state.step % 100 == 0:
                state.losses = {name: float(value) for name, value in parts.items()}
                shown = " ".join(f"{name} {value:.3f}" for name, value in state.losses.items())
                logger.info("step %d, %.1f a second: %s", state.step, (state.step - first) / (time.monotonic() - started), shown)
            on_step(state)
        state.student.eval()

    def save(self, path: Path) -> None:
        """Write a checkpoint from which `load` goes on."""
        stored = {"student": self.state.student.state_dict(), "optimizer": self.state.optimizer.state_dict(), "step": self.state.step}
        torch.save(stored | {"recipe": asdict(self.recipe)}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint of the same recipe.

        Raises:
            ValueError: it was made with another recipe.
        """
        stored = torch.load(path, map_location=self.device, weights_only=True)
        if stored["recipe"] != asdict(self.recipe):
            raise ValueError(f"{path} was made with another recipe ({stored['recipe']}); delete it or use the same")
        self.state.student.load_state_dict(stored["student"])
        self.state.optimizer.load_state_dict(stored["optimizer"])
        self.state.step = stored["step"]

    def encode(self, texts: list[Ids] | Texts, *, teacher: bool = False, batch: int = 256) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Vectors of texts as the finished model would give them, (n, dim)."""
        model = self.teacher if teacher else self.state.student
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = np.zeros((len(texts), self.teacher.base.embedding_dim), np.float32)
        model.eval()
        with torch.inference_mode():
            for start in range(0, len(order), batch):
                rows = order[start : start + batch]
                found[rows] = self._vectors(model, [texts[i] for i in rows], longest=256).cpu().numpy()
        return found

    def _optimizer(self, student: Encoder) -> torch.optim.Optimizer:
        assert student.added is not None
        recipe = self.recipe
        rates = ((student.added, recipe.added_rate), (student.body, recipe.body_rate), (student.base, recipe.base_rate))
        groups: list[dict[str, Any]] = []
        for module, rate in rates:
            module.requires_grad_(requires_grad=rate > 0)
            if rate > 0:
                groups.append({"params": list(module.parameters()), "rate": rate, "lr": rate})
        return torch.optim.AdamW(groups, weight_decay=0.0, betas=(0.9, 0.98), eps=1e-8)

    def _draws(self) -> "Iterator[tuple[Bilingual, Bilingual, Ranking, Ranking | None]]":
        recipe = self.recipe
        batches = Batches(self.texts, base_size=self.base_size, seed=recipe.seed * 1_000_003 + self.state.step)
        for step in range(self.state.step, recipe.steps):
            asks = step >= recipe.steps * (1 - recipe.question_share)
            sentences = batches.sentences(recipe.sentences)
            chinese = [self._dropped(ids, batches.rng) for ids in sentences.chinese]
            questions = batches.questions(recipe.questions, recipe.negatives) if asks and recipe.questions else None
            yield Bilingual(chinese, sentences.english), batches.words(recipe.words), batches.clozes(recipe.clozes), questions

    def _dropped(self, ids: Ids, rng: np.random.Generator) -> Ids:
        kept = rng.random(len(ids)) >= self.recipe.word_dropout
        return ids[kept] if kept.any() else ids

    def _loss(self, sentences: Bilingual, words: Bilingual, clozes: Ranking, questions: Ranking | None) -> tuple[Tensor, dict[str, Tensor]]:
        recipe, temperature = self.recipe, self.recipe.temperature
        parts: dict[str, Tensor] = {}
        for name, batch in (("sentences", sentences), ("words", words)):
            with torch.no_grad():
                wanted = self._vectors(self.teacher, batch.english)
            found = self._vectors(self.state.student, batch.chinese)
            same = alike(wanted)
            parts[name] = recipe.distance_weight * distance(found, wanted) + contrast(found, wanted, temperature=temperature, same=same)
            if name == "sentences" and (recipe.body_rate or recipe.base_rate):
                english = self._vectors(self.state.student, [self._as_cut(ids) for ids in batch.english])
                parts["english"] = distance(english, wanted)
                parts["across"] = contrast(found, english, temperature=temperature, same=same)
        parts["clozes"] = self._ranking_loss(clozes)
        if questions:
            parts["questions"] = self._ranking_loss(questions)
        weights = {
            "words": recipe.word_weight,
            "english": recipe.english_weight * recipe.distance_weight,
            "across": 0.5,
            "clozes": recipe.cloze_weight,
            "questions": recipe.question_weight,
        }
        total = sum((weights.get(name, 1.0) * part for name, part in parts.items()), torch.zeros((), device=self.device))
        return total, parts

    def _ranking_loss(self, batch: Ranking) -> Tensor:
        queries = self._vectors(self.state.student, [self._as_cut(ids) for ids in batch.queries])
        passages = self._vectors(self.state.student, batch.passages)
        numbers = np.array(batch.numbers)
        allowed = np.array([[n not in right for n in numbers] for right in batch.right])
        allowed[np.arange(len(queries)), np.arange(len(queries))] = True
        targets = torch.arange(len(queries), device=self.device)
        return ranked(queries, passages, targets, torch.from_numpy(allowed).to(self.device), temperature=self.recipe.temperature)

    def _as_cut(self, ids: Ids) -> Ids:
        """English as our words give it: without the punctuation that the teacher reads."""
        kept = ~self._marks[np.minimum(ids, len(self._marks) - 1)]
        return ids[kept] if kept.any() else ids

    def _vectors(self, model: Encoder, texts: list[Ids], *, longest: int | None = None) -> Tensor:
        order = np.argsort([len(text) for text in texts], kind="stable")
        found: list[Tensor] = []
        for rows in _portions([len(texts[i]) for i in order]):
            ids, mask = padded([texts[order[i]] for i in rows], longest=longest or self.recipe.longest, device=self.device)
            with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
                found.append(model(ids, mask))
        back = torch.from_numpy(np.argsort(order)).to(self.device)
        return torch.cat(found)[back]


def _portions(lengths: list[int]) -> Iterator[range]:
    """Neighbouring rows of ascending lengths that are padded together: a short one is not padded to the longest of all."""
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (lengths[end] + 2) * (end + 1 - start) > _PORTION_TOKENS or lengths[end] > 2.5 * lengths[start] + 16:
            yield range(start, end)
            start = end


def _schedule(step: int, recipe: Recipe) -> float:
    """Rises over the warm-up, then falls to nothing along a cosine."""
    if step < recipe.warmup:
        return (step + 1) / recipe.warmup
    return 0.5 * (1 + math.cos(math.pi * (step - recipe.warmup) / max(1, recipe.steps - recipe.warmup)))


def vocabulary_of(prepared: Path) -> dict[str, int]:
    """Word or piece → id."""
    found: dict[str, int] = json.loads((prepared / TOKENIZER_FILE).read_text(encoding="utf-8"))["model"]["vocab"]
    return found


def _punctuation(prepared: Path) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """True for the word pieces that are neither letter nor digit; the last, for all Chinese words, is false."""
    vocabulary = vocabulary_of(prepared)
    marks = np.zeros(len(vocabulary) + 1, bool)
    for piece, number in vocabulary.items():
        marks[number] = len(piece) == 1 and not piece.isalnum()
    return marks


def _ahead(source: Iterator[Drawn], depth: int) -> Iterator[Drawn]:
    """The same items, drawn in a thread of their own up to `depth` ahead."""
    waiting: queue.Queue[Drawn | None] = queue.Queue(depth)

    def draw() -> None:
        for item in source:
            waiting.put(item)
        waiting.put(None)

    threading.Thread(target=draw, daemon=True).start()
    while (item := waiting.get()) is not None:
        yield item

"""The training itself: seeded, resumable; needs torch and transformers, a GPU if there is one."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from index.errors import ConfigError
from index.train.draws import Draws, StepTexts, ahead
from index.train.objective import Objective
from index.train.prepared import TEXTS_FILE, punctuation, read_texts
from index.train.recipe import Recipe
from index.train.student import Encoder, initial_encoder

logger = logging.getLogger(__name__)

_TOLD_EVERY = 20


@dataclass
class State:
    """Student, optimizer and how far they are."""

    student: Encoder
    optimizer: torch.optim.Optimizer
    step: int = 0


class Trainer:
    """One training.

    Args:
        prepared: the folder that `prepare` wrote.
        recipe: how.
        device: ``cuda`` or ``cpu``.
    """

    def __init__(self, prepared: Path, recipe: Recipe, *, device: str) -> None:
        self.recipe = recipe
        teacher, student = initial_encoder(prepared, dropout=recipe.dropout)
        self.teacher = teacher.to(device).eval().requires_grad_(requires_grad=False)
        self.state = State(student.to(device), _optimizer(student, recipe))
        self._draws = Draws(read_texts(prepared / TEXTS_FILE), recipe, base_size=teacher.base.num_embeddings)
        self._objective = Objective(self.teacher, student, recipe, punctuation(prepared))

    def train(self, *, stop: Callable[[], bool] = lambda: False, on_step: Callable[[int], None] = lambda _: None) -> None:
        """Go on from where the state is, until the recipe's last step or until `stop` says so; `on_step` is told the steps done."""
        state = self.state
        state.student.train()
        started, first = time.monotonic(), state.step
        for drawn in ahead(self._draws.at, range(state.step, self.recipe.steps)):
            if stop():
                break
            parts = self._learn(drawn)
            if state.step % _TOLD_EVERY == 0:
                shown = " ".join(f"{name} {value.item():.3f}" for name, value in parts.items())
                pace = (time.monotonic() - started) / (state.step - first)
                logger.info("step %d of %d, %.1f s a step: %s", state.step, self.recipe.steps, pace, shown)
            on_step(state.step)
        state.student.eval()

    def save(self, path: Path) -> None:
        """Write a checkpoint from which `load` goes on; the file is there whole or not at all."""
        stored = {"student": self.state.student.state_dict(), "optimizer": self.state.optimizer.state_dict(), "step": self.state.step}
        new = path.with_suffix(".new")
        torch.save(stored | {"recipe": asdict(self.recipe)}, new)
        new.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint of the same recipe.

        Raises:
            ConfigError: it was made with another recipe.
        """
        stored = torch.load(path, map_location=self.state.student.device, weights_only=True)
        own = asdict(self.recipe)
        other = [f"{name} {value}, here {own.get(name)}" for name, value in stored["recipe"].items() if value != own.get(name)]
        if other:
            raise ConfigError(f"{path} was made with another recipe ({', '.join(other)}); delete it, or train with the same")
        self.state.student.load_state_dict(stored["student"])
        self.state.optimizer.load_state_dict(stored["optimizer"])
        self.state.step = stored["step"]

    def _learn(self, drawn: StepTexts) -> dict[str, Tensor]:
        state, factor = self.state, self.recipe.rate_factor(self.state.step)
        # Dropout too follows from the step alone.
        torch.manual_seed(self.recipe.seed * 1_000_003 + state.step)
        for group in state.optimizer.param_groups:
            group["lr"] = group["rate"] * factor
        parts = self._objective.parts(drawn)
        state.optimizer.zero_grad(set_to_none=True)
        self._objective.total(parts).backward()
        torch.nn.utils.clip_grad_norm_(state.student.parameters(), 1.0)
        state.optimizer.step()
        state.step += 1
        return parts


def _optimizer(student: Encoder, recipe: Recipe) -> torch.optim.Optimizer:
    rates = ((student.added, recipe.added_rate), (student.body, recipe.body_rate), (student.base, recipe.base_rate))
    groups: list[dict[str, Any]] = []
    for module, rate in rates:
        module.requires_grad_(requires_grad=rate > 0)
        if rate > 0:
            groups.append({"params": list(module.parameters()), "rate": rate, "lr": rate})
    return torch.optim.AdamW(groups, weight_decay=0.0, betas=(0.9, 0.98), eps=1e-8)

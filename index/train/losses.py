"""What the student is trained towards.

Sources: Reimers, Gurevych, EMNLP 2020 (a translation has the vector its original has); van den Oord et al. 2018 (InfoNCE).
"""

import torch
from torch import Tensor
from torch.nn import functional

# Two texts of a batch whose teacher vectors are nearer than this say the same: neither is a wrong answer for the other.
_SAME = 0.93


def distance(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean of 1 - cosine: half the squared distance of unit vectors."""
    return 1 - (student * teacher).sum(-1).mean()


def contrast(rows: Tensor, columns: Tensor, *, temperature: float, same: Tensor | None = None) -> Tensor:
    """InfoNCE both ways: row i belongs to column i; pairs marked in `same` (n, n) are left out."""
    logits = rows @ columns.T / temperature
    if same is not None:
        off = same & ~torch.eye(len(rows), dtype=torch.bool, device=rows.device)
        logits = logits.masked_fill(off, -1e4)
    targets = torch.arange(len(rows), device=rows.device)
    return (functional.cross_entropy(logits, targets) + functional.cross_entropy(logits.T, targets)) / 2


def alike(teacher: Tensor) -> Tensor:
    """(n, n): which texts of a batch say the same, by the teacher."""
    return teacher @ teacher.T > _SAME


def ranked(queries: Tensor, passages: Tensor, right: Tensor, allowed: Tensor, *, temperature: float) -> Tensor:
    """InfoNCE of queries over passages: `right` (n,) is the column of each, `allowed` (n, m) false for other right answers."""
    logits = (queries @ passages.T / temperature).masked_fill(~allowed, -1e4)
    return functional.cross_entropy(logits, right)

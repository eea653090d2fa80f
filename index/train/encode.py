"""Token ids → vectors with a torch encoder, padded no wider than neighbours of alike length need."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from index.encoder import EncoderShape
from index.train.batches import Ids
from index.train.prepared import Texts
from index.train.student import Encoder, padded

# Tokens that go through the layers at once, padding counted.
_PORTION_TOKENS = 150_000
# What the layers keep for the way back is some 150 kB a token: of a whole step more than most machines without a GPU have. There a portion
# is small, and computed again on the way back instead of kept; a third more work.
_PORTION_TOKENS_CPU = 8_000


def vectors(model: Encoder, texts: Sequence[Ids], *, longest: int) -> Tensor:
    """(n, dim) vectors in the order of the texts, each cut to `longest` tokens; half precision on a GPU."""
    device = model.device
    has_gpu = device.type == "cuda"
    order = np.argsort([len(text) for text in texts], kind="stable")
    found: list[Tensor] = []
    for rows in portions([len(texts[i]) for i in order], most=_PORTION_TOKENS if has_gpu else _PORTION_TOKENS_CPU):
        ids, mask = padded([texts[order[i]] for i in rows], longest=longest, device=device)
        with torch.autocast(device.type, torch.bfloat16, enabled=has_gpu):
            is_kept = has_gpu or not torch.is_grad_enabled()
            found.append(model(ids, mask) if is_kept else checkpoint(model, ids, mask, use_reentrant=False))
    back = torch.from_numpy(np.argsort(order)).to(device)
    return torch.cat(found)[back]


def encode(model: Encoder, texts: Texts | Sequence[Ids], *, batch: int = 256) -> NDArray[np.float32]:
    """(n, dim) vectors as the finished model gives them, no dropout, cut where it cuts."""
    order: list[int] = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = np.zeros((len(texts), model.dim), np.float32)
    was_training: Any = model.training
    model.eval()
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            found[rows] = vectors(model, [texts[i] for i in rows], longest=EncoderShape().max_tokens).cpu().numpy()
    model.train(was_training)
    return found


def portions(lengths: Sequence[int], *, most: int = _PORTION_TOKENS) -> Iterator[range]:
    """Neighbouring rows of ascending lengths that are padded together, `most` tokens: a short one is not padded to the longest of all."""
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (lengths[end] + 2) * (end + 1 - start) > most or lengths[end] > 2.5 * lengths[start] + 16:
            yield range(start, end)
            start = end

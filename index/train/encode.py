"""Token ids → vectors with a torch encoder, padded no wider than neighbours of alike length need."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.encoder import EncoderShape
from index.train.batches import Ids
from index.train.prepared import Texts
from index.train.student import Encoder, padded

# Tokens that go through the layers at once, padding counted.
_PORTION_TOKENS = 150_000


def vectors(model: Encoder, texts: Sequence[Ids], *, longest: int) -> Tensor:
    """(n, dim) vectors in the order of the texts, each cut to `longest` tokens; half precision on a GPU."""
    device = model.device
    order = np.argsort([len(text) for text in texts], kind="stable")
    found: list[Tensor] = []
    for rows in portions([len(texts[i]) for i in order]):
        ids, mask = padded([texts[order[i]] for i in rows], longest=longest, device=device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            found.append(model(ids, mask))
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


def portions(lengths: Sequence[int]) -> Iterator[range]:
    """Neighbouring rows of ascending lengths that are padded together: a short one is not padded to the longest of all."""
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (lengths[end] + 2) * (end + 1 - start) > _PORTION_TOKENS or lengths[end] > 2.5 * lengths[start] + 16:
            yield range(start, end)
            start = end

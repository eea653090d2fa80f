"""Teacher and student as torch modules: BERT layers, mean over tokens, unit length."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.encoder import EncoderShape
from index.train.base import WORD_TABLE

CLS, SEP, UNKNOWN = 101, 102, 100
# Widths are rounded up: a GPU prepares its kernels anew for each shape it has not met.
_WIDTH_STEP = 16
_POOLER = ("pooler.dense.weight", "pooler.dense.bias")


def bert(weights: Mapping[str, NDArray[np.float32]], *, dropout: float) -> nn.Module:
    """The encoder's layers without a word table: it is given embeddings.

    Args:
        weights: under their Hugging Face names.
        dropout: of hidden states while training.
    """
    from transformers import BertConfig, BertModel

    shape = EncoderShape()
    config = BertConfig(
        vocab_size=1,
        hidden_size=shape.dim,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=4 * shape.dim,
        max_position_embeddings=512,
        layer_norm_eps=shape.epsilon,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    model: nn.Module = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(np.array(tensor)) for name, tensor in weights.items() if name not in {WORD_TABLE, *_POOLER}}
    missing = model.load_state_dict(state, strict=False).missing_keys
    left = [name for name in missing if name != WORD_TABLE and not name.endswith("position_ids") and not name.endswith("token_type_ids")]
    if left:
        raise ValueError(f"the base model lacks {', '.join(left)}")
    return model


class Encoder(nn.Module):
    """Token ids → vectors of unit length; ids beyond the base table are Chinese words.

    Args:
        weights: the base model's.
        rows: (words, dim) input embeddings of Chinese words; None for the teacher.
        dropout: of hidden states while training.
    """

    def __init__(
        self, weights: Mapping[str, NDArray[np.float32]], rows: NDArray[np.float32] | None = None, *, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.body = bert(weights, dropout=dropout)
        self.base = nn.Embedding.from_pretrained(torch.from_numpy(weights[WORD_TABLE].copy()), freeze=False)
        self.added = nn.Embedding.from_pretrained(torch.from_numpy(rows.copy()), freeze=False) if rows is not None else None

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(n, length) ids and 1 where there is a token → (n, dim)."""
        hidden = self.body(inputs_embeds=self._embedded(ids), attention_mask=mask).last_hidden_state.float()
        kept = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=-1)

    def _embedded(self, ids: Tensor) -> Tensor:
        held = self.base.num_embeddings
        if self.added is None:
            embedded: Tensor = self.base(ids)
            return embedded
        is_added = (ids >= held).unsqueeze(-1)
        return torch.where(is_added, self.added((ids - held).clamp(min=0)), self.base(ids.clamp(max=held - 1)))


def padded(texts: Sequence[NDArray[np.int32]], *, longest: int, device: Any) -> tuple[Tensor, Tensor]:
    """Ids between their two marks, cut to `longest` and padded, with the mask; (n, length) each."""
    kept = [text[: longest - 2] for text in texts]
    width = -(-(max(map(len, kept), default=0) + 2) // _WIDTH_STEP) * _WIDTH_STEP
    ids = np.zeros((len(kept), width), np.int64)
    mask = np.zeros((len(kept), width), np.int64)
    for row, text in enumerate(kept):
        ids[row, 0], ids[row, len(text) + 1] = CLS, SEP
        ids[row, 1 : len(text) + 1] = text
        mask[row, : len(text) + 2] = 1
    return torch.from_numpy(ids).to(device, non_blocking=True), torch.from_numpy(mask).to(device, non_blocking=True)

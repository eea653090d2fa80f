"""Teacher and student as torch modules: BERT layers, mean over tokens, unit length."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.errors import ModelError
from index.train.base import WORD_TABLE, shape_of
from index.train.gloss_rows import gloss_rows
from index.train.prepared import BASE_FILE, WORDS_FILE, Weights, read_base_file, read_words, vocabulary_of

CLS, SEP, UNKNOWN = 101, 102, 100
# Widths are rounded up: a GPU prepares its kernels anew for each shape it has not met.
_WIDTH_STEP = 16
_POOLER = ("pooler.dense.weight", "pooler.dense.bias")
# Numbers 0, 1, 2, … that the library keeps among the weights.
_COUNTERS = ("position_ids", "token_type_ids")


def bert(weights: Mapping[str, NDArray[np.float32]], *, dropout: float) -> nn.Module:
    """The encoder's layers without a word table: it is given embeddings.

    Args:
        weights: under their Hugging Face names.
        dropout: of hidden states while training.

    Raises:
        ModelError: some of the weights are missing.
    """
    from transformers import BertConfig, BertModel

    shape = shape_of(weights)
    config = BertConfig(
        vocab_size=1,
        hidden_size=shape.dim,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=4 * shape.dim,
        max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
        layer_norm_eps=shape.epsilon,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    model: nn.Module = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(np.array(tensor)) for name, tensor in weights.items() if name not in {WORD_TABLE, *_POOLER}}
    missing = model.load_state_dict(state, strict=False).missing_keys
    left = [name for name in missing if name != WORD_TABLE and not name.endswith(_COUNTERS)]
    if left:
        raise ModelError(f"the base model lacks {', '.join(left)}; install it again")
    return model


class Encoder(nn.Module):  # type: ignore[misc]  # torch is not type-checked here
    """Token ids → vectors of unit length; ids beyond the base table are Chinese words.

    Args:
        weights: the base model's.
        rows: (words, dim) input embeddings of Chinese words; none for the teacher.
        dropout: of hidden states while training.
    """

    def __init__(
        self, weights: Mapping[str, NDArray[np.float32]], rows: NDArray[np.float32] | None = None, *, dropout: float = 0.0
    ) -> None:
        super().__init__()
        table = weights[WORD_TABLE]
        self.body = bert(weights, dropout=dropout)
        self.base = nn.Embedding.from_pretrained(torch.from_numpy(table.copy()), freeze=False)
        added = np.empty((0, table.shape[1]), np.float32) if rows is None else rows
        self.added = nn.Embedding.from_pretrained(torch.from_numpy(added.copy()), freeze=False)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self.base.embedding_dim)

    @property
    def device(self) -> Any:
        """Where the weights lie."""
        return self.base.weight.device

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(n, length) ids and 1 where there is a token → (n, dim)."""
        hidden = self.body(inputs_embeds=self._embedded(ids), attention_mask=mask).last_hidden_state.float()
        kept = mask.unsqueeze(-1).float()
        return functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=-1)

    def _embedded(self, ids: Tensor) -> Tensor:
        held = self.base.num_embeddings
        if not self.added.num_embeddings:
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


def initial_encoder(prepared: Path, *, dropout: float) -> tuple[Encoder, Encoder]:
    """The teacher and the student before training: each Chinese word begins at the mean of its glosses' word pieces."""
    weights = read_base_file(prepared / BASE_FILE)
    facts = read_words(prepared / WORDS_FILE)
    pieces: dict[str, list[int]] = facts["pieces"]
    words, rows = gloss_rows(facts["glosses"], facts["readings"], weights[WORD_TABLE], lambda texts: [pieces[text] for text in texts])
    vocabulary = vocabulary_of(prepared)
    held = len(weights[WORD_TABLE])
    table = np.concatenate([weights[WORD_TABLE], np.zeros((len(vocabulary) - held, rows.shape[1]), np.float32)])
    # By the tokenizer's numbers, not in the order of the words: the base vocabulary holds 204 of the 66,000 already, and rows laid in the
    # words' own order behind it stand beside the wrong words.
    table[[vocabulary[word] for word in words]] = rows
    student = Encoder(weights | {WORD_TABLE: table[:held]}, table[held:], dropout=dropout)
    return Encoder(weights), student


def weights_of(student: Encoder) -> Weights:
    """The student under Hugging Face names, its Chinese words after the base table's rows: what `index.train.prepared.write_base` takes."""
    found = {name: tensor.float().cpu().numpy() for name, tensor in student.body.state_dict().items() if not name.endswith(_COUNTERS)}
    table = torch.cat([student.base.weight, student.added.weight]).detach().float().cpu().numpy()
    return found | {WORD_TABLE: table}

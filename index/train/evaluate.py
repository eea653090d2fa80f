"""The figures of the model card, measured with the file that ships: int8, one text at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import encoder_file
from index.train.base import WORD_TABLE, shape_of
from index.train.prepared import BASE_FILE, TEXTS_FILE, Texts, Weights, read_base_file, read_texts
from index.train.student import CLS, SEP
from index.train.validation import Encode, Recall, held_recall, recalls


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured.

    Attributes:
        recalls: by set, language and part of the documents.
        held: set → share of the held-back English sentences whose Chinese is nearest.
    """

    recalls: Sequence[Recall]
    held: dict[str, float]


def evaluate(weights: Weights, prepared: Path) -> Scores:
    """Measure trained weights on what a prepared folder holds back; seven minutes for 20,000 passages on one busy core.

    Args:
        weights: of a trained file.
        prepared: the folder that the training read.
    """
    student = onnx_encode(weights, int8=True)
    teacher = onnx_encode(read_base_file(prepared / BASE_FILE), int8=False)
    return Scores(recalls(prepared, student), held_recall(read_texts(prepared / TEXTS_FILE), student, teacher))


def onnx_encode(weights: Weights, *, int8: bool) -> Encode:
    """A function from token ids to vectors, by the file that the weights become."""
    import onnxruntime

    shape = shape_of(weights)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    content = encoder_file(weights, weights[WORD_TABLE], shape=shape, int8=int8)
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    def encode(texts: Texts) -> NDArray[np.float32]:
        found = np.zeros((len(texts), shape.dim), np.float32)
        for at in range(len(texts)):
            ids = np.array([[CLS, *texts[at][: shape.max_tokens - 2], SEP]], np.int64)
            found[at] = session.run(None, {"input_ids": ids})[0][0]
        return found

    return encode

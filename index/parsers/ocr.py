"""Pictures of pages → runs of characters, by RapidOCR with the models that its package holds; nothing is fetched, the fence sees to it.

Rows: ``{"number", "runs": [[text, x0, top, x1, bottom, size, sure], …]}`` for each page; ``{"next": number}`` when time ran out before it.
"""

import io
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.parsers.refusal import Refusal

# Longest side of a picture, pixels: characters of a broadsheet are 20 high then; smaller pages are drawn at 170 dots an inch.
_LONGEST_SIDE, _DOTS = 3400, 170 / 72
_MOST_PIXELS = 100_000_000
_NARROW = 0.5


def parse_pdf(data: bytes, *, pages: Sequence[int], threads: int, seconds: float) -> Iterator[dict[str, Any]]:
    """Read pages of a PDF, numbers from 1, one by one, until ``seconds`` have passed."""
    import pypdfium2

    started = time.monotonic()
    engine = _engine(threads)
    with pypdfium2.PdfDocument(data) as document:
        for number in pages:
            if time.monotonic() - started > seconds:
                yield {"next": number}
                return
            page = document[number - 1]
            scale = min(_DOTS, _LONGEST_SIDE / max(page.get_size()))
            image = page.render(scale=scale).to_numpy()
            yield {"number": number, "runs": _read(engine, image)}


def parse_picture(data: bytes, *, threads: int) -> Iterator[dict[str, Any]]:
    """Read a picture; each frame of one that has several is a page.

    Raises:
        Refusal: broken, or of more than 100 million pixels.
    """
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # ours below names the limit
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise Refusal(
                    "too_large", f"{picture.width} x {picture.height} pixels; the limit is {_MOST_PIXELS // 10**6} million: make it smaller"
                )
            engine = _engine(threads)
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                shown = ImageOps.exif_transpose(frame.convert("RGB"))
                shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                yield {"number": number, "runs": _read(engine, np.asarray(shown)[:, :, ::-1])}
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PermissionError):
            raise
        raise Refusal("damaged", f"the picture is broken ({error}); save it anew") from error


def _engine(threads: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LONGEST_SIDE,
            "Global.text_score": 0.0,  # what it cannot read is told by the caller, not dropped unseen
            "Global.use_cls": False,  # a page lies the right way round; asking of every line costs a tenth and turns short ones over
            "Rec.rec_batch_num": 1,  # a batch is padded to its longest line
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _read(engine: Any, image: NDArray[np.uint8]) -> list[list[Any]]:
    found = engine(np.ascontiguousarray(image))
    if found.boxes is None:
        return []
    runs: list[list[Any]] = []
    for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        if not text.strip():
            continue
        x0, top = (float(v) for v in corners.min(axis=0))
        x1, bottom = (float(v) for v in corners.max(axis=0))
        runs.append([text, x0, top, x1, bottom, _size(text, x1 - x0, bottom - top), float(sure)])
    return runs


def _size(text: str, width: float, height: float) -> float:
    """Side of a character, from the width of its line: heights are measured from 23 to 30 pixels for print of 20."""
    full = sum(_NARROW if c.isascii() else 1.0 for c in text)
    return min(height, width / full) if full >= 2 else 0.75 * height

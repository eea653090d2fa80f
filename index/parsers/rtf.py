"""Rich text, by striprtf."""

from collections.abc import Iterator
from typing import Any


def parse_rtf(data: bytes) -> Iterator[dict[str, Any]]:
    """One row ``{"text", "level"}`` a line."""
    from striprtf.striprtf import rtf_to_text

    text: str = rtf_to_text(data.decode("latin-1"), errors="replace")
    for line in text.split("\n"):
        if line.strip():
            yield {"text": line.strip(), "level": 0}

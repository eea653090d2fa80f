"""Web pages saved as one file (MHTML): the page itself; its pictures, frames and styles are left where they are."""

import email
import email.message
import email.policy
from collections.abc import Iterator

from index.findings import Rejected, RejectReason
from index.readers.base import Read
from index.readers.html import read_html


def read_mhtml(data: bytes, source: str) -> Iterator[Read]:
    """The first HTML part: browsers put the page itself there."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    part = next((part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}), None)
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        detail = "no web page was found in the saved file: cut short, or no MHTML; save the page again"
        yield Rejected(source, RejectReason.DAMAGED, detail)
        return
    yield from read_html(payload, source, part.get_content_charset() or "")

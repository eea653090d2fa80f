"""ZIP archives of pages: each member is read as a file of its own; its name is never used as a path."""

from collections.abc import Callable, Iterator

from index.decode import decode_bytes
from index.findings import Rejected, RejectReason
from index.parsers.archive import Archive, open_archive
from index.parsers.refusal import Refusal
from index.readers.base import Read

_UTF8_FLAG = 0x800


def read_archive(
    data: bytes, source: str, *, read: Callable[[bytes, str], Iterator[Read]], passed_over: Callable[[str], bool]
) -> Iterator[Read]:
    """The pages of every member.

    Args:
        data: the archive.
        source: its name.
        read: reads a member, by its content and name.
        passed_over: whether a walk would pass over a file of this name.
    """
    try:
        archive = open_archive(data)
    except Refusal as refusal:
        yield Rejected(source, RejectReason(refusal.reason), refusal.detail)
        return
    found = False
    for member, name in zip(archive.members, _names(archive), strict=True):
        parts = name.replace("\\", "/").split("/")
        if any(part.startswith(".") or part == "__MACOSX" for part in parts) or passed_over(parts[-1]):
            continue
        found = True
        where = f"{source}/{'/'.join(parts)}"
        try:
            content = archive.read(member)
        except Refusal as refusal:
            yield Rejected(where, RejectReason(refusal.reason), refusal.detail)
            continue
        yield from read(content, where)
    if not found:
        yield Rejected(source, RejectReason.EMPTY, "the archive holds no files; nothing to index")


def _names(archive: Archive) -> list[str]:
    """Names of the members: archives made by Chinese Windows say nothing of their encoding, and it is GBK."""
    raw = [member.orig_filename.encode("cp437", "replace") for member in archive.members if not member.flag_bits & _UTF8_FLAG]
    unmarked = b"\n".join(raw)
    decoded = decode_bytes(unmarked, source="names")
    text = unmarked.decode("gb18030", "replace") if isinstance(decoded, Rejected) else decoded.text
    mended = iter(text.split("\n"))
    return [member.filename if member.flag_bits & _UTF8_FLAG else next(mended) for member in archive.members]

"""ZIP archives, and the document formats that are ZIP inside, opened under limits that no honest one reaches.

An archive that breaks one of them is turned away whole: somebody made it to do harm. The limits are those of Tika and POI.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass

from index.parsers.refusal import Refusal

MOST_ENTRIES = 2_000
LARGEST_OUT = 200 * 2**20
LARGEST_RATIO = 100
_RATIO_FROM = 2**20
# One entry of a directory takes 46 bytes and its name; names of a kilobyte each are no names.
_LARGEST_DIRECTORY = MOST_ENTRIES * 1_024
_END = b"PK\x05\x06"
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose directory keeps the limits.

    Attributes:
        members: files in it, in the order of its directory; folders are left out.
        opened: the archive itself.
    """

    members: tuple[zipfile.ZipInfo, ...]
    opened: zipfile.ZipFile

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """The bytes of a member, never more than its directory announced.

        Raises:
            Refusal: they are damaged.
        """
        try:
            return self.opened.read(member)
        except RuntimeError as error:  # what zipfile says of a password
            raise Refusal("encrypted", f"{member.filename!r} inside opens with a password only; unpack it") from error
        except _BROKEN as error:
            raise Refusal("damaged", f"{member.filename!r} inside is damaged ({error}); make the file again") from error

    def named(self, name: str) -> bytes | None:
        """The bytes of the member of this name, or None when there is none."""
        member = next((each for each in self.members if each.filename == name), None)
        return self.read(member) if member else None


def open_archive(data: bytes) -> Archive:
    """Open an archive.

    Raises:
        Refusal: it is damaged, encrypted, or made to do harm: too many entries, too much inside, too tightly packed, names that lead out of
            it, links, the same name twice.
    """
    _check_directory(data)
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise Refusal("damaged", f"the archive cannot be opened ({error}): cut short or broken; make it again") from error
    entries = opened.infolist()
    _check_names(entries)
    members = tuple(entry for entry in entries if not entry.is_dir())
    _check_sizes(members)
    return Archive(members, opened)


def _check_directory(data: bytes) -> None:
    """The count and size that the archive announces: a directory of a million entries is never read."""
    at = data.rfind(_END, max(len(data) - 66_000, 0))
    if at < 0 or len(data) < at + 22:
        raise Refusal("damaged", "the archive has no directory at its end: it was cut short; make it again")
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries > MOST_ENTRIES or size > _LARGEST_DIRECTORY:
        announced = "65,535 or more" if entries == 0xFFFF else f"{entries:,}"
        raise Refusal("unsafe", f"the archive holds {announced} entries, its directory takes {size:,} bytes; the limit is {MOST_ENTRIES:,}")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refusal("unsafe", f"the archive holds {len(entries):,} entries; the limit is {MOST_ENTRIES:,}")
    for entry in entries:
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
            raise Refusal("unsafe", f"the member {entry.filename!r} names a place outside the archive; nothing was read")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refusal("unsafe", f"the member {entry.filename!r} is a link; nothing was read")
    name, count = max(Counter(entry.filename for entry in entries).items(), key=lambda each: each[1], default=("", 0))
    if count > 1:
        raise Refusal("unsafe", f"the name {name!r} stands {count} times in the archive, which tools read differently; nothing was read")


def _check_sizes(members: tuple[zipfile.ZipInfo, ...]) -> None:
    out = sum(member.file_size for member in members)
    if out > LARGEST_OUT:
        raise Refusal("unsafe", f"the archive unpacks to {out >> 20:,} MB; the limit is {LARGEST_OUT >> 20} MB")
    for member in members:
        if member.flag_bits & 1:
            raise Refusal("encrypted", f"the member {member.filename!r} opens with a password only; unpack the archive")
        if member.compress_type not in _PLAIN:
            raise Refusal("unsupported", f"the member {member.filename!r} is packed in a way that is not read; pack it with deflate")
        if member.file_size > _RATIO_FROM and member.file_size > LARGEST_RATIO * member.compress_size:
            ratio = member.file_size // max(member.compress_size, 1)
            raise Refusal("unsafe", f"the member {member.filename!r} unpacks to {ratio:,} times its size; the limit is {LARGEST_RATIO}")

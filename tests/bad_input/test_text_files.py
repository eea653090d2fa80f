"""Text files that hold nothing, or something else than their name says."""

import pytest

from index.findings import RejectReason


@pytest.mark.row(25, 26)
@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", "\u3000\u3000\n\u200b\u200d\n".encode(), b"\xef\xbb\xbf"], ids=["nothing", "blanks", "unseen", "mark"]
)
def test_a_file_without_text_is_skipped_and_listed(folder, lay, data):
    (folder / "nothing.txt").write_bytes(data)
    found = lay(folder).rejected("nothing.txt")
    assert found.reason is RejectReason.EMPTY
    assert found.reason.is_skip


@pytest.mark.row(34)
def test_a_picture_named_text_is_rejected_by_its_real_type(folder, lay):
    (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    found = lay(folder).rejected("photo.txt")
    assert found.reason is RejectReason.NOT_TEXT
    assert "PNG" in found.detail

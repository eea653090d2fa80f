"""PDF files that are locked, broken, hostile or no text at all."""

import pytest
from PIL import Image

from index.findings import Rejected, RejectReason, WarningKind
from index.readers import read_sources
from index.readers.ocr import can_read_pictures
from tests import pdf_files

without_ocr = pytest.mark.skipif(can_read_pictures(), reason="the extra ocr is installed: scanned pages are read")


@pytest.mark.row(60)
@without_ocr
def test_a_pdf_of_pictures_alone_is_rejected_with_the_way_to_read_it(folder, lay):
    (folder / "scan.pdf").write_bytes(pdf_files.scan([Image.new("L", (200, 280), 230)]))
    found = lay(folder).rejected("scan.pdf")
    assert found.reason is RejectReason.SCANNED
    assert "wenju[ocr]" in found.detail


@pytest.mark.row(60)
def test_a_scanned_page_among_pages_of_text_is_named_and_the_text_kept(folder, lay):
    (folder / "part.pdf").write_bytes(pdf_files.scan([Image.new("L", (200, 280), 230)], text=pdf_files.STORY))
    found = lay(folder)
    assert pdf_files.STORY[1] in found.bodies("part.pdf")
    if not can_read_pictures():
        (told,) = found.warned("part.pdf", WarningKind.PART)
        assert "page 2" in told.detail


@pytest.mark.row(61)
def test_a_pdf_that_needs_a_password_is_rejected(folder, lay):
    (folder / "locked.pdf").write_bytes(pdf_files.written(password="sesame"))  # noqa: S106
    assert lay(folder).rejected("locked.pdf").reason is RejectReason.ENCRYPTED


@pytest.mark.row(61)
def test_a_pdf_that_may_only_not_be_printed_is_read(folder, lay):
    (folder / "kept.pdf").write_bytes(pdf_files.written(password=""))
    assert all(line in lay(folder).bodies("kept.pdf") for line in pdf_files.STORY)


@pytest.mark.row(62)
@pytest.mark.parametrize("share", [0.4, 0.98])
def test_a_pdf_cut_short_is_rejected_and_not_half_read(folder, lay, share):
    whole = pdf_files.written(pages=3)
    (folder / "short.pdf").write_bytes(whole[: int(share * len(whole))])
    found = lay(folder).rejected("short.pdf")
    assert found.reason is RejectReason.DAMAGED
    assert "cut short" in found.detail


@pytest.mark.row(62)
def test_hostile_pdfs_are_stopped_at_a_limit_that_is_named(folder, lay):
    (folder / "bomb.pdf").write_bytes(pdf_files.bomb())
    (folder / "circle.pdf").write_bytes(pdf_files.in_a_circle())
    (folder / "endless.pdf").write_bytes(pdf_files.many_pages(100_000))
    (folder / "noise.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\nstartxref\n12\n%%EOF\n")
    found = lay(folder)
    assert found.rejected("bomb.pdf").reason in {RejectReason.TOO_LARGE, RejectReason.DAMAGED}
    assert "512 MB" in found.rejected("bomb.pdf").detail
    assert found.rejected("circle.pdf").reason is RejectReason.DAMAGED
    assert found.rejected("endless.pdf").reason is RejectReason.TOO_LARGE
    assert "2,000" in found.rejected("endless.pdf").detail
    assert found.rejected("noise.pdf").reason is RejectReason.DAMAGED


@pytest.mark.row(63)
def test_a_text_layer_that_is_no_text_is_told(folder, lay):
    (folder / "broken.pdf").write_bytes(pdf_files.gibberish(0x5A00))
    found = lay(folder)
    (told,) = found.warned("broken.pdf", WarningKind.BROKEN)
    assert "unreadable text layer" in told.detail


@pytest.mark.row(63)
def test_a_text_layer_without_one_known_character_is_no_empty_file(folder, lay):
    (folder / "private.pdf").write_bytes(pdf_files.gibberish(0xE000))
    found = lay(folder).rejected("private.pdf")
    assert found.reason is RejectReason.DAMAGED
    assert "unreadable text layer" in found.detail


@pytest.mark.row(35)
def test_a_pdf_under_a_web_pages_name_is_read_as_what_it_is(folder, lay):
    (folder / "really.html").write_bytes(pdf_files.written())
    found = lay(folder)
    assert all(line in found.bodies("really.html") for line in pdf_files.STORY)
    (told,) = found.warned("really.html", WarningKind.TYPE)
    assert "PDF" in told.detail


@pytest.mark.row(35)
def test_a_web_page_under_the_name_of_a_pdf_is_read_as_what_it_is(folder, lay):
    told = f"<!doctype html><html><body><p>{'</p><p>'.join(pdf_files.STORY)}</p></body></html>"
    (folder / "web.pdf").write_text(told, encoding="utf-8")
    found = lay(folder)
    assert all(line in found.bodies("web.pdf") for line in pdf_files.STORY)
    assert found.warned("web.pdf", WarningKind.TYPE)


@pytest.mark.row(34, 60)
@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "webp", "bmp"])
def test_pictures_of_every_kind_are_known_by_their_content(folder, suffix):
    Image.new("RGB", (300, 300), "white").save(folder / f"blank.{suffix}")
    (found,) = read_sources([folder / f"blank.{suffix}"])
    assert isinstance(found, Rejected)
    assert found.reason is (RejectReason.EMPTY if can_read_pictures() else RejectReason.SCANNED)

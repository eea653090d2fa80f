"""PDF files of every kind a folder may hold: whole ones by a library, broken ones written by hand."""

import io
import zlib
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.paper import FONT

STORY = (
    "柳林县今年一共新修了一百七十一座凉亭，比去年多出三成。",
    "凉亭都建在村口，由各村轮流看护，夜里也亮着灯。",
    "村民何晓燕说，出门比以前方便多了，老人走累了有地方坐。",
    "县里还打算明年在渡口再修九座，所需的钱已经备好。",
)


def written(lines: Sequence[str] = STORY, *, pages: int = 1, password: str | None = None, titles: Sequence[str] = ()) -> bytes:
    """Pages of plain lines, or one under each title; a password that opens it, or with "" one that only forbids printing."""
    held = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, ownerPassword="keeper", canPrint=0, strength=128)
    canvas = Canvas(held, pagesize=(400, 560), invariant=1, encrypt=lock)
    for title in titles or [""] * pages:
        at = 500.0
        if title:
            canvas.setFont(FONT, 20)
            canvas.drawString(40, at, title)
        for line in lines:
            at -= 24
            canvas.setFont(FONT, 11)
            canvas.drawString(40, at, line)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def scan(pictures: Sequence[Image.Image], *, text: Sequence[str] = ()) -> bytes:
    """One page a picture, as a scanner makes them; before them a page of text, if any."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 560), invariant=1)
    if text:
        canvas.setFont(FONT, 11)
        for number, line in enumerate(text):
            canvas.drawString(40, 500 - 24 * number, line)
        canvas.showPage()
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, 400, 560)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def by_hand(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """Objects 1, 2, … with their table; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer\n<</Size %d /Root 1 0 R %b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def one_page(
    content: bytes, entries: bytes = b"", *, font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", more: Sequence[bytes] = ()
) -> bytes:
    """A page of one content stream, object 4; ``more`` are objects 6, 7, …"""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 560]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</Im 8 0 R>>>>>>"
    return by_hand([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(content, entries), font, *more])


def bomb() -> bytes:
    """A content stream of a few megabytes that unpacks to 8 GiB of blanks."""
    packer = zlib.compressobj(9)
    start = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return one_page(start + block * 8192, b"/Filter/FlateDecode")


def many_pages(count: int) -> bytes:
    """All pages are one and the same."""
    kids = b" ".join([b"3 0 R"] * count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 560]>>"
    return by_hand([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count), page])


def gibberish(first: int = 0xE000, picture: Image.Image | None = None) -> bytes:
    """Text whose table of characters leads to characters without a meaning, from ``first`` on, laid unseen over a picture, if any."""
    codes = b"".join(b"%04X" % code for code in range(1, 121))
    rows = b"\n".join(b"<%04X> <%04X>" % (code, first + code * 61 % 5000) for code in range(1, 121))
    table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    table += b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n120 beginbfchar\n%b\nendbfchar\nendcmap end end" % rows
    content = b"q 400 0 0 231 0 320 cm /Im Do Q 3 Tr " if picture else b""
    content += b"BT /F1 10 Tf 40 500 Td <%b> Tj ET" % codes[:240] + b" BT /F1 10 Tf 40 480 Td <%b> Tj ET" % codes[240:]
    inner = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
    inner += b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200/StemV 80>>>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>"
    shown = picture or Image.new("L", (1, 1))
    sizes = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % shown.size
    return one_page(content, font=font, more=[inner, stream(table), stream(shown.tobytes(), sizes)])


def in_a_circle() -> bytes:
    """A table that names itself as the one before it, and has lost its root."""
    data = by_hand([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Prev %d" % at)

"""Which reader is asked: one row a suffix. `index.readers.dispatch` asks the content first."""

from index.readers.base import Reader
from index.readers.documents import read_epub, read_opendocument, read_rtf, read_slides, read_word
from index.readers.feeds import read_feed
from index.readers.html import read_html
from index.readers.json_file import read_json
from index.readers.mhtml import read_mhtml
from index.readers.pdf import read_pdf
from index.readers.picture import SUFFIXES, read_picture
from index.readers.records import read_packed, read_records
from index.readers.table_file import read_csv, read_tsv
from index.readers.text import read_markdown, read_text

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".docx": read_word,
    ".odt": read_opendocument,
    ".pptx": read_slides,
    ".rtf": read_rtf,
    ".epub": read_epub,
    ".jsonl": read_records,
    ".jsonl.gz": read_packed,
    ".pdf": read_pdf,
    **dict.fromkeys(SUFFIXES, read_picture),
    ".ndjson": read_records,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
ARCHIVE = ".zip"
# Formats whose files are text: a binary file under such a name is a mistake of its owner, and is named, not read.
TEXTUAL = frozenset(".txt .text .md .markdown .jsonl .ndjson .json .csv .tsv .jsonl.gz".split())
# What to do with formats that no reader here knows.
ADVICE = {
    ".doc": "save it as .docx in Word or LibreOffice",
    ".wps": "save it as .docx in WPS",
    ".ppt": "save it as .pptx in PowerPoint or LibreOffice",
    ".dps": "save it as .pptx in WPS",
    ".xls": "save it as .csv, one row an article",
    ".xlsx": "save it as .csv, one row an article",
    ".et": "save it as .csv in WPS, one row an article",
    ".ods": "save it as .csv, one row an article",
    ".caj": "save it as PDF in CAJViewer",
    ".mobi": "convert it to .epub with Calibre",
    ".azw3": "convert it to .epub with Calibre",
    ".djvu": "print it to PDF",
    ".pages": "export it as .docx from Pages",
    ".rar": "unpack it, or make a .zip of it",
    ".7z": "unpack it, or make a .zip of it",
    ".gz": "unpack it",
    ".tar": "unpack it, or make a .zip of it",
    ".eml": "save the message as text or HTML",
    ".msg": "save the message as text or HTML",
}


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that can be read."""
    return (*READERS, ARCHIVE)


def suffix_of(name: str) -> str:
    """The longest suffix of a name that the table knows, else its last suffix, in lower case."""
    lowered = name.lower().rstrip()  # "a.txt " is a text whose name somebody mistyped
    known = max((suffix for suffix in (*known_suffixes(), *ADVICE) if lowered.endswith(suffix)), key=len, default="")
    base = lowered.rpartition("/")[2]
    return known or (base[base.rindex(".") :] if "." in base[1:] else "")

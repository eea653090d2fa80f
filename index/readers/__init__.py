"""Files and folders → pages. A file that cannot be read is a `Rejected` value, never an exception.

`walk` finds the files, `sniff` tells what a file really is, `table` says which reader is asked, and each reader makes pages of bytes.
README, LICENSE and other capital-letter Markdown files and question sets that lie in a folder are not news; a walk passes them over.
"""

from index.readers.fetch import UrlRules
from index.readers.table import known_suffixes
from index.readers.walk import LARGEST_FILE, read_sources, root_of
from index.readers.web import Url, is_url

__all__ = ["LARGEST_FILE", "Url", "UrlRules", "is_url", "known_suffixes", "read_sources", "root_of"]

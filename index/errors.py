"""Errors of the article path.

WenjuError
├── ConfigError          a setting or an option that cannot work; the message lists what would
├── InputError           a question, file or option the user gave that cannot be used
│   └── NoSources        nothing that could be indexed
└── IndexingError
    ├── IndexMissing     no index where one was expected
    ├── IndexDamaged     files, hashes or counts of a generation do not agree
    ├── IndexLocked      another process is writing
    ├── IndexMismatch    built by another layout or another embedding model
    │   └── IndexOutdated    built by an older version; it has to be built again
    ├── StorageFull      no room, with the bytes needed and the bytes free
    └── ModelError       the embedding model cannot be made, loaded or trusted
        └── HubUnreachable   a model has to be fetched, and its hub does not answer
"""


class WenjuError(Exception):
    """Base of all errors a user may see: what was found, what was expected, what to do."""

    code = "error"


class ConfigError(WenjuError):
    """A setting cannot work as given."""

    code = "config"


class InputError(WenjuError):
    """What the user passed in cannot be used."""

    code = "bad_input"


class NoSources(InputError):
    """What was named does not exist, or holds nothing that can be indexed."""

    code = "no_sources"


class IndexingError(WenjuError):
    """An index cannot be built or opened."""

    code = "index"


class IndexMissing(IndexingError):
    """There is no index in the folder."""

    code = "no_index"


class IndexDamaged(IndexingError):
    """Files of a generation are missing or do not match their hashes."""

    code = "index_damaged"


class IndexLocked(IndexingError):
    """Another process holds the writer lock."""

    code = "index_locked"


class IndexMismatch(IndexingError):
    """The index was made by another layout or embedding model; both sides are named."""

    code = "index_mismatch"


class IndexOutdated(IndexMismatch):
    """The index was made by an older version whose layout is no longer read."""


class StorageFull(IndexingError):
    """The disk has no room for a new generation."""

    code = "disk_full"


class ModelError(IndexingError):
    """The embedding model cannot be made, loaded or trusted."""

    code = "model"


class HubUnreachable(ModelError):
    """The model is not on this machine and its hub does not answer; the message names the three ways out."""

    code = "hub_unreachable"

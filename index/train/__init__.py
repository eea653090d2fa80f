"""Makes the data files that ship under ``index/models``; nothing here is imported at run time."""

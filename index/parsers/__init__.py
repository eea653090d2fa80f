"""Parsers of binary formats: they run inside a fenced child process only, started by `index.readers.child`.

A module here imports little, so that a child starts in tens of milliseconds, and imports nothing of `index.readers`.
"""

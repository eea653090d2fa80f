"""Pages in; a searchable, verifiable index on disk out."""

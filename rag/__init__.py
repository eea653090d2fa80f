"""A question in; an answer with sentence-level citations out."""

"""Question sets in; numbers with floors out."""

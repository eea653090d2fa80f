"""Noisy newspaper pages composed from clean articles, with the exact truth of where each article stands."""

"""Peers in the same table: what a person gets without us, over the same articles and behind the same three calls.

They retrieve, and answer with their first passage: ``short`` is empty, since none of them draws a figure or a name from a passage,
and they refuse only where they find nothing at all. History and the day of the question are not read: neither peer has a notion of them.
"""

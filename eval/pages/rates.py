"""How often each kind of damage is put into a composed page: one table, one column a level."""

from collections.abc import Mapping

LEVEL_NAMES = ("easy", "medium", "hard")
# Per page unless the name says per article (art), paragraph (par) or character (char). As the README of the development
# set prints them; layouts, Traditional pages and the number of articles as counted on its pages.
_TABLE: dict[str, tuple[float, float, float]] = {
    "paper": (0.5, 0.7, 0.85),
    "web": (0.4, 0.2, 0.05),
    "wechat": (0.05, 0.1, 0.1),
    "least_articles": (2, 2, 3),
    "most_articles": (5, 7, 9),
    "traditional": (0.05, 0.15, 0.2),
    "ascii_punct": (0.4, 0.85, 0.95),
    "straight_quotes": (0, 0.2, 0.35),
    "column_cut_per_par": (0.04, 0.25, 0.4),
    "narrow_column_per_art": (0, 0.04, 0.12),
    "tail_first": (0, 0.15, 0.5),
    "lead_last": (0, 0.1, 0.4),
    "jump": (0, 0.1, 0.35),
    "interleave": (0, 0.05, 0.4),
    "headline_away": (0, 0.08, 0.3),
    "kicker_fragments": (0, 0.1, 0.3),
    "furniture": (0.6, 0.9, 1),
    "furniture_inside": (0, 0.15, 0.45),
    "caption_per_art": (0.05, 0.15, 0.25),
    "caption_inside": (0.2, 0.5, 0.8),
    "subhead_per_art": (0.15, 0.3, 0.35),
    "kicker_per_art": (0.15, 0.3, 0.4),
    "abstract_per_art": (0.03, 0.06, 0.08),
    "dup_lead_per_art": (0, 0.06, 0.1),
    "dup_lead_web": (0.1, 0.3, 0.5),
    "no_title_per_art": (0, 0.03, 0.06),
    "extra_blank": (0.1, 0.3, 0.5),
    "ocr_lookalike_per_char": (0, 0.001, 0.0035),
    "lost_char_per_char": (0, 0.0004, 0.0012),
    "lost_span_per_art": (0, 0.04, 0.12),
    "extra_space_per_char": (0.0002, 0.002, 0.006),
    "zero_width": (0.1, 0.3, 0.5),
    "zero_width_per_char": (0.002, 0.004, 0.006),
    "fullwidth_digits": (0, 0.15, 0.3),
    "markdown_per_art": (0.03, 0.12, 0.25),
    "junk_line": (0, 0.25, 0.6),
    "mojibake_per_art": (0, 0.06, 0.2),
    "mojibake_per_hant_art": (0, 0.6, 1),
    "pinyin_hant": (0, 0.7, 1),
    "same_topic": (0.1, 0.4, 0.6),
}


def rates(level: str) -> Mapping[str, float]:
    """The column of a level.

    Raises:
        ValueError: there is no such level.
    """
    if level not in LEVEL_NAMES:
        raise ValueError(f"level {level!r}: expected one of {', '.join(LEVEL_NAMES)}")
    column = LEVEL_NAMES.index(level)
    return {name: values[column] for name, values in _TABLE.items()}

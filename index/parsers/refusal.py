"""What a parser raises for a file that it understands well enough to turn away."""


class Refusal(Exception):
    """A file that is not to be indexed.

    Attributes:
        reason: value of a `RejectReason` (``encrypted``); a string, because `index.schema` is not imported in the child.
        detail: one sentence for people: what was found, what to do.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

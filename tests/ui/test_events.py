import json

import anyio

from index.errors import WenjuError
from rag.schema import Final, Retrieved, Token
from ui.events import event_stream


def collected(events, *, only: int | None = None) -> list[str]:
    async def run() -> list[str]:
        seen = []
        stream = event_stream(events, anyio.CapacityLimiter(1))
        async for text in stream:
            seen.append(text)
            if len(seen) == only:
                break
        await stream.aclose()
        return seen

    return anyio.run(run)


def test_events_keep_their_order_and_have_one_data_line_each(answered):
    seen = collected(iter([Retrieved(answered.passages), Token("a\nb\r\n"), Final(answered)]))
    assert [text.split("\n")[0] for text in seen] == ["event: retrieved", "event: token", "event: final"]
    assert all(text.endswith("\n\n") and text.count("\n") == 3 for text in seen)
    fields = [json.loads(text.split("data: ", 1)[1]) for text in seen]
    assert fields[1] == {"text": "a\nb\r\n"}
    assert fields[2] == json.loads(json.dumps(answered.to_json()))


def test_a_client_that_leaves_closes_the_engines_stream():
    closed = []

    def endless():
        try:
            while True:
                yield Token("…")
        finally:
            closed.append(True)

    assert len(collected(endless(), only=2)) == 2
    assert closed == [True]


def test_a_known_error_ends_the_stream_with_its_own_sentence():
    def failing():
        yield Token("a")
        raise WenjuError("the disk is full")

    assert collected(failing())[-1] == 'event: error\ndata: {"code": "error", "message": "the disk is full"}\n\n'


def test_an_unforeseen_error_ends_the_stream_without_its_detail():
    def failing():
        yield Token("a")
        raise RuntimeError("secret detail")

    last = collected(failing())[-1]
    assert last.startswith("event: error")
    assert "secret" not in last

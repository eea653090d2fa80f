import socket

import pytest

from index.errors import ConfigError
from ui.serve_socket import PortTaken, address, listen


def test_port_zero_takes_a_free_port_and_the_address_can_be_opened():
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert address(listening) == f"http://127.0.0.1:{port}"
        with socket.create_connection(("127.0.0.1", port)):
            pass


def test_a_taken_port_says_which_option_chooses_another():
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port} .*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_of_another_machine_is_refused_with_advice(host):
    with pytest.raises(ConfigError, match="--host"):
        listen(host, 0)


def test_listening_everywhere_is_shown_as_an_address_of_this_machine():
    with listen("0.0.0.0", 0) as listening:  # noqa: S104 - what is tested
        assert address(listening).startswith("http://127.0.0.1:")

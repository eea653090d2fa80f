"""What an address may lead to: the open internet, and nothing inside."""

import ipaddress

import pytest

from index.build import build
from index.errors import InputError
from index.findings import Rejected, RejectReason
from index.readers import Url, UrlRules, read_sources
from index.readers.addresses import is_public
from index.readers.web import is_url, read_url
from index.schema import Page
from index.store import open_store
from tests.fakes import HashEmbedding
from tests.webserver import Site, serving

PAGE = (
    "<html><head><title>修路</title></head><body><h1>柳林修路</h1><p>柳林县今年修了21公里路，比去年多出三成，村民说方便。</p></body></html>"
)
# Every way of writing an address of one's own machine or network that some client has been fooled by; the scheme is added below.
INSIDE = """
127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 0 0.0.0.0 localhost LOCALHOST. 10.0.0.1 10.255.255.255
172.16.0.1 172.31.255.255 192.168.0.1 192.168.257 169.254.169.254 100.64.0.1 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
224.0.0.1 240.0.0.1 255.255.255.255 192.88.99.1 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::127.0.0.1]
[fe80::1] [fc00::1] [fd12:3456::1] [ff02::1] [2002:7f00:1::] [2002:a00:1::] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1]
[2001:0:7f00:1::] [2001:db8::1] [::1%25lo] ①②⑦.0.0.1 127。0。0。1 １２７.0.0.1
""".split()
ODD = [
    *"""
    ftp://news.example/ file:///etc/passwd gopher://news.example/ http://user@news.example/ http://user:pass@news.example/
    http://news.example:22/ http://news.example:6379/ https://news.example:8443/ http://127.0.0.1:80@news.example/
    http://news.example\\@127.0.0.1/ http:///etc/passwd http://[::1 http://news.example:99999/ http://news.example:0x50/
    """.split(),
    "http://news.example/a b",
    "http://news.example/\r\nHost: x",
    "http://news.example/\x00",
    f"http://{'a' * 3000}/",
]


@pytest.fixture
def site():
    with serving() as made:
        yield made


def rules(site: Site, **changed: object) -> UrlRules:
    """Rules under which the test's own server is the open internet, by name only."""
    known = {"news.example": ["127.0.0.1"]}

    def resolve(host: str, port: int) -> list[str]:
        return known.get(host) or [str(ipaddress.ip_address(host))]

    allowed = {"ports": frozenset({site.port}), "is_allowed": lambda address: str(address) == "127.0.0.1", "resolve": resolve}
    return UrlRules(**{**allowed, **changed})


def read(url: str, given: UrlRules) -> Page | Rejected:
    (found,) = read_url(Url(url, given))
    return found


def refused(url: str, given: UrlRules) -> Rejected:
    found = read(url, given)
    assert isinstance(found, Rejected)
    assert found.reason is RejectReason.REFUSED, found
    return found


@pytest.mark.parametrize("host", INSIDE)
def test_no_way_of_writing_an_inner_address_reaches_it(host):
    found = read(f"http://{host}/", UrlRules())
    assert isinstance(found, Rejected)
    # What the system cannot resolve is not reached either.
    assert found.reason is RejectReason.REFUSED or "no address is known" in found.detail, found


@pytest.mark.parametrize("url", ODD)
def test_odd_addresses_are_refused_before_anything_is_asked(url):
    def never(host: str, port: int) -> list[str]:
        raise AssertionError("the name was looked up")

    refused(url, UrlRules(resolve=never))


@pytest.mark.parametrize(
    "answers", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"], ["2606:4700::1", "fe80::1"], [], ["x"]]
)
def test_a_name_that_leads_inside_is_refused_even_when_it_leads_outside_too(answers):
    refused("http://news.example/", UrlRules(resolve=lambda *_: answers))


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(site):
    site.page("/", PAGE.encode())
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    found = read(site.address("/"), rules(site, resolve=rebinding))
    assert isinstance(found, Page)
    assert asked == ["news.example"]
    assert site.asked[0][1]["Host"] == f"news.example:{site.port}"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1:{port}/", "http://[::1]:{port}/", "ftp://news.example/", "http://news.example:22/", "//10.0.0.1:{port}/"]
)
def test_a_redirect_to_the_inside_is_not_followed(site, target):
    site.page("/go", b"", status=302, Location=target.format(port=site.port))
    refused(site.address("/go"), rules(site))
    assert [path for path, _ in site.asked] == ["/go"]


def test_three_redirects_are_followed_and_a_fourth_is_not(site):
    for number in range(4):
        site.page(f"/{number}", b"", status=301, Location=f"/{number + 1}")
    site.page("/4", PAGE.encode())
    assert isinstance(read(site.address("/1"), rules(site)), Page)
    refused(site.address("/0"), rules(site))


def test_proxies_of_the_environment_and_cookies_mean_nothing(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.page("/", PAGE.encode(), **{"Set-Cookie": "a=b"})
    assert isinstance(read(site.address("/"), rules(site)), Page)
    assert not {"Cookie", "Authorization"} & site.asked[0][1].keys()


@pytest.mark.parametrize(
    ("headers", "body", "told"),
    [({}, b"x" * 3000, "limit"), ({"Content-Length": "99999999999"}, b"x", "limit"), ({"Content-Encoding": "gzip"}, b"x", "packs")],
)
def test_what_is_too_large_or_packed_is_not_taken(site, headers, body, told):
    site.page("/", body, **headers)
    found = read(site.address("/"), rules(site, largest=2000))
    assert isinstance(found, Rejected)
    assert told in found.detail


def test_a_server_that_dawdles_is_left_at_the_limit(site):
    site.page("/", b"x", **{"Content-Length": "1000"})
    found = read(site.address("/"), rules(site, seconds=0.3))
    assert isinstance(found, Rejected)
    assert found.reason is RejectReason.UNREADABLE


@pytest.mark.parametrize(("kind", "reason"), [("image/png", RejectReason.UNSUPPORTED), ("", RejectReason.UNSUPPORTED)])
def test_only_types_that_are_read_are_taken(site, kind, reason):
    site.page("/", b"x", kind=kind)
    found = read(site.address("/"), rules(site))
    assert isinstance(found, Rejected)
    assert found.reason is reason


def test_a_server_that_says_no_is_named_with_its_answer(site):
    found = read(site.address("/gone"), rules(site))
    assert isinstance(found, Rejected)
    assert "404" in found.detail


def test_addresses_of_the_open_internet_are_public():
    for text in ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"):
        assert is_public(ipaddress.ip_address(text)) or text.startswith("64:"), text


def test_an_address_is_told_from_a_path():
    assert [is_url(text) for text in ("https://news.example/a", "HTTP://X/", "ftp://x", "a/b.txt", "C:/x", "a:b")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_no_address_is_fetched_unless_the_build_was_told_so(tmp_path):
    with pytest.raises(InputError, match="--allow-url"):
        build(["http://news.example/"], index_dir=tmp_path / "index", embedder=HashEmbedding())


def test_a_page_that_changed_is_updated_and_one_that_is_away_stays(site, tmp_path):
    url = site.page("/", PAGE.encode())
    built = [_build(url, site, tmp_path)]
    site.page("/", PAGE.replace("21", "34").encode())
    built.append(_build(url, site, tmp_path))
    del site.pages["/"]
    built.append(_build(url, site, tmp_path))
    assert [(each.accepted, each.changed, each.removed) for each in built] == [(1, 0, 0), (0, 1, 0), (0, 0, 0)]
    with open_store(tmp_path / "index") as store:
        (listed,) = store.articles()
        article = store.article(listed.id)
    assert article is not None
    assert (article.title, article.source_file) == ("柳林修路", url)
    assert "34公里" in article.body


def test_the_address_of_a_feed_gives_its_entries(site):
    entries = "".join(
        f"<item><guid>n{n}</guid><title>第{n}条</title><description>第{n}条新闻的正文。</description></item>" for n in range(3)
    )
    url = site.page(
        "/feed", f"<rss version='2.0'><channel><title>柳林网</title>{entries}</channel></rss>".encode(), kind="application/rss+xml"
    )
    found = list(read_sources([Url(url, rules(site))]))
    assert [page.source for page in found] == [f"{url}#n0", f"{url}#n1", f"{url}#n2"]
    assert all(isinstance(page, Page) and page.finished and page.file == url and page.record["outlet"] == "柳林网" for page in found)


def _build(url, site, tmp_path):
    return build([url], index_dir=tmp_path / "index", embedder=HashEmbedding(), urls=rules(site))

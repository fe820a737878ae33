"""Requests that no client library would send, over a socket, to the running server.

Whatever comes is answered below 500, in words where programs ask, with the security headers, and
with nothing that was not published. What is no HTTP/1.1 at all, an address over 64 KB and headers
that are too large never reach the application: the server refuses them with a status and no body.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.folder import Folder
from tests.reader import head_of, root_of
from tests.webapp.server import Server, served
from webapp.delivery import headers_for

PATIENCE_S = 30
"""Within this a request is answered, on a machine however busy."""

CANARY = b"canary-that-must-never-sing"
NEVER_SENT = (CANARY, b"SQLite format 3", b"root:x:0:0")
"""Bytes of files that were not published."""

LONGEST_ADDRESS = 65_534

OF_THE_SERVER = {400, 414, 431}
"""What the server answers by itself, without a body, before the application hears of it."""

FOR_PROGRAMS = (b"/api/", b"/corpus/", b"/a/", b"/icons/", b"/manifest", b"/readyz")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    bytes: bytes


def exchange(server: Server, sent: bytes, *, is_all: bool = False) -> bytes:
    """Send these bytes on a new connection; return all that comes until it is closed.

    With `is_all` say that nothing more will be sent.
    """
    received = b""
    # Who is refused in the middle of a sentence may find the line cut.
    with (
        suppress(ConnectionError),
        socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as connection,
    ):
        connection.sendall(sent)
        if is_all:
            with suppress(OSError):  # The line is cut already.
                connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65_536):
            received += piece
    return received


def request(
    target: bytes,
    *headers: bytes,
    method: bytes = b"GET",
    host: bytes = b"Host: here",
) -> bytes:
    lines = (method + b" " + target + b" HTTP/1.1", host, b"Connection: close", *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def ask(
    server: Server,
    target: bytes,
    *headers: bytes,
    method: bytes = b"GET",
    host: bytes = b"Host: here",
) -> Answer:
    answer = read_answer(exchange(server, request(target, *headers, method=method, host=host)))
    assert answer
    return answer


def read_answer(received: bytes) -> Answer | None:
    """Return the one answer that came, or None if the connection was closed without one."""
    if not received:
        return None
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    headers = {name.lower(): value for name, value in pairs}
    assert len(headers) == len(pairs), "a header stands there twice"
    return Answer(int(first.split()[1]), headers, body, received)


def assert_refused(server: Server, sent: bytes, *, is_all: bool = False) -> None:
    """The server refuses this by itself, and goes on answering others."""
    answer = read_answer(exchange(server, sent, is_all=is_all))
    assert answer is None or (answer.status in OF_THE_SERVER and not answer.body)
    assert ask(server, b"/readyz").status == 200


def assert_fits(answer: Answer, target: bytes) -> None:
    """Hold an answer against what is promised of every one."""
    assert answer.status < 500, answer
    assert not 300 <= answer.status < 304, "nobody is sent elsewhere"
    assert not any(secret in answer.bytes for secret in NEVER_SENT)
    if answer.status in OF_THE_SERVER and not answer.body:
        return
    path = target.partition(b"?")[0].decode("latin-1")
    for name, value in headers_for(path).items():
        assert answer.headers[name.lower()] == value
    if answer.status >= 400 and (target.startswith(FOR_PROGRAMS) or answer.status != 404):
        assert answer.headers["content-type"] == "application/problem+json"
        problem = json.loads(answer.body)
        assert problem["status"] == answer.status
        assert problem["title"]
        assert problem["detail"]


class Site(NamedTuple):
    """A running server, and an address of each kind that it answers."""

    server: Server
    routes: tuple[bytes, ...]
    pack: bytes
    build: bytes


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose data folder holds, beside what is published, much that is not."""
    place = tmp_path_factory.mktemp("hostile")
    folder, data = Folder(place / "source"), place / "data"
    folder.write("dawn", "words " * 500)
    folder.write("unready", CANARY.decode(), draft="true")
    (place / "secret.json").write_bytes(CANARY)
    with served(folder, data) as server:
        build = re.search(rb'data-build="([0-9a-f]{8})"', ask(server, b"/").body)
        assert build
        (icon, *_) = json.loads(ask(server, b"/manifest.webmanifest").body)["icons"]
        (article,) = json.loads(ask(server, b"/api/v1/articles").body)["articles"]
        corpus = data / "corpus"
        root = f"/corpus/{head_of(corpus)['root']}".encode()
        pack = f"/corpus/{root_of(corpus)['base'][0]['file']}".encode()
        put_canaries(data, build[1].decode())
        routes = (
            b"/",
            b"/articles/dawn",
            b"/sw.js",
            b"/manifest.webmanifest",
            icon["src"].encode(),
            b"/a/" + build[1] + b"/app.js",
            b"/corpus/head.json",
            root,
            pack,
            pack + b".gz",
            b"/api/v1/articles",
            b"/api/v1/articles/" + article["id"].encode(),
            b"/api/v1/openapi.json",
            b"/healthz",
            b"/readyz",
        )
        yield Site(server, routes, pack, build[1])


def put_canaries(data: Path, build: str) -> None:
    """Lay files where a publisher that was cut off, an operator or a stranger might leave them."""
    for name in (
        "lock",
        "secret.json",
        "corpus/.head.json.new",
        "corpus/head.json.new",
        "corpus/notes.json",
        f"corpus/.pack-{'0' * 64}.json.new",
        f"corpus/pack-{'0' * 63}.json",
        f"corpus/packs-{'0' * 64}.json",
        "shell/secret.js",
        f"shell/{build}/.hidden.js",
        f"shell/{build}/app.js.orig",
        f"shell/.{build}-x.part/app.js",
    ):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_bytes(CANARY)


def test_every_route_is_answered(site: Site) -> None:
    """So that what is refused below is refused for what was wrong with it."""
    for route in site.routes:
        answer = ask(site.server, route)
        assert_fits(answer, route)
        assert answer.status == 200, route


@pytest.mark.parametrize(
    "method",
    [
        *(b"POST", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"CONNECT", b"PROPFIND", b"QUERY"),
        *(b"get", b"Get", b"head", b"UNHEARD-OF", b"G" * 1_000, b"!#$%&'*+-.^_`|~"),
    ],
    ids=lambda method: method[:12].decode(),
)
def test_another_method_is_refused_with_those_that_are_allowed(site: Site, method: bytes) -> None:
    """Methods are case-sensitive (RFC 9110 §9.1), and TRACE must not send back what it was told."""
    for route in site.routes:
        answer = ask(site.server, route, b"X-Told: " + CANARY, method=method)
        assert_fits(answer, route)
        assert answer.status == 405, route
        allowed = answer.headers["allow"].split(", ")
        assert {"GET", "HEAD"} <= set(allowed) <= {"GET", "HEAD", "OPTIONS"}


def test_head_is_get_without_the_body(site: Site) -> None:
    for route in (*site.routes, b"/nowhere", b"/articles/nobody", b"/api/v1/articles/x"):
        whole, head = (ask(site.server, route, method=method) for method in (b"GET", b"HEAD"))
        assert head.status == whole.status
        assert head.body == b""
        assert head.headers | {"date": ""} == whole.headers | {"date": ""}


QUERIES = (
    *(b"limit=0", b"limit=-1", b"limit=1e3", b"limit=%31%00", b"limit=" + b"9" * 60_000),
    *(b"limit=1&limit=2", b"limit=0&limit=1", b"limit[]=1", b"limit", b"limit=", b"=1", b"&&==&"),
    *(b"after=", b"after=%00", b"after=%0d%0aSet-Cookie:%20a=b", b"after=%ff%fe", b"after=%zz%"),
    *(b"after=%C0%AE%C0%AE", b"after=..%2f..%2flibrary.sqlite", b"after=%F0%9F%93%9A", b"after=%"),
    *(b"after=" + b"a" * 65_000, b"x=" + b"%00" * 20_000, b"a=1&" * 16_000, b"?" * 60_000, b";;"),
    *(b"reset-app-files=1", b"<script>alert(1)</script>", b"' OR 1=1 --", b"\xc3\xa4=\xff"),
)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24].decode("latin-1"))
def test_a_hostile_query_harms_nobody(site: Site, query: bytes) -> None:
    for route in site.routes:
        answer = ask(site.server, route + b"?" + query)
        assert_fits(answer, route)
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("size", [LONGEST_ADDRESS + 1, 100_000, 1_000_000])
def test_an_address_that_is_too_long_is_refused(site: Site, size: int) -> None:
    for route in site.routes:
        assert_refused(site.server, request((route + b"?a=" + b"1" * size)[:size]))


def test_an_address_of_the_greatest_length_is_answered(site: Site) -> None:
    for route in site.routes:
        target = (route + b"?a=" + b"1" * LONGEST_ADDRESS)[:LONGEST_ADDRESS]
        assert ask(site.server, target).status == 200


FIELDS = (
    *(b"If-None-Match: \xff\xfe", b"If-None-Match: a" + b" " * 300_000 + b"b"),
    *(b"If-None-Match: " + b'"' * 300_000, b"If-None-Match: " + b"W/" * 150_000),
    *(b"If-Match: " + b'"a",' * 50_000 + b"*", b"If-Modified-Since: \xff"),
    b"If-Modified-Since: Mon, 01 Jan 2001 00:00:00 -" + b"9" * 40,
    b"If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 -" + b"9" * 40,
    *(b"If-Modified-Since: " + b"1:" * 100_000, b"If-Modified-Since: " + b"(" * 100_000),
    *(b"Accept-Encoding: \xff", b"Accept-Encoding: " + b"br;q=0," * 40_000),
    *(b"Accept-Encoding: a" + b" " * 300_000 + b";q=1", b'Accept-Encoding: "' + b"\\" * 300_000),
    *(b"Range: bytes=" + b"9" * 300_000 + b"-", b"Range: \xff", b"If-Range: \xff"),
    *(b"Cookie: " + b"a=b; " * 20_000, b"Content-Type: multipart/form-data; " + b";" * 100_000),
    *(b"Content-Type: application/json", b"X-HTTP-Method-Override: DELETE", b"X: \xff\xfe"),
    *(b"X-Original-URL: /library.sqlite", b"X-Rewrite-URL: /lock", b"X-Forwarded-Prefix: /../"),
    *(b"Service-Worker: script", b"Upgrade: websocket\r\nConnection: Upgrade", b"Expect: wonders"),
    *(b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", b"TE: trailers, chunked"),
    b"\r\n".join(b"X-%d: a" % number for number in range(90)),
)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field[:40].decode("latin-1"))
def test_a_hostile_header_harms_nobody(site: Site, field: bytes) -> None:
    for route in site.routes:
        assert_fits(ask(site.server, route, field), route)


NO_FIELDS = (
    *(b"X: " + b"a" * 1_000_000, b"\r\n".join(b"X-%d: a" % number for number in range(200))),
    *(b"No Name: a", b": a", b"X\x00: a", b"X: a\x00b", b" folded: a", b"X: a\r\n b", b"X"),
    *(b"Content-Length: -1", b"Content-Length: many", b"Content-Length: " + b"9" * 20),
    *(b"Content-Length: 1\r\nContent-Length: 2", b"Transfer-Encoding: gzip"),
)


@pytest.mark.parametrize("field", NO_FIELDS, ids=lambda field: field[:24].decode("latin-1"))
def test_what_is_no_header_is_refused_before_anything_is_made_of_it(
    site: Site, field: bytes
) -> None:
    for route in site.routes:
        assert_refused(site.server, request(route, field))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"GET / HTTP/0.9\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET / FTP/1.1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n\r\n",
        b"GET /articles/d\xc3 HTTP/1.1\r\n\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        bytes(range(256)) * 40,
        b"\x00" * 100_000,
    ],
    ids=lambda sent: repr(sent[:20]),
)
def test_what_is_no_request_is_refused(site: Site, sent: bytes) -> None:
    assert_refused(site.server, sent, is_all=True)


@pytest.mark.parametrize(
    "host",
    [
        *(b"Host: evil.example", b"Host: evil.example\r\nHost: here", b"Host: evil.example:99999"),
        *(b"Host: <evil.example>", b"Host: a evil.example", b"Host: ../evil.example", b"Host:"),
        *(b"Host: \xffevil.example", b"Host: " + b"evil.example" * 20_000),
        *(b"X-Forwarded-Host: evil.example", b"Forwarded: host=evil.example;proto=gopher"),
    ],
    ids=lambda host: host[:36].decode("latin-1"),
)
def test_the_host_that_a_client_names_is_never_repeated(site: Site, host: bytes) -> None:
    targets = (b"//articles", b"/articles//dawn", b"/api//v1/articles", b"/corpus//head.json", b"x")
    for target in (*site.routes, *targets, b"/articles/dawn/", b"/a", b"*"):
        answer = ask(site.server, target, host=host)
        assert_fits(answer, target)
        assert b"evil.example" not in answer.bytes


@pytest.mark.parametrize(
    ("sent", "answers"),
    [
        # A body where none is expected ends where it says, and what follows is the next request.
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nGET {next}", [200, 200]),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n{next}", [200, 200]),
        (
            b"GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"4\r\nGET \r\n0\r\n\r\n{next}",
            [200, 200],
        ),
        (b"POST /readyz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nGET {next}", [405, 200]),
        # Who gives two lengths is not believed a second request (RFC 9112 §6.1).
        (
            b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{next}",
            [200],
        ),
        (b"GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{next}", [200]),
    ],
    ids=["length", "no length", "chunked", "post", "both", "no chunk"],
)
def test_a_body_ends_where_it_says(site: Site, sent: bytes, answers: list[int]) -> None:
    follower = b"GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    received = exchange(site.server, sent.replace(b"{next}", follower))
    statuses = re.findall(rb"^HTTP/1\.1 (\d{3})", received, re.MULTILINE)
    # Or the connection is closed: what is not wanted is a third reading.
    assert [int(status) for status in statuses] in (answers, answers[:1])
    assert not any(secret in received for secret in NEVER_SENT)


CLIMBS = (
    *(b"..", b"../..", b"%2e%2e", b".%2e", b"%2e%2e/%2e%2e", b"..%2f..", b"..%5c..", b"..\\.."),
    *(b"..;", b"....//", b"%252e%252e", b"%c0%ae%c0%ae", b"..%00", b"%2f", b"/", b".", b"%00"),
    *(b"/..", b"..%ef%bc%8f", b"%2fetc%2f..", b"./../.", b"..?/..", b"..#/.."),
)

WANTED = (
    *(b"library.sqlite", b"lock", b"secret.json", b"shell/secret.js", b"corpus/notes.json"),
    *(b"corpus/.head.json.new", b"data/library.sqlite", b"etc/passwd", b"shell/builds.json"),
)


@pytest.mark.parametrize("climb", CLIMBS, ids=lambda climb: climb.decode())
def test_no_way_leads_out_of_what_is_published(site: Site, climb: bytes) -> None:
    bases = (
        *(b"/", b"/corpus/", b"/a/", b"/a/" + site.build + b"/", b"/a/" + site.build + b"/css/"),
        *(b"/icons/", b"/articles/", b"/api/v1/articles/", b"/sw.js/", site.pack + b"/"),
    )
    for base in bases:
        for wanted in WANTED:
            target = base + climb + b"/" + wanted
            answer = ask(site.server, target)
            assert_fits(answer, base)
            # What follows `?` or `#` is no part of the path: some of these are a published address.
            assert answer.status == 404 or b"?" in climb or b"#" in climb, target


def test_names_of_what_was_not_published_lead_nowhere(site: Site) -> None:
    shell = b"/a/" + site.build
    for target in (
        *(b"/library.sqlite", b"/lock", b"/data/lock", b"/secret.json", b"/corpus", b"/corpus/"),
        *(b"/corpus/.head.json.new", b"/corpus/head.json.new", b"/corpus/head.json.gz"),
        *(b"/corpus/notes.json", b"/corpus/pack-" + b"0" * 63 + b".json"),
        *(b"/corpus/packs-" + b"0" * 64 + b".json", b"/corpus/.pack-" + b"0" * 64 + b".json.new"),
        *(site.pack + b".br", site.pack + b".gz.gz", site.pack + b"%0a", site.pack + b"/"),
        *(site.pack.upper(), site.pack + b"%00", site.pack.replace(b"/pack", b"/./pack")),
        *(shell, shell + b"/", shell + b"/.hidden.js", shell + b"/app.js.orig", b"/a/builds.json"),
        *(b"/a/." + site.build + b"-x.part/app.js", b"/a/.lock", b"/shell/" + shell[3:]),
        *(
            b"/static/app.js",
            b"/webapp/config.py",
            b"/service-worker/routes.js",
            b"/pyproject.toml",
        ),
    ):
        answer = ask(site.server, target)
        assert_fits(answer, target)
        assert answer.status == 404, target


def test_a_file_has_one_address(site: Site) -> None:
    """Every other spelling would be remembered as a file of its own, without end."""
    shell = b"/a/" + site.build
    for target in (
        *(shell + b"/./app.js", shell + b"//app.js", shell + b"/app.js/", shell + b"/app.js%00"),
        *(shell + b"/css/../app.js", shell + b"/app.js.br", shell + b"/app.js.gz"),
        *(b"/a//" + site.build + b"/app.js", b"//a/" + site.build + b"/app.js"),
    ):
        answer = ask(site.server, target)
        assert answer.status == 404, target

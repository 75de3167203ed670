"""What the preview answers to requests, asked over a real socket."""

import contextlib
import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import anyio
import pytest
from starlette.types import Message

from g40site.preview.files import OpenedFile
from tests.preview.conftest import Workshop
from tests.preview.previews import LAYER
from tests.running import DEADLINE, tree

pytestmark = pytest.mark.process


def test_the_site_is_served_and_nothing_else(workshop: Workshop) -> None:
    preview = workshop.preview
    status, html, headers = preview.get("/uitleg/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Oud woord." in html
    assert headers["cache-control"] == "no-cache"
    assert preview.get("/uitleg/", method="HEAD")[0] == 200
    for path in ("/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "//etc/passwd", "/../../geheim.txt", "/.env"):
        assert preview.get(path)[0] == 404, path
    assert preview.get("/", method="POST")[0] == 405


def test_what_is_published_is_what_a_build_writes(workshop: Workshop) -> None:
    clean = workshop.clean()
    assert tree(workshop.site.public) == clean
    assert not any(b"_g40" in data for data in clean.values())


def test_every_kind_of_file_has_its_type(workshop: Workshop) -> None:
    types = {
        "/": "text/html; charset=utf-8",
        "/agenda/agenda.ics": "text/calendar; charset=utf-8",
        "/atom.xml": "application/atom+xml; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/MANIFEST": "text/plain; charset=utf-8",
        "/_headers": "text/plain; charset=utf-8",
        "/site.webmanifest": "application/manifest+json",
        "/favicon.ico": "image/x-icon",
        "/media/stuk.pdf": "application/pdf",
        "/_g40/client.js": "text/javascript; charset=utf-8",
        "/_g40/client.css": "text/css; charset=utf-8",
    }
    for name in workshop.site.public.rglob("*"):
        if name.suffix in (".geojson", ".csv", ".jsonld"):
            kinds = {
                ".geojson": "application/geo+json",
                ".jsonld": "application/ld+json",
                ".csv": "text/csv; charset=utf-8",
            }
            types[f"/{name.relative_to(workshop.site.public).as_posix()}"] = kinds[name.suffix]
    assert any(path.endswith(".geojson") for path in types)
    for path, kind in types.items():
        status, _, headers = workshop.preview.ask(path)
        assert (path, status, headers["content-type"]) == (path, 200, kind)
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_has_the_layer_and_is_otherwise_the_published_file(workshop: Workshop) -> None:
    status, data, _ = workshop.preview.ask("/themas/")
    (layer,) = LAYER.findall(data.decode())
    assert (status, data.decode().replace(layer, "")) == (200, workshop.site.page("/themas/"))
    assert data.decode().index(layer) < data.decode().index("</head>")
    # What is no page stays what it is.
    assert workshop.preview.ask("/atom.xml")[1] == (workshop.site.public / "atom.xml").read_bytes()


def test_a_page_says_by_its_etag_which_one_it_is(workshop: Workshop) -> None:
    _, data, headers = workshop.preview.ask("/themas/")
    assert f"data-page={headers['etag']}" in data.decode()
    assert workshop.preview.ask("/themas/", method="HEAD")[2]["etag"] == headers["etag"]
    assert workshop.preview.ask("/gemeenten/")[2]["etag"] != headers["etag"]


def test_a_file_that_the_browser_has_is_not_sent_again(workshop: Workshop) -> None:
    _, data, headers = workshop.preview.ask("/media/stuk.pdf")
    tag = headers["etag"]
    assert headers["cache-control"] == "no-cache"
    for known in (tag, f"W/{tag}", f'"iets anders", {tag}', "*"):
        status, nothing, again = workshop.preview.ask("/media/stuk.pdf", {"If-None-Match": known})
        assert (known, status, nothing, again["etag"]) == (known, 304, b"", tag)
    assert workshop.preview.ask("/media/stuk.pdf", {"If-None-Match": '"iets anders"'})[:2] == (200, data)
    status, nothing, head = workshop.preview.ask("/media/stuk.pdf", method="HEAD")
    assert (status, nothing, head["content-length"], head["etag"]) == (200, b"", str(len(data)), tag)


def test_a_part_of_a_file_can_be_had(workshop: Workshop) -> None:
    whole = (workshop.site.root / "content/media/stuk.pdf").read_bytes()
    for asked, first, last in (
        ("0-3", 0, 3),
        ("5-", 5, 1031),
        ("-6", 1026, 1031),
        ("1000-9999", 1000, 1031),
        ("-9999", 0, 1031),
    ):
        status, data, headers = workshop.preview.ask("/media/stuk.pdf", {"Range": f"bytes={asked}"})
        assert (asked, status, data) == (asked, 206, whole[first : last + 1])
        assert (headers["content-range"], headers["content-length"]) == (f"bytes {first}-{last}/1032", str(len(data)))


def test_a_part_that_is_not_there_and_one_that_makes_no_sense(workshop: Workshop) -> None:
    for asked in ("1032-", "-0", "5000-6000"):
        status, data, headers = workshop.preview.ask("/media/stuk.pdf", {"Range": f"bytes={asked}"})
        assert (asked, status, data, headers["content-range"]) == (asked, 416, b"", "bytes */1032")
    for asked in ("bytes=3-1", "bytes=-", "regels=0-1", "bytes=a-b"):
        assert workshop.preview.ask("/media/stuk.pdf", {"Range": asked})[0] == 400, asked
    # A part of a file that is another by now would not fit what the browser has.
    assert workshop.preview.ask("/media/stuk.pdf", {"Range": "bytes=0-3", "If-Range": '"oud"'})[0] == 200
    tag = workshop.preview.ask("/media/stuk.pdf")[2]["etag"]
    assert workshop.preview.ask("/media/stuk.pdf", {"Range": "bytes=0-3", "If-Range": tag})[0] == 206


def test_a_file_that_is_replaced_meanwhile_is_sent_whole_as_one_of_the_two(workshop: Workshop, tmp_path: Path) -> None:
    file = workshop.site.public / "wisselt.csv"
    contents = (b"oud" * 50_000, b"nieuwer" * 90_000)
    stopped = threading.Event()

    def replace() -> None:
        for number in itertools.count():
            if stopped.is_set():
                return
            aside = tmp_path / "aside"
            aside.write_bytes(contents[number % 2])
            aside.replace(file)

    file.write_bytes(contents[0])
    replacing = threading.Thread(target=replace)
    replacing.start()
    try:
        seen = {workshop.preview.ask("/wisselt.csv")[:2] for _ in range(300)}
    finally:
        stopped.set()
        replacing.join()
        file.unlink()
    assert seen == {(200, content) for content in contents}


def test_nothing_outside_the_output_can_be_had(workshop: Workshop) -> None:
    root, public = workshop.site.root, workshop.site.public
    (root / "geheim.txt").write_text("geheim")
    (public / "uit.txt").symlink_to(root / "geheim.txt")
    (public / "weg").symlink_to(root)
    (public / "binnen.txt").symlink_to(public / "robots.txt")
    try:
        for path in (
            "/uit.txt", "/weg/geheim.txt", "/weg/", "/../geheim.txt", "/%2e%2e/geheim.txt", "/..%2fgeheim.txt",
            "/themas/../../geheim.txt", "/themas/%2e%2e/%2e%2e/geheim.txt", "//geheim.txt", "/./../geheim.txt",
            "/..%5cgeheim.txt", "/%00", "/robots.txt%00.html", f"/{'a' * 3000}", "/_g40/../geheim.txt", "/_g40/live.py",
            "/_g40/__init__.py", "/_g40/", "/_g40/problems.html", "/_g40/..%2fgeheim.txt", "/robots.txt/",
            "/binnen.txt",
        ):  # fmt: skip
            status, data, _ = workshop.preview.ask(path)
            assert (path, status) == (path, 404)
            assert b"geheim\n" not in data + b"\n" or b"<" in data
    finally:
        for link in ("uit.txt", "weg", "binnen.txt"):
            (public / link).unlink()


def test_no_page_of_another_shows_the_preview_within_itself(workshop: Workshop) -> None:
    answers = [
        workshop.preview.ask(path)
        for path in ("/", "/themas", "/atom.xml", "/er-is-niets/", "/_g40/client.js", "/_g40/meldingen/x", "/MANIFEST")
    ]
    tag = answers[-1][2]["etag"]
    answers += [
        workshop.preview.ask("/MANIFEST", {"If-None-Match": tag}),
        workshop.preview.ask("/MANIFEST", {"Range": "bytes=0-9"}),
        workshop.preview.ask("/", method="DELETE"),
        workshop.preview.ask("/", host="kwaad.example.nl"),
    ]
    assert {200, 206, 304, 307, 400, 404, 405} == {status for status, *_ in answers}
    for status, _, headers in answers:
        said = (status, headers.get("x-frame-options"), headers.get("content-security-policy"))
        assert said == (status, "DENY", "frame-ancestors 'none'")


def test_what_is_not_there_is_the_page_for_that(workshop: Workshop) -> None:
    status, html, headers = workshop.preview.get("/er-is-niets/")
    assert (status, html, headers["content-type"]) == (404, workshop.site.page("/404.html"), "text/html; charset=utf-8")
    assert workshop.preview.get("/er-is-niets/", method="HEAD")[0] == 404
    status, _, headers = workshop.preview.ask("/themas")
    assert (status, headers["location"].endswith("/themas/")) == (307, True)


def test_the_stream_tells_what_is_known_at_this_moment(workshop: Workshop) -> None:
    with contextlib.closing(HTTPConnection("127.0.0.1", workshop.preview.port, timeout=DEADLINE)) as connection:
        connection.request("GET", "/_g40/events")
        answer = connection.getresponse()
        lines = iter(answer.fp.readline, b"")
        messages = (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))
        told = next(message for message in messages if message["status"] != "building")
    assert (answer.getheader("content-type") or "").startswith("text/event-stream")
    assert answer.getheader("x-frame-options") == "DENY"
    assert told["status"] == "ready"
    assert (told["summary"], told["problems"]) == ("", "")


def test_a_file_that_is_replaced_before_it_is_read_is_sent_whole_as_it_was(tmp_path: Path) -> None:
    """The file was opened when it was found; the length that was told is that of the same bytes."""
    path = tmp_path / "stuk.pdf"
    old, new = b"oud" * 100_000, b"nieuw"
    path.write_bytes(old)
    response = OpenedFile(path.open("rb"), path, "application/pdf")
    other = tmp_path / "ander.pdf"
    other.write_bytes(new)
    other.replace(path)
    sent: list[Message] = []

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError("nobody hangs up")

    async def send(message: Message) -> None:
        sent.append(message)

    async def respond() -> None:
        await response({"type": "http", "method": "GET", "headers": []}, receive, send)

    # On a thread of its own: where a test before this one had a browser, a loop already runs on this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, respond).result()
    head, *rest = sent
    assert b"".join(part["body"] for part in rest) == old
    assert dict(head["headers"])[b"content-length"] == str(len(old)).encode()
    assert response.file.closed
    assert path.read_bytes() == new


def test_a_foreign_host_name_gets_nothing(workshop: Workshop) -> None:
    preview, port = workshop.preview, workshop.preview.port
    for host in ("kwaad.example.nl", f"kwaad.example.nl:{port}", "127.0.0.1.example.nl", ""):
        for path in ("/", "/_g40/client.js", "/_g40/events"):
            assert (host, *preview.ask(path, host=host)[:2]) == (host, 400, b"Invalid host header"), path
    for host in ("127.0.0.1", f"127.0.0.1:{port}", "localhost", f"localhost:{port}"):
        assert preview.get("/", host)[0] == 200, host

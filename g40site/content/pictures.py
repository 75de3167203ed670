"""The files of `content/media` that are published: documents as they are, images that a page uses in several sizes.

In: what was read and the texts. Out: where each image and document stands on the site, and a problem at the place
that names a file which is not there or is no image.
"""

import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from urllib.parse import quote, unquote

from msgspec import Struct

from g40site import addresses, media, words
from g40site.content.entries import Content, Entry
from g40site.content.files import ending_of, is_image, near_file, path_in_content
from g40site.content.reader import MANUAL, Reader
from g40site.diagnostics import Diagnostic, Fault, Problems, Span
from g40site.engine.tracking import THIS_BUILD, Tracker
from g40site.markdown import Target

# The largest file that is published; a larger one makes a site that few can keep or serve.
DOCUMENT_BYTES = 50_000_000
IMAGE_FOLDERS = ("content/media/", f"{MANUAL}/")


class MediaFile(Struct, frozen=True):
    """A file of the site that comes from one of the content: copied, or an image at a width and of a kind."""

    address: str
    file: str
    width: int | None = None
    suffix: str = ""


class Published(Struct, frozen=True):
    """What leads to images and documents by their path in the content, and the files that they become.

    `refused` are the images with a fault, and `diagnostics` say what is wrong.
    """

    pictures: Mapping[str, Target]
    documents: Mapping[str, Target]
    files: tuple[MediaFile, ...]
    refused: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


class Use(Struct, frozen=True):
    """A place that names an image: its path in the content, where the name stands, and whether visitors see it."""

    path: str
    span: Callable[[], Span]
    written: str
    is_public: bool


def publish(content: Content, reader: Reader, tracker: Tracker, base: str, *, drafts: bool) -> Published:
    """Also the images of a draft are looked at; published are they only where drafts are shown."""
    problems = Problems()
    on_disk = by_path((*(f"content/{file}" for file in content.media), *content.figures), problems)
    documents = {
        path: MediaFile(addresses.file_address(path.removeprefix("content/")), file)
        for path, file in on_disk.items()
        if ending_of(path) in media.DOCUMENT_ENDINGS
    }
    images = {path: file for path, file in on_disk.items() if ending_of(path) in media.IMAGE_ENDINGS}
    pictures: dict[str, Target] = {}
    files = {*documents.values()}
    forms: dict[str, list[MediaFile]] = {}
    refused: set[str] = set()
    for use in uses(content, drafts=drafts):
        if use.is_public:
            files |= set(forms.get(use.path, ()))
        if use.path in pictures or use.path in refused:
            continue
        if use.path not in images:
            tell_missing(use, on_disk, images, problems)
        elif (published := picture(use, images[use.path], reader, tracker, base, problems)) is None:
            refused.add(use.path)
        else:
            pictures[use.path], forms[use.path] = published
            if use.is_public:
                files |= set(forms[use.path])
    return Published(
        pictures=pictures,
        documents={
            path: Target(href(base, document), note=note(path, reader.size(document.file)))
            for path, document in documents.items()
        },
        files=tuple(sorted(files, key=lambda file: file.address)),
        refused=frozenset(refused),
        diagnostics=problems.settled(),
    )


def href(base: str, file: MediaFile) -> str:
    return base + quote(file.address.removeprefix("/"))


def by_path(files: Iterable[str], problems: Problems) -> dict[str, str]:
    """The files by their path in NFC; two that are the same in that form cannot both be meant."""
    first: dict[str, str] = {}
    for file in files:
        path = unicodedata.normalize("NFC", file)
        other = first.setdefault(path, file)
        if other != file:
            address = addresses.file_address(path.removeprefix("content/"))
            problems.add("adres-dubbel", Span(file), address=address, first=other)
    return first


def tell_missing(use: Use, on_disk: Mapping[str, str], images: Mapping[str, str], problems: Problems) -> None:
    """An image that is not there. In a text the check of its links tells it, so that it is told once."""
    if not use.written:
        return
    if use.path in on_disk:
        problems.add("plaatje-soort", use.span())
    else:
        near = (path.removeprefix("content/") for path in near_file(use.path, images))
        problems.add("plaatje-ontbreekt", use.span(), tuple(near), name=use.written, kind="")


def uses(content: Content, *, drafts: bool) -> Iterator[Use]:
    """Every place that shows an image or leads to one, in the order of the content."""
    for entry in content:
        if entry.model is not None and (image := getattr(entry.model, "image", None)) is not None:
            yield Use(f"content/{image.file}", partial(span_of_image, entry), image.file, drafts or not entry.is_draft)
    for text in content.texts:
        for link in text.links:
            if not is_image(unquote(link.destination.partition("#")[0])):
                continue
            path = path_in_content(link.destination, text.file)
            if path.startswith(IMAGE_FOLDERS):
                yield Use(path, partial(text.span, link.start, link.end), "", drafts or not text.entry.is_draft)


def span_of_image(entry: Entry) -> Span:
    return entry.node.pairs["image"].pairs["file"].span


def picture(
    use: Use, file: str, reader: Reader, tracker: Tracker, base: str, problems: Problems
) -> tuple[Target, list[MediaFile]] | None:
    """The published forms of an image, or None after one problem at the place that names it."""
    digest = reader.digest(file, media.MOST_BYTES + 1)
    if digest is None:
        reader.data(file, problems, media.MOST_BYTES + 1)
        return None
    inspection = inspected(file, digest, reader, tracker, problems)
    if (fault := inspection.fault) is not None:
        problems.add(fault.code, use.span(), **dict(fault.values))
    if (image := inspection.image) is None:
        return None
    name = addresses.slug(posixpath.basename(file).rpartition(".")[0])
    sizes = media.sizes(image)

    def files(suffix: str) -> list[MediaFile]:
        widths = [size.width for size in sizes]
        return [MediaFile(f"/media/{name}.{digest[:10]}-{width}.{suffix}", file, width, suffix) for width in widths]

    def srcset(files: Iterable[MediaFile]) -> str:
        return ", ".join(f"{base}{form.address.removeprefix('/')} {form.width}w" for form in files)

    newer = [files(suffix) for suffix in media.newer(image)]
    plain, largest = files(sizes[-1].suffix), sizes[-1]
    target = Target(
        href(base, plain[-1]),
        width=largest.width,
        height=largest.height,
        srcset=srcset(plain) if len(plain) > 1 else "",
        forms=tuple((f"image/{form[0].suffix}", srcset(form)) for form in newer),
    )
    return target, [*plain, *chain.from_iterable(newer)]


def note(path: str, size: int) -> str:
    """What a document is, for who decides whether to open it."""
    return f"{ending_of(path).upper()}, {words.file_size(size)}"


class Inspection(Struct, frozen=True):
    """What an image is, or what is wrong with it; neither where it could not be read."""

    image: media.Image | None = None
    fault: media.Fault | None = None


def inspected(file: str, digest: str, reader: Reader, tracker: Tracker, problems: Problems) -> Inspection:
    """What the file of an image is; the cache knows it by its bytes."""

    def inspect() -> Inspection:
        data = reader.data(file, problems, media.MOST_BYTES + 1)
        if data is None or reader.last_sha(file) != digest:
            tracker.record(THIS_BUILD)
        image = None if data is None else media.inspect(data)
        return Inspection(fault=image) if isinstance(image, media.Fault) else Inspection(image=image)

    return tracker.memo("image", digest, inspect, Inspection)


def bytes_of(file: MediaFile, reader: Reader, tracker: Tracker) -> bytes:
    """A published file: a document as it is, an image in its width and format. Raises `Fault`."""
    problems = Problems()
    # The plan knows the file as it was: one that was saved since is made again by the next build.
    tracker.record(("file", file.file))
    data = reader.data(file.file, problems, DOCUMENT_BYTES)
    if data is None:
        raise Fault(problems.items[0])
    if reader.last_sha(file.file) != reader.digest(file.file, DOCUMENT_BYTES):
        tracker.record(THIS_BUILD)
    return data if file.width is None else media.variants(data, (file.width,), file.suffix)[0].data

"""PDFs: good ones, and those that tell, act, are locked, broken or too large."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from core.tests.strange_files.pictures import a_zip, cut, exif, jpeg, picture, saved
from core.uploads.words import Reason

DRAWING = b"0.8 0.1 0.1 rg 100 100 200 200 re f"


def a_pdf(pages=1):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(612, 792))
        pdf.pages[-1].Contents = Stream(pdf, DRAWING)
    return pdf


def written(pdf, **how):
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def plain(pages=1, **how):
    return written(a_pdf(pages), **how)


def changed(change, pages=1, **how):
    """A PDF of which `change` has made something else."""
    pdf = a_pdf(pages)
    change(pdf)
    return written(pdf, **how)


def script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('PLANTED')"))


def action(kind, **more):
    return Dictionary(S=Name(f"/{kind}"), **more)


def on_page(**more):
    """Put an annotation on the first page."""

    def change(pdf):
        rect = Array([100, 100, 200, 200])
        note = Dictionary(Type=Name.Annot, Rect=rect, **more)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    return change


def link_to(address):
    return on_page(Subtype=Name.Link, A=action("URI", URI=String(address)))


def in_root(**more):
    def change(pdf):
        for name, value in more.items():
            pdf.Root[f"/{name}"] = value

    return change


def with_author(pdf):
    pdf.docinfo["/Author"] = "PLANTED"
    pdf.docinfo["/Title"] = "PLANTED"
    with pdf.open_metadata() as notes:
        notes["dc:creator"] = ["PLANTED"]


def with_page_notes(pdf):
    page = pdf.pages[0]
    page.Metadata = Stream(pdf, b"<x>PLANTED</x>", Type=Name.Metadata, Subtype=Name.XML)
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String("PLANTED")))
    page.LastModified = String("D:20261124PLANTED")


def with_file(pdf):
    pdf.attachments["PLANTED.txt"] = b"PLANTED"


def with_attached_note(pdf):
    spec = Dictionary(Type=Name.Filespec, F=String("x"), EF=Dictionary(F=Stream(pdf, b"PLANTED")))
    on_page(Subtype=Name.FileAttachment, FS=spec)(pdf)


def with_photo(data, filters=Name.DCTDecode, **more):
    def change(pdf):
        size = {"Width": 96, "Height": 64} | more
        image = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, **size)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        image.Filter = filters
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))
        pdf.pages[0].Contents = Stream(pdf, b"q 96 0 0 64 10 10 cm /Im0 Do Q")

    return change


def packed(data, *, times=1):
    for _ in range(times):
        data = zlib.compress(data)
    return data


def with_content(data, filters):
    def change(pdf):
        stream = Stream(pdf, data)
        stream.Filter = filters
        pdf.pages[0].Contents = stream

    return change


def as_is(change):
    """As the test made it: nothing unpacked and packed again."""
    return changed(
        change, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False
    )


def by_hand(*objects, root=1):
    """A PDF of these objects, numbered from one, with its table."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out, start = out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table, len(out)
    size = len(objects) + 1
    return out + b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"


def with_earlier_version():
    """What was taken out still lies in the file, as writers that only append leave it."""
    first = by_hand(ROOT, PAGES, PAGE, b"(PLANTED-EARLIER)")
    place = len(first)
    more = b"4 0 obj\n(gone)\nendobj\nxref\n4 1\n%010d 00000 n \n" % place
    at = first.rindex(b"startxref\n") + 10
    before = int(first[at:].split()[0])
    start = place + more.index(b"xref")
    trailer = b"trailer<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, start)
    return first + more + trailer


def locked(**permissions):
    return plain(encryption=pikepdf.Encryption(**permissions))


GOOD = [
    ("one page.pdf", plain),
    ("fifty pages.pdf", lambda: plain(50)),
    ("pdf.jpg", plain),
    ("pdf without ending", plain),
    (
        "objects in streams.pdf",
        lambda: plain(3, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    ("for the web.pdf", lambda: plain(3, linearize=True)),
    ("by hand.pdf", lambda: by_hand(ROOT, PAGES, PAGE)),
    (
        "table in the wrong place.pdf",
        lambda: by_hand(ROOT, PAGES, PAGE).replace(b"%PDF-1.7\n", b"%PDF-1.7\n%more\n"),
    ),
    ("version 2.pdf", lambda: plain(force_version="2.0")),
    (
        "link.pdf",
        lambda: changed(
            on_page(Subtype=Name.Link, A=action("URI", URI=String("https://example.org")))
        ),
    ),
    (
        "opens at its page.pdf",
        lambda: changed(lambda pdf: in_root(OpenAction=Array([pdf.pages[0].obj, Name.Fit]))(pdf)),
    ),
    ("form.pdf", lambda: changed(in_root(AcroForm=Dictionary(Fields=Array([]))))),
    ("scan by fax.pdf", lambda: changed(with_photo(bytes(50), Name.CCITTFaxDecode))),
    ("author.pdf", lambda: changed(with_author)),
    ("notes of the page.pdf", lambda: changed(with_page_notes)),
    ("earlier version.pdf", with_earlier_version),
    ("object nobody refers to.pdf", lambda: by_hand(ROOT, PAGES, PAGE, b"(PLANTED)")),
    (
        "comment of somebody.pdf",
        lambda: changed(on_page(Subtype=Name.Text, T=String("PLANTED"), Contents=String("Good"))),
    ),
    ("own key.pdf", lambda: changed(in_root(PLANTED=String("PLANTED")))),
    ("photo.pdf", lambda: changed(with_photo(jpeg()))),
    ("photo that tells.pdf", lambda: changed(with_photo(jpeg(exif=exif(), comment=b"PLANTED")))),
    (
        "progressive photo that tells.pdf",
        lambda: changed(with_photo(jpeg(progressive=True, exif=exif()))),
    ),
    ("photo with something behind.pdf", lambda: changed(with_photo(jpeg() + b"PLANTED"))),
    (
        "packed photo that tells.pdf",
        lambda: as_is(
            with_photo(packed(jpeg(exif=exif())), Array([Name.FlateDecode, Name.DCTDecode]))
        ),
    ),
    (
        "scan that tells.pdf",
        lambda: changed(
            with_photo(
                saved(picture(), "JPEG2000", comment=None) + b"\0\0\0\x0fxml PLANTED",
                Name.JPXDecode,
            )
        ),
    ),
    ("few bytes behind.pdf", lambda: plain() + b"<script>PLANTED</script>"),
]
ACTIVE = [
    ("code in a link.pdf", lambda: changed(link_to(" JavaScript:alert(1)"))),
    ("path in a link.pdf", lambda: changed(link_to("file:///etc/passwd"))),
    ("script on opening.pdf", lambda: changed(in_root(OpenAction=script()))),
    (
        "script by name.pdf",
        lambda: changed(
            lambda pdf: in_root(
                Names=Dictionary(
                    JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(script())]))
                )
            )(pdf)
        ),
    ),
    ("script in a link.pdf", lambda: changed(on_page(Subtype=Name.Link, A=script()))),
    (
        "script next in line.pdf",
        lambda: changed(
            on_page(Subtype=Name.Link, A=action("URI", URI=String("x"), Next=script()))
        ),
    ),
    (
        "script in streams.pdf",
        lambda: changed(
            in_root(OpenAction=script()), object_stream_mode=pikepdf.ObjectStreamMode.generate
        ),
    ),
    (
        "script written in code.pdf",
        lambda: by_hand(
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/J#61vaScript/J#53(PLANTED)>>>>",
            PAGES,
            PAGE,
        ),
    ),
    (
        "script nobody refers to.pdf",
        lambda: by_hand(ROOT, PAGES, PAGE, b"<</S/JavaScript/JS(PLANTED)>>"),
    ),
    (
        "starts with its page.pdf",
        lambda: changed(
            lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary(O=action("Named")))
        ),
    ),
    ("starts with the file.pdf", lambda: changed(in_root(AA=Dictionary(WC=action("Named"))))),
    (
        "starts a program.pdf",
        lambda: changed(on_page(Subtype=Name.Link, A=action("Launch", F=String("cmd.exe")))),
    ),
    (
        "sends a form.pdf",
        lambda: changed(
            on_page(Subtype=Name.Link, A=action("SubmitForm", F=String("https://example.org")))
        ),
    ),
    (
        "fetches data.pdf",
        lambda: changed(on_page(Subtype=Name.Link, A=action("ImportData", F=String("x")))),
    ),
    (
        "opens another file.pdf",
        lambda: changed(
            on_page(Subtype=Name.Link, A=action("GoToR", F=String("x.pdf"), D=String("a")))
        ),
    ),
    ("plays a film.pdf", lambda: changed(on_page(Subtype=Name.Link, A=action("Rendition")))),
    (
        "form of another kind.pdf",
        lambda: changed(
            lambda pdf: in_root(
                AcroForm=Dictionary(XFA=Stream(pdf, b"<xdp>PLANTED</xdp>"), Fields=Array([]))
            )(pdf)
        ),
    ),
]
FILES = [
    ("file inside.pdf", lambda: changed(with_file)),
    ("file on the page.pdf", lambda: changed(with_attached_note)),
    ("film on the page.pdf", lambda: changed(on_page(Subtype=Name.RichMedia))),
    ("three dimensions.pdf", lambda: changed(on_page(Subtype=Name("/3D")))),
    ("collection.pdf", lambda: changed(in_root(Collection=Dictionary(View=Name.D)))),
]
LOCKED = [
    ("password.pdf", lambda: locked(owner="owner", user="secret")),
    ("locked against copying.pdf", lambda: locked(owner="owner", user="")),
    ("old lock.pdf", lambda: locked(owner="owner", user="secret", R=3, aes=False, metadata=False)),
]
BROKEN = [
    ("a quarter.pdf", lambda: cut(plain(20), 0.25)),
    ("half.pdf", lambda: cut(plain(20), 0.5)),
    ("nine tenths.pdf", lambda: cut(plain(20), 0.9)),
    ("start alone.pdf", lambda: b"%PDF-1.7"),
    ("start and end.pdf", lambda: b"%PDF-1.7\n%%EOF"),
    ("zeros between.pdf", lambda: b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF"),
    ("pdf and zip.pdf", lambda: plain() + a_zip() + bytes(2000)),
    ("broken photo.pdf", lambda: changed(with_photo(b"no photo at all"))),
    ("half a photo.pdf", lambda: changed(with_photo(cut(jpeg(), 0.5)))),
]
TOO_MUCH = [
    (
        "packed 1 to 1000.pdf",
        lambda: as_is(with_content(packed(bytes(400_000_000)), Name.FlateDecode)),
    ),
    (
        "packed twice.pdf",
        lambda: as_is(
            with_content(packed(bytes(400_000_000), times=2), Array([Name.FlateDecode] * 2))
        ),
    ),
    (
        "packed twice around a photo.pdf",
        lambda: as_is(
            with_photo(packed(bytes(400_000_000)), Array([Name.FlateDecode, Name.DCTDecode]))
        ),
    ),
]
CASES = [
    *[(name, make, "pdf") for name, make in GOOD],
    *[(name, make, Reason.ACTIVE) for name, make in ACTIVE],
    *[(name, make, Reason.FILES_INSIDE) for name, make in FILES],
    *[(name, make, Reason.PASSWORD) for name, make in LOCKED],
    *[(name, make, Reason.DAMAGED) for name, make in BROKEN],
    *[(name, make, Reason.TOO_MUCH_WORK) for name, make in TOO_MUCH],
    ("fifty-one pages.pdf", lambda: plain(51), Reason.TOO_MANY_PAGES),
    ("no page.pdf", lambda: written(pikepdf.new()), Reason.NO_PAGE),
    (
        "pages in a circle.pdf",
        lambda: by_hand(ROOT, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        Reason.DAMAGED,
    ),
    (
        "photo that says 60000.pdf",
        lambda: changed(with_photo(jpeg(), Width=60000, Height=60000)),
        Reason.TOO_MANY_PIXELS,
    ),
    (
        "file elsewhere.pdf",
        lambda: changed(on_page(Subtype=Name.Link, A=action("GoToE"))),
        Reason.ACTIVE,
    ),
]

"""Inside the child: a PDF is refused when it acts by itself, and written anew when it does not."""

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from core.uploads import limits
from core.uploads.segments import without_boxes, without_segments
from core.uploads.words import Reason, RefusedError

TAIL = 1024  # bytes at the end in which the end mark must stand
ACTIONS = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute", "/SetOCGState", "/Trans", "/Hide"),
}
ACTIVE = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
CODE_IN_LINKS = ("javascript:", "vbscript:", "data:", "file:")
FILES = {"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AF", "/Collection"}
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
ANNOTATION_TELLS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Subj")
KEPT_IN_ROOT = {
    *("/Type", "/Pages", "/Version", "/Lang", "/MarkInfo", "/StructTreeRoot", "/PageLabels"),
    *("/ViewerPreferences", "/PageLayout", "/Outlines", "/OCProperties", "/Dests", "/AcroForm"),
}
PICTURES = {Name.DCTDecode: without_segments, Name.JPXDecode: without_boxes}


def copy_pdf(source, made, kind):
    """Write the PDF in `source` to `made` without scripts, files inside, earlier versions, or what
    it and its photos say about who made them. Raises RefusedError, or what the reader raises."""
    _refuse_cut_off(source)
    with _opened(source) as pdf:
        _refuse_pages(pdf)
        _look_through(pdf)
        _forget_maker(pdf)
        pdf.remove_unreferenced_resources()
        pdf.save(
            made,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,
        )


def _refuse_cut_off(source):
    source.seek(0, 2)
    source.seek(max(0, source.tell() - TAIL))
    if b"%%EOF" not in source.read():
        raise RefusedError(Reason.DAMAGED)
    source.seek(0)


def _opened(source):
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        raise RefusedError(Reason.PASSWORD) from error
    if pdf.is_encrypted:
        raise RefusedError(Reason.PASSWORD)
    return pdf


def _refuse_pages(pdf):
    if not pdf.pages:
        raise RefusedError(Reason.NO_PAGE)
    if len(pdf.pages) > limits.MOST_PAGES:
        raise RefusedError(Reason.TOO_MANY_PAGES)


def _look_through(pdf):
    """Every object once, referred to or not: refuse what acts, unpack what is packed."""
    drawn = 0
    for row in pdf.objects:
        if isinstance(row, Stream):
            drawn += _unpacked(row)
            if drawn > limits.MOST_DRAWN:
                raise RefusedError(Reason.TOO_MUCH_WORK)
        for part in _dictionaries(row):
            _refuse_active(part)
            _forget_details(part)


def _dictionaries(row):
    """The dictionary of an object and those written inside it."""
    waiting = [row]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Dictionary | Stream):
            yield part
            waiting += [value for _, value in part.items() if _is_inside(value)]
        elif isinstance(part, Array):
            waiting += [value for value in part if _is_inside(value)]


def _is_inside(value):
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def _refuse_active(part):
    keys = set(part.keys())
    if keys & ACTIVE or str(part.get("/S", "")) in ACTIONS:
        raise RefusedError(Reason.ACTIVE)
    if str(part.get("/URI", "")).strip().lower().startswith(CODE_IN_LINKS):
        raise RefusedError(Reason.ACTIVE)
    if keys & FILES or str(part.get("/Type", "")) == "/EmbeddedFile":
        raise RefusedError(Reason.FILES_INSIDE)
    if str(part.get("/Subtype", "")) in ("/FileAttachment", "/RichMedia", "/Screen", "/3D"):
        raise RefusedError(Reason.FILES_INSIDE)


def _forget_details(part):
    for key in TELLS:
        if key in part:
            del part[key]
    if "/Subtype" in part and "/Rect" in part and part.Subtype != Name.Widget:
        for key in ANNOTATION_TELLS:
            if key in part:
                del part[key]


def _unpacked(stream):
    """How much a stream holds once unpacked; a photo in it loses what it says about itself."""
    filters = stream.get("/Filter", [])
    filters = list(filters) if isinstance(filters, Array) else [filters] if filters else []
    if not filters or filters[-1] not in PICTURES:
        return _size_of(stream, filters)
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > limits.MOST_PIXELS * 2:
        raise RefusedError(Reason.TOO_MANY_PIXELS)
    data = stream.read_raw_bytes()
    for _ in filters[:-1]:
        data = _inflated(data)
    clean = PICTURES[filters[-1]](data)
    if clean != data or len(filters) > 1:
        parameters = stream.get("/DecodeParms")
        kept = parameters[-1] if isinstance(parameters, Array) else parameters
        stream.write(clean, filter=filters[-1], decode_parms=kept)
    return len(clean)


def _size_of(stream, filters):
    """Fax and JBIG2 pictures are left as they are; the rest is unpacked, step by step, for once."""
    if filters and filters[-1] in (Name.CCITTFaxDecode, Name.JBIG2Decode):
        return len(stream.read_raw_bytes())
    if any(name != Name.FlateDecode for name in filters):
        return len(stream.read_bytes())
    data = stream.read_raw_bytes()
    for _ in filters:
        data = _inflated(data)
    return len(data)


def _inflated(data):
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, limits.MOST_DRAWN)
    if unpacker.unconsumed_tail:
        raise RefusedError(Reason.TOO_MUCH_WORK)
    return unpacked


def _forget_maker(pdf):
    """Only what shows the pages stays in the catalog; author, title and dates go."""
    names = pdf.Root.get("/Names")
    for key in set(pdf.Root.keys()) - KEPT_IN_ROOT:
        del pdf.Root[key]
    if isinstance(names, Dictionary) and "/Dests" in names:
        pdf.Root.Names = Dictionary(Dests=names.Dests)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]

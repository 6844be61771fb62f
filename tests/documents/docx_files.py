"""Word files for tests, made from a few words of WordprocessingML; run as a module, this writes the samples anew.

``python -m tests.documents.docx_files`` writes tests/samples/docx/*.docx, the same bytes each time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" '
    f'xmlns:m="{_OFFICE}/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)
_STYLES = ("Title", "Subtitle", "heading 1", "heading 2", "List Paragraph")


def run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", numbered: bool = False) -> str:
    """A paragraph of runs; what does not begin with ``<`` is text."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    name = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    return f"<w:p><w:pPr>{name}{number}</w:pPr>{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell's paragraphs are divided by ``|``."""

    def cell(text: str) -> str:
        return f"<w:tc>{''.join(paragraph(part) for part in text.split('|'))}</w:tc>"

    filled = ("".join(map(cell, row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{cells}</w:tr>' for cells in filled)}</w:tbl>"


def link(identifier: str, text: str) -> str:
    return f'<w:hyperlink r:id="{identifier}">{run(text)}</w:hyperlink>'


def picture(alt: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr={quoteattr(alt)}/><a:graphic>'
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="picture"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def part(name: str, inner: str) -> str:
    return f"<w:{name} {_NAMESPACES}>{inner}</w:{name}>"


def properties(title: str = "", creator: str = "", created: str = "") -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<dcterms:created>{created}</dcterms:created></cp:coreProperties>"
    )


def docx(
    body: str,
    *,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    kind: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A Word file with this body; `links` are addresses by identifier, `parts` further parts by name."""
    relations = [
        f'<Relationship Id={quoteattr(identifier)} Type="{_OFFICE}/relationships/hyperlink" '
        f'Target={quoteattr(address)} TargetMode="External"/>'
        for identifier, address in (links or {}).items()
    ]
    relations.append(f'<Relationship Id="picture" Type="{_OFFICE}/relationships/image" Target="media/image1.png"/>')
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in _STYLES
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="d" Type="{_OFFICE}/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{"".join(relations)}</Relationships>',
        "word/styles.xml": part("styles", styles),
        "word/numbering.xml": part("numbering", numbering),
        **(parts or {}),
    }
    return zipped(members, kind)


def zipped(members: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these members, the same bytes whenever it is made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            member.compress_type = kind
            archive.writestr(member, data)
    return packed.getvalue()


INTRODUCTION = paragraph("This week, Jo Doe, F.A.B. has an exclusive interview with Ola Berg.")


def _changed(element: str, text: str) -> str:
    inner = (
        run(text).replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>") if element == "del" else run(text)
    )
    return f'<w:{element} w:id="1" w:author="Jo" w:date="2015-09-14T00:00:00Z">{inner}</w:{element}>'


def _notes() -> dict[str, str | bytes]:
    note = f'<w:footnote w:id="2">{paragraph("It was a Tuesday.")}</w:footnote>'
    comment = f'<w:comment w:id="0" w:author="Mia Ek" w:initials="ME">{paragraph("Is this so?")}</w:comment>'
    return {
        "word/footnotes.xml": part("footnotes", note),
        "word/comments.xml": part("comments", comment),
        "word/header1.xml": part("hdr", paragraph("Guild of Lamp Keepers")),
        "word/footer1.xml": part("ftr", paragraph("3")),
    }


def samples() -> dict[str, bytes]:
    """The samples by name: one oddity each, after a plain one."""
    labelled = [
        paragraph(run(f"{who}:", bold=True), f" {said}")
        for who, said in [("JD", "Why lighthouses?"), ("OB", "They were bright."), ("JD", "And?"), ("OB", "Dry.")]
    ]
    return {
        "a-page": docx(
            paragraph("Guild of Lamp Keepers (GLK)")
            + paragraph("Ola Berg, Keeper of the North Light", style="Title")
            + INTRODUCTION
            + paragraph(picture("Ola Berg at her lamp"))
            + paragraph("Ola Berg wrote ", link("book", "The Book of Lamps"), ". Her awards include:")
            + paragraph("Golden Wick, 2011", style="List Paragraph", numbered=True)
            + paragraph("Keeper of the Year, 2014", style="List Paragraph", numbered=True)
            + paragraph("To listen to the interview, ", link("sound", "click on this MP3 file link"))
            + paragraph("Interview Time Index (MM:SS) and Topic", style="heading 1")
            + paragraph(
                run(":00:18:"), run("\u00a0Why lighthouses?"), "<w:r><w:br/></w:r>", '"....They were bright...."'
            )
            + paragraph(":02:05: What broke first?")
            + paragraph('"....The ', link("rope", "rope"), '...."')
            + paragraph("Fog and after", style="heading 2")
            + paragraph("01:00:07: Thank you."),
            links={
                "book": "https://books.x.example/lamps",
                "sound": "https://media.x.example/ola.mp3",
                "rope": "https://ropes.x.example/",
            },
            parts={
                "word/media/image1.png": b"\x89PNG",
                "docProps/core.xml": properties("Draft 3", "Per Lund", "2015-09-14T10:30:00Z"),
            },
        ),
        "bold-initials": docx(INTRODUCTION + "".join(labelled)),
        "bold-names-and-properties": docx(
            "".join(
                paragraph(run(who, bold=True), run(": "), said)
                for who, said in [
                    ("Ola Berg", "Good morning."),
                    ("Jo Doe", "Why lighthouses?"),
                    ("Ola Berg", "They were bright."),
                    ("Jo Doe", "What broke first?"),
                    ("Ola Berg", "The rope."),
                ]
            ),
            parts={"docProps/core.xml": properties("Ola Berg, Keeper", "Jo Doe", "2015-09-14T10:30:00Z")},
        ),
        "bold-questions": docx(
            paragraph("Ola Berg, Keeper", style="Title")
            + paragraph("Jo Doe talked with the keeper of the north light about rope.")
            + paragraph(run("Why lighthouses?", bold=True))
            + paragraph("They were bright.")
            + paragraph("And dry.")
            + paragraph(run("The bachelorís lamp, what broke first?", bold=True))
            + paragraph("The rope.")
        ),
        "time-table": docx(
            INTRODUCTION
            + table(
                ("Time", "Topic"),
                ("00:18", "Why lighthouses?"),
                ("02:05", 'What broke first?|"....The rope...."'),
                ("1:00:07", "And then?"),
            )
        ),
        "names-in-a-table": docx(
            paragraph("Ola Berg, Keeper", style="Title")
            + table(
                ("Jo", "Why lighthouses?"),
                ("Ola", "They were bright.|And dry."),
                ("Jo", "What broke first?"),
                ("Ola", "The rope."),
            )
        ),
        "tracked-changes": docx(
            INTRODUCTION
            + paragraph(":00:18: Why ", _changed("ins", "these "), _changed("del", "those "), "lighthouses?")
            + paragraph('"....They were ', _changed("del", "dark"), _changed("ins", "bright"), '...."')
        ),
        "notes-and-margins": docx(
            INTRODUCTION
            + paragraph(
                ":00:18: When did it break?",
                '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>',
            )
            + paragraph('"....In March: ', "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", '...."'),
            parts=_notes(),
        ),
        "macros-and-scripts": docx(
            INTRODUCTION
            + paragraph("Ola Berg has a ", link("script", "page"), " and a ", link("page", "log"), ".")
            + paragraph(":00:18:\tWhy lighthouses?"),
            links={"script": "javascript:alert(1)", "page": "https://x.example/log"},
            parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
        ),
    }


if __name__ == "__main__":
    folder = Path(__file__).parent.parent / "samples" / "docx"
    folder.mkdir(exist_ok=True)
    for name, data in samples().items():
        (folder / f"{name}.docx").write_bytes(data)

"""Tell everything that is wrong with a template before it is used, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.packed_files import PackedFile, parsed_xml
from hatangso.documents.word.department_template_fields import (
    TemplateFields,
    fields_of,
)
from hatangso.documents.word.department_template_file import file_faults, text_parts
from hatangso.documents.word.department_template_language import (
    Fault,
    faults_of,
    sure_of,
    written_bytes,
)
from hatangso.documents.word.department_template_tags import (
    Paragraph,
    Tag,
    paragraphs_of,
    tags_of,
)
from hatangso.errors import Finding, Message, Place, Severity

__all__ = ["check_template"]

_MOST_WRITTEN_BYTES = 300_000_000
_PARTS = {
    "document": Message("text"),
    "header": Message("header"),
    "footer": Message("footer"),
    "footnotes": Message("footnotes"),
}
_ENDS = {"endfor": "for", "endif": "if"}
_BETWEEN = ("else", "elif")


def check_template(content: bytes, sample: OfficialDocument) -> list[Finding]:
    """Return everything that is wrong with a template.

    Args:
        content: What somebody hands in.
        sample: A document of the template's kind, whose fields it may name.
    """
    place = Place(f"{sample.kind}.docx")

    def finding(problem: Message, fix: Message) -> Finding:
        return Finding(Severity.ERROR, place, problem, fix)

    faults = file_faults(content)
    if faults:
        return [finding(*fault) for fault in faults]
    fields = fields_of(sample)
    packed = PackedFile(content)
    found: list[Finding] = []
    for name in text_parts(packed.names):
        root = parsed_xml(packed.read(name))
        if root is None:
            continue  # told above
        word = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        reader = _PartReader(fields)
        for paragraph in paragraphs_of(root, _PARTS[word]):
            reader.read(paragraph)
        reader.close()
        found += [finding(*fault) for fault in reader.faults]
    return found or [finding(*fault) for fault in _whole_faults(content, fields)]


@dataclass
class _Open:
    """A loop or a condition that has begun."""

    word: str
    tag: Tag
    scope: dict[str, str] = field(default_factory=dict)
    sure: frozenset[str] = frozenset()


@dataclass
class _PartReader:
    """Reads the tags of a part in their order."""

    fields: TemplateFields
    faults: list[tuple[Message, Message]] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)

    def read(self, paragraph: Paragraph) -> None:
        """Note what is wrong in a paragraph."""
        tags, broken = tags_of(paragraph)
        for sign in broken:
            self._note(
                paragraph,
                Message("a tag begins or ends with {sign} alone", {"sign": sign}),
                Message("write a tag in one paragraph: {tag}", {"tag": "{{ so }}"}),
            )
        if len(tags) > 1:
            self._note_crowded(tags)
        for tag in tags:
            self._read_tag(tag)

    def close(self) -> None:
        """Note what was begun and not ended."""
        for one in self._open:
            self._note(
                one.tag.paragraph,
                Message("{tag} is not ended", {"tag": one.tag.text}),
                Message(
                    "write {tag} where it ends",
                    {"tag": f"{{%{one.tag.prefix} end{one.word} %}}"},
                ),
            )

    def _note(self, paragraph: Paragraph, problem: Message, fix: Message) -> None:
        where = {"where": paragraph.where, "problem": problem}
        self.faults.append((Message("{where}: {problem}", where), fix))

    def _note_crowded(self, tags: Sequence[Tag]) -> None:
        """Note tags that would be lost beside one that stands for its paragraph."""
        for tag in tags:
            if tag.prefix in {"p", "tr"}:
                self._note(
                    tag.paragraph,
                    Message("{tag} takes the place of all beside it",
                            {"tag": tag.text}),
                    Message("give it a paragraph or a row of its own"),
                )  # fmt: skip

    def _read_tag(self, tag: Tag) -> None:
        word = tag.body.split(maxsplit=1)[0] if tag.body else ""
        if tag.is_output:
            self._note_faults(tag, f"{{{{ {tag.body} }}}}")
        elif word in _ENDS and tag.body == word:
            self._end(tag, _ENDS[word])
        elif word in _BETWEEN:
            self._between(tag, word)
        elif word in {"for", "if"}:
            self._note_faults(tag, f"{{% {tag.body} %}}{{% end{word} %}}")
            self._begin(tag, word)
        else:
            self._note(
                tag.paragraph,
                Message("{tag} is no tag of a template", {"tag": tag.text}),
                Message("use a name, for, if, else, endif or endfor"),
            )

    def _note_faults(self, tag: Tag, source: str) -> None:
        around = self._open[-1] if self._open else _Open("", tag)
        for fault in faults_of(
            source, self.fields, scope=around.scope, sure=around.sure
        ):
            self._note_fault(tag, fault)

    def _note_fault(self, tag: Tag, fault: Fault) -> None:
        problem = Message("{tag}: {problem}",
                          {"tag": tag.text, "problem": fault.problem})  # fmt: skip
        self._note(tag.paragraph, problem, fault.fix)

    def _begin(self, tag: Tag, word: str) -> None:
        around = self._open[-1] if self._open else _Open("", tag)
        scope, sure = around.scope, around.sure
        parts = tag.body.split()
        if word == "if":
            sure |= sure_of(tag.body.removeprefix("if"))
        if word == "for" and parts[2:3] == ["in"]:
            scope = {parts[1]: "".join(parts[3:])}
        if tag.prefix == "tr" and tag.paragraph.row is None:
            self._note(
                tag.paragraph,
                Message("{tag} does not stand in a table", {"tag": tag.text}),
                Message("put it into a row of its own, or write {tag}",
                        {"tag": "{%p … %}"}),
            )  # fmt: skip
        self._open.append(_Open(word, tag, scope, sure))

    def _between(self, tag: Tag, word: str) -> None:
        if not self._open or self._open[-1].word != "if":
            self._note_astray(tag)
            return
        around = self._open[-2] if self._open[1:] else _Open("", tag)
        self._open[-1].sure = around.sure
        if word == "elif":
            condition = tag.body.removeprefix("elif")
            self._note_faults(tag, f"{{% if {condition} %}}{{% endif %}}")

    def _end(self, tag: Tag, word: str) -> None:
        if not self._open or self._open[-1].word != word:
            self._note_astray(tag)
            return
        begun = self._open.pop().tag
        if begun.prefix != tag.prefix or _holder(begun) is not _holder(tag):
            values = {"tag": tag.text, "begun": begun.text}
            self._note(
                tag.paragraph,
                Message("{tag} ends {begun} at another kind of place", values),
                Message(
                    "begin and end both in one paragraph, both with {paragraph} in one"
                    " text or cell, or both with {row} in rows of one table",
                    {"paragraph": "{%p", "row": "{%tr"},
                ),
            )

    def _note_astray(self, tag: Tag) -> None:
        self._note(
            tag.paragraph,
            Message("{tag} ends nothing that was begun", {"tag": tag.text}),
            Message("begin it before, or take the tag out"),
        )


def _holder(tag: Tag) -> BaseOxmlElement | None:
    """Return within what a loop must begin and end."""
    paragraph = tag.paragraph
    match tag.prefix:
        case "p":
            return next(paragraph.element.iterancestors(), None)
        case "tr":
            return paragraph.table
        case "tc":
            return paragraph.row
        case _:
            return paragraph.element


def _whole_faults(
    content: bytes, fields: TemplateFields
) -> Iterator[tuple[Message, Message]]:
    """Yield what is wrong with the text as it will be read, tags hidden in it too."""
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    packed = PackedFile(content)
    size = 0
    for name in text_parts(packed.names):
        source = template.patch_xml(packed.read(name).decode("utf-8", "replace"))
        faults = faults_of(source, fields)
        for fault in faults:
            part = Message("{where}: {problem}",
                           {"where": name, "problem": fault.problem})  # fmt: skip
            yield part, fault.fix
        if not faults:
            size += written_bytes(source, fields)
    if size > _MOST_WRITTEN_BYTES:
        yield (
            Message("its loops would write {size_mb:.0f} MB", {"size_mb": size / 1e6}),
            Message("put less into the rows that are repeated"),
        )

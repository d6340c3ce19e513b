"""The language of formulas: numbers, names, + - * /, and a few functions.

Python's parser reads the text; nothing of it is ever executed. What is not listed here
is refused with its place.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from hatangso.errors import InvalidInputError

__all__ = [
    "RECORD_FUNCTIONS",
    "WITHIN_FUNCTIONS",
    "Binary",
    "Call",
    "Expression",
    "Name",
    "Number",
    "names_in",
    "parse_formula",
]

_LONGEST = 1_000
_DEEPEST = 50


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Name:
    """An indicator or a data element, by its code."""

    code: str


@dataclass(frozen=True)
class Binary:
    """One of + - * / between two parts."""

    sign: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Call:
    """A function with parts to compute, and with words.

    Attributes:
        parts: Of ``least``, ``most``, ``total``, ``first_known``.
        words: Of functions that ask a source: ``count("site", owner="VNPT")``.
        choices: The named words, sorted.
    """

    function: str
    parts: tuple["Expression", ...] = ()
    words: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


Expression = Number | Name | Binary | Call

# Functions of parts, with the fewest they need.
PART_FUNCTIONS = MappingProxyType({"least": 1, "most": 1, "total": 1, "first_known": 1})
# Functions of words, answered by the source of the values.
# Those answered for each period apart.
WITHIN_FUNCTIONS = frozenset({"count_within", "sum_within"})
RECORD_FUNCTIONS = frozenset({"count", "sum_of", *WITHIN_FUNCTIONS})
WORD_FUNCTIONS = frozenset({*RECORD_FUNCTIONS, "reached", "missed", "known"})
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def parse_formula(text: str) -> Expression:
    """Read a formula.

    Raises:
        InvalidInputError: The text is no formula; the message names the place.

    >>> parse_formula("100 * a / b")
    Binary(sign='/', left=Binary(sign='*', left=Number(value=100.0), \
right=Name(code='a')), right=Name(code='b'))
    """
    if len(text) > _LONGEST:
        raise InvalidInputError(
            "the formula has {length} signs; write at most {most}",
            length=len(text),
            most=_LONGEST,
        )
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        place = getattr(error, "offset", None) or 1
        raise InvalidInputError(
            'the formula "{formula}" cannot be read at sign {place}',
            formula=text,
            place=place,
        ) from error
    return _Reader(text).read(tree.body, 0)


@dataclass(frozen=True)
class _Reader:
    text: str

    def read(self, node: ast.expr, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise self._refusal(node)
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(
                value, bool
            ):
                return Number(float(value))
            case ast.Name(id=code):
                return Name(code)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Binary("-", Number(0.0), self.read(operand, depth + 1))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                parts = self.read(left, depth + 1), self.read(right, depth + 1)
                return Binary(_SIGNS[type(op)], *parts)
            case ast.Call(func=ast.Name(id=function)):
                return self._call(node, function, depth)
        raise self._refusal(node)

    def _call(self, node: ast.Call, function: str, depth: int) -> Call:
        if function in PART_FUNCTIONS and not node.keywords:
            if len(node.args) >= PART_FUNCTIONS[function]:
                parts = tuple(self.read(part, depth + 1) for part in node.args)
                return Call(function, parts)
        elif function in WORD_FUNCTIONS and node.args:
            words = tuple(self._word(part) for part in node.args)
            choices = tuple(
                sorted(
                    (word.arg or "", self._word(word.value)) for word in node.keywords
                )
            )
            return Call(function, words=words, choices=choices)
        raise self._refusal(node)

    def _word(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        raise self._refusal(node)

    def _refusal(self, node: ast.expr) -> InvalidInputError:
        return InvalidInputError(
            'the formula "{formula}" may not hold "{part}" at sign {place}; it may hold'
            " numbers, codes, + - * /, parentheses and the functions {functions}",
            formula=self.text,
            part=ast.get_source_segment(self.text.strip(), node) or "",
            place=node.col_offset + 1,
            functions=", ".join(sorted({*PART_FUNCTIONS, *WORD_FUNCTIONS})),
        )


def names_in(expression: Expression) -> Iterator[str]:
    """Yield the codes that a formula rests on, left to right."""
    match expression:
        case Name(code):
            yield code
        case Binary(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Call(parts=parts):
            for part in parts:
                yield from names_in(part)

"""The commands that sign PDF documents and judge signed ones."""

from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.exit_codes import EXIT_CODES
from hatangso.cli.options import Json, Lang, now
from hatangso.documents.signatures.signing import SigningNote
from hatangso.documents.signatures.verification import Verdict
from hatangso.errors import InvalidInputError, Message
from hatangso.language import format_date, translate
from hatangso.workflows.documents.signature_words import verdict_words
from hatangso.workflows.documents.signatures import (
    TRUST_FOLDER,
    SigningKey,
    sign_file,
    verify_file,
)

__all__ = ["sign", "verify"]

Document = Annotated[Path, typer.Argument(help="Tệp PDF (a PDF file).")]


def sign(
    file: Document,
    key: Annotated[
        Path, typer.Option("--key", help="Tệp khóa PKCS #12: .p12, .pfx (the key).")
    ],
    *,
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            envvar="HATANGSO_KEY_PASSWORD",
            help="Mật khẩu của khóa; hỏi khi không có (the key's password).",
        ),
    ],
    reason: Annotated[str, typer.Option(help="Lý do ký (why).")] = "",
    place: Annotated[str, typer.Option(help="Nơi ký (where).")] = "",
    timestamp: Annotated[
        str,
        typer.Option(
            help="Địa chỉ dịch vụ dấu thời gian RFC 3161 (time-stamping authority)."
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="Tệp đã ký; mặc định TÊN.signed.pdf (the signed file)."),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Ký số một tệp PDF theo PAdES (sign a PDF document)."""
    output = Output(language, as_json)
    with output.errors_shown():
        signed = sign_file(
            file,
            SigningKey(key, password, timestamp),
            SigningNote(reason, place),
            out or file.with_suffix(".signed.pdf"),
        )
        output.say("Signed: {path}", path=signed)
        output.finish({"signed": signed})


def verify(
    file: Document,
    *,
    trust: Annotated[
        Path,
        typer.Option(
            help="Thư mục chứng thư gốc được tin cậy (folder of trusted certificates)."
        ),
    ] = Path(TRUST_FOLDER),
    as_json: Json = False,
    language: Lang,
) -> None:
    """Kiểm tra chữ ký số của một tệp PDF (judge the signatures of a PDF document).

    The exit code is 0 when it is signed and every signature is valid, else 3.
    """
    output = Output(language, as_json)
    with output.errors_shown():
        checks = verify_file(file, trust, at=now())
        if not checks:
            output.say("{file} is not signed.", file=file)
        for check in checks:
            output.say(
                "{signer} (certificate of {issuer}, {begins} to {ends}):",
                signer=check.signer,
                issuer=check.issuer,
                begins=format_date(check.not_before),
                ends=format_date(check.not_after),
            )
            for words in verdict_words(check):
                output.show(translate(words, language), indent=2)
            if check.stamped_at is not None:
                words = Message(
                    "Time stamp: {day}", {"day": format_date(check.stamped_at)}
                )
                output.show(translate(words, language), indent=2)
        output.finish({"signatures": checks})
        if not checks or any(one.verdict is not Verdict.VALID for one in checks):
            raise typer.Exit(EXIT_CODES[InvalidInputError])

"""A file that a form brought, read whole: for those that nothing keeps."""

from starlette.datastructures import FormData, UploadFile

from hatangso.errors import InvalidInputError
from hatangso.web.settings import BYTES_PER_MB

__all__ = ["sent_file"]


def sent_file(form: FormData, most_bytes: int) -> tuple[str, bytes]:
    """Return name and content of the file of a form's field ``file``.

    Raises:
        InvalidInputError: There is none, or it is larger than it may be.
    """
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InvalidInputError("choose a file first")
    content = file.file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise InvalidInputError(
            "{file} is larger than {limit_mb} MB",
            file=file.filename,
            limit_mb=most_bytes // BYTES_PER_MB,
        )
    return file.filename, content

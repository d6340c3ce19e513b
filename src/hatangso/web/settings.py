"""What whoever runs the service may choose, read once from the environment."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from hatangso.errors import InvalidInputError

__all__ = ["BYTES_PER_MB", "Settings", "read_settings"]

BYTES_PER_MB = 1_000_000

_PREFIX = "HATANGSO_"


class Settings(BaseSettings):
    """Choices of the service: ``HATANGSO_PORT=8080`` sets ``port``.

    Where the register lies, SQLite or PostgreSQL, is said by ``register`` in the
    province's ``province.toml``; accounts and jobs lie beside it.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    directory: Path = Field(description="The province directory.")
    host: str = Field(default="127.0.0.1", description="Address that is listened on.")
    port: int = Field(
        default=8000, ge=0, le=65_535, description="Port; 0 takes a free one."
    )
    base_url: str = Field(
        default="",
        description="Address that users type, behind a proxy: https://hatangso.gov.vn."
        " With https, cookies are sent over https only.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Proxies whose X-Forwarded-For is believed."
    )
    public_pages: bool = Field(
        default=True,
        description="Whether people who are not signed in see the public pages.",
    )
    session_hours: float = Field(
        default=12, gt=0, description="How long a sign-in lasts."
    )
    upload_mb: int = Field(default=200, gt=0, description="Largest file that is taken.")
    reports_per_hour: int = Field(
        default=5, gt=0, description="Public reports from one address in an hour."
    )
    sign_in_tries: int = Field(
        default=10, gt=0, description="Wrong passwords in 15 minutes before a pause."
    )
    keep_reports_days: int = Field(
        default=730,
        gt=0,
        description="After which reporters' personal data are removed.",
    )
    keep_uploads_days: int = Field(
        default=30, gt=0, description="After which files that were sent in are removed."
    )
    workers: int = Field(
        default=2, gt=0, description="Processes that compute a coverage."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="How log lines are written."
    )
    oidc_issuer: str = Field(default="", description="OpenID provider; empty: none.")
    oidc_client_id: str = Field(default="", description="What the provider calls us.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret that the provider gave."
    )
    oidc_name: str = Field(
        default="OpenID", description="What the sign-in button says."
    )

    @property
    def upload_bytes(self) -> int:
        """Size of the largest file that is taken."""
        return self.upload_mb * BYTES_PER_MB

    @property
    def is_https(self) -> bool:
        """Whether users come over https."""
        return self.base_url.startswith("https://")


def read_settings(
    directory: Path,
    **given: Any,  # noqa: ANN401 - whatever a setting can be
) -> Settings:
    """Return the settings of the environment; what is given here goes before it.

    Raises:
        InvalidInputError: A setting is none that it can be.
    """
    try:
        return Settings(directory=directory, **given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(map(str, first["loc"]))
        raise InvalidInputError(
            "{name} cannot be used: {reason}",
            name=f"{_PREFIX}{name.upper()}",
            reason=first["msg"],
        ) from None

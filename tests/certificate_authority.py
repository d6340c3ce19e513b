"""A small certificate authority for tests, made without the product."""

import time
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    serialize_key_and_certificates,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Signatures note the clock's time, so that these certificates go by it too.
NOW = datetime.fromtimestamp(int(time.time()), UTC)
PASSWORD = "mật khẩu"  # noqa: S105 - of keys made here
_DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """A root that issues certificates and lists those it has withdrawn."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(name)
        self.certificate = (
            self._builder(self.name, self.key.public_key(), NOW, 3650)
            .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(self.key, SHA256())
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str,
        *,
        begins: datetime = NOW - 30 * _DAY,
        days: int = 365,
        stamps_time: bool = False,
        signs: bool = True,
    ) -> "Holder":
        # The library's clock for tests signs with RSA only.
        key: Key = (
            rsa.generate_private_key(65537, 2048)
            if stamps_time
            else ec.generate_private_key(ec.SECP256R1())
        )
        made = self._builder(_name(name), key.public_key(), begins, days)
        made = made.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        ).add_extension(_usage(signs_documents=signs), critical=True)
        if stamps_time:
            made = made.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),
                critical=True,
            )
        return Holder(key, made.sign(self.key, SHA256()), self)

    def withdrawn(self, *holders: "Holder", on: datetime = NOW - _DAY) -> bytes:
        """Return the list of withdrawn certificates as it stands NOW."""
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(NOW - timedelta(hours=1))
            .next_update(NOW + 7 * _DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.key.public_key()
                ),
                critical=False,
            )
        )
        for holder in holders:
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(holder.certificate.serial_number)
                .revocation_date(on)
                .build()
            )
        return made.sign(self.key, SHA256()).public_bytes(Encoding.PEM)

    def _builder(
        self,
        name: x509.Name,
        public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
        at: datetime,
        days: int,
    ) -> x509.CertificateBuilder:
        begins = at if name != self.name else NOW - 3650 * _DAY
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + (days if name != self.name else 7300) * _DAY)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(public), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.key.public_key()
                ),
                critical=False,
            )
        )


class Holder:
    """Somebody with a key and a certificate."""

    def __init__(self, key: Key, made: x509.Certificate, root: Authority) -> None:
        self.key, self.certificate, self.root = key, made, root

    @property
    def pkcs12(self) -> bytes:
        """The file that the holder keeps, locked with PASSWORD."""
        return serialize_key_and_certificates(
            b"signer",
            self.key,
            self.certificate,
            [self.root.certificate],
            BestAvailableEncryption(PASSWORD.encode()),
        )


def _usage(
    *, signs_documents: bool = False, signs_certificates: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=not signs_documents and not signs_certificates,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )

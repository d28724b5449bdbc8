"""An authority of one's own and certificates of it for 127.0.0.1, as an operator makes them; made anew for each test."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path
from typing import NamedTuple, Optional

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)


class Pair(NamedTuple):
    """Two PEM files, and what they hold."""

    cert: Path
    key: Path
    made: x509.Certificate
    private: ec.EllipticCurvePrivateKey


def authority(folder: Path, name: str = "our-own") -> Pair:
    return _made(folder, name, None)


def certificate(folder: Path, name: str, signed_by: Pair, host: str = "localhost") -> Pair:
    """For 127.0.0.1 and the host."""
    return _made(folder, name, signed_by, host)


def _made(folder: Path, name: str, signed_by: Optional[Pair], host: str = "localhost") -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)  # noqa: UP017  # Python 3.10 too
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by.made.subject if signed_by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
    )
    if signed_by is not None:
        names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName(host)]
        building = building.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = building.sign(signed_by.private if signed_by else key, hashes.SHA256())
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Pair(paths[0], paths[1], made, key)

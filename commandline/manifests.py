"""Manifests of C2PA in results: what was done to which original, signed with a person's own certificate.

Nothing is asked of the network: no time stamp, no list of what is trusted or revoked, and no manifest that a picture
says lies elsewhere. Source: C2PA Technical Specification 2.2; the library is an optional extra.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from commandline.errors import BadUse, FileFailed
from recipes import writing
from recipes.model import Recipe

SOFTWARE = "Bria Studio"
RECIPE = "bria-studio.recipe"  # the label under which a manifest holds the recipe
# What can hold a manifest, by Pillow's names.
TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
    "GIF": "image/gif",
    "HEIF": "image/heif",
}
SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_timestamp_trust": False},
    "builder": {"thumbnail": {"enabled": False}},
}
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Signing:
    """What results are signed with: PEM of the ``certificates``, a person's own first, and of its ``key``; and the name
    of the ``algorithm`` in C2PA's words."""

    certificates: bytes
    key: bytes = field(repr=False)
    algorithm: str


def read_signing(certificates: str, key: str) -> Signing:
    """What lies in the two files.

    Raises:
        BadUse: the extra is not installed, a file cannot be used, or they do not belong together.
    """
    if find_spec("c2pa") is None:
        raise BadUse("--c2pa needs an extra: make c2pa installs it, elsewhere pip install 'bria-studio[c2pa]'.")
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    chain, private = read_file(certificates), read_file(key)
    try:
        owner = x509.load_pem_x509_certificates(chain)[0]
    except ValueError:
        raise BadUse(f"{certificates} holds no certificates in PEM.") from None
    try:
        opened = load_pem_private_key(private, None)
    except TypeError:
        raise BadUse(f"{key} is locked by a passphrase; --c2pa needs a key without one.") from None
    except ValueError:
        raise BadUse(f"{key} holds no private key in PEM.") from None
    if opened.public_key() != owner.public_key():
        raise BadUse(f"{key} is not the key of the first certificate in {certificates}.")
    return Signing(chain, private, choose_algorithm(opened, key))


def read_file(name: str) -> bytes:
    """The bytes of a file.

    Raises:
        BadUse: it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BadUse(f"{name} cannot be read: {error.strerror}.") from None


def choose_algorithm(key: Any, name: str) -> str:
    """How a private key signs, as C2PA calls it.

    Raises:
        BadUse: as it does not allow.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    match key:
        case ec.EllipticCurvePrivateKey() if key.curve.name in CURVES:
            return CURVES[key.curve.name]
        case rsa.RSAPrivateKey():
            return "ps256"
        case ed25519.Ed25519PrivateKey():
            return "ed25519"
    raise BadUse(f"{name} is a key of a kind that C2PA does not allow.")


def sign(result: bytes, original: bytes, recipe: Recipe | None, signing: Signing) -> bytes:
    """A result's file with a manifest: its ``original``, the steps of the recipe, and the recipe itself.

    Raises:
        FileFailed: files of its format hold none, or the certificate is not good for it.
    """
    import c2pa

    kind, parent = find_type(result), find_type(original)
    info = c2pa.C2paSignerInfo(signing.algorithm.encode(), signing.certificates, signing.key, None)
    target = io.BytesIO()
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(SETTINGS), c2pa.Signer.from_info(info))
        with context, c2pa.Builder(describe(recipe), context) as builder:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
            builder.add_ingredient({"relationship": "parentOf"}, parent, io.BytesIO(original))
            builder.sign(kind, io.BytesIO(result), target)
    except c2pa.C2paError as error:
        raise FileFailed(f"It cannot be signed: {' '.join(str(error).split())}.") from error
    return target.getvalue()


def find_type(data: bytes) -> str:
    """What a file that holds manifests is called in them.

    Raises:
        FileFailed: it is none.
    """
    with Image.open(io.BytesIO(data)) as image:
        format = str(image.format)
    if format not in TYPES:
        raise FileFailed(f"A {format} cannot hold a manifest; --format names what can.")
    return TYPES[format]


def describe(recipe: Recipe | None) -> dict[str, Any]:
    """What a manifest says was done."""
    steps = recipe.steps if recipe else ()
    actions = [{"action": "c2pa.edited", "parameters": {"description": step.do}} for step in steps]
    assertions: list[dict[str, Any]] = [{"label": "c2pa.actions.v2", "data": {"actions": actions}}]
    if recipe:
        assertions.append({"label": RECIPE, "data": writing.to_json(recipe)})
    return {"claim_generator_info": [{"name": SOFTWARE}], "assertions": assertions}

"""Why a secure connection did not come about, in words that somebody can act on."""

from __future__ import annotations

import ssl
from typing import Final

from usero_desktop.errors import Unreachable

_EXPIRED: Final = (
    "tls_expired",
    (
        "The certificate of {host} has expired; if this machine's clock is right, the server's "
        "owner has to renew it. Nothing was sent."
    ),
)
_NOT_YET: Final = (
    "tls_not_yet",
    "The certificate of {host} is not valid yet; look at this machine's clock. Nothing was sent.",
)
_OTHER_HOST: Final = (
    "tls_other_host",
    (
        "What answered for {host} showed another server's certificate; perhaps this network asks "
        "for a sign-in first, or base_url is wrong. Nothing was sent."
    ),
)
_UNTRUSTED: Final = (
    "tls_untrusted",
    (
        "The certificate of {host} was issued by nobody whom this machine trusts; on a company's "
        "network, its own authority has to be added to the system's certificates. Nothing was sent."
    ),
)
_OLD: Final = (
    "tls_old",
    (
        "{host} and this program have no safe version of TLS in common; the server's owner has to "
        "update it. Nothing was sent."
    ),
)
_PLAIN: Final = (
    "tls_none",
    (
        "{host} does not speak TLS at this port, so base_url is not quite its address. "
        "Nothing was sent."
    ),
)

# OpenSSL's numbers (x509_vfy.h); other systems' verifiers have others, and fall through.
_BY_VERIFY_CODE: Final = {
    9: _NOT_YET,
    10: _EXPIRED,
    18: _UNTRUSTED,  # self-signed
    19: _UNTRUSTED,  # a self-signed authority
    20: _UNTRUSTED,  # an authority that is not here
    21: _UNTRUSTED,
    62: _OTHER_HOST,
    64: _OTHER_HOST,  # an address in place of a name
}
_BY_REASON: Final = {
    "TLSV1_ALERT_PROTOCOL_VERSION": _OLD,
    "UNSUPPORTED_PROTOCOL": _OLD,
    "WRONG_SSL_VERSION": _OLD,
    "WRONG_VERSION_NUMBER": _PLAIN,
}


def failed_handshake(host: str, error: BaseException) -> Unreachable:
    """Return what to say of `error`, which kept the connection to `host` from being secure."""
    known = _BY_REASON.get(getattr(error, "reason", None) or "")
    if isinstance(error, ssl.SSLCertVerificationError):
        known = _BY_VERIFY_CODE.get(error.verify_code, known)
    if known is not None:
        code, sentence = known
        return Unreachable(sentence.format(host=host), code=code, host=host)
    reason = getattr(error, "verify_message", "") or getattr(error, "reason", "") or "TLS"
    return Unreachable(
        f"The secure connection to {host} failed ({reason}); nothing was sent.",
        code="unreachable_tls",
        host=host,
        reason=str(reason),
    )

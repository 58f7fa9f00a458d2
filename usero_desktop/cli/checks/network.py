"""The way to the server: whom it is trusted by, through which proxy, and whether it answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from usero_desktop import policy
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject
from usero_desktop.cli.exits import sentence_of
from usero_desktop.errors import ApiError, ConfigError
from usero_desktop.model.address import is_loopback

if TYPE_CHECKING:
    from usero_desktop.api.greeting import Certificate, Greeting
    from usero_desktop.model.submission import JsonValue


PROXY_VARIABLES: Final = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})


def _look_at_trust(_subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.api.trust import describe_trust

    found = describe_trust()
    facts: dict[str, JsonValue] = {
        "source": found.source,
        "certificates": found.certificates,
        "troubles": list(found.troubles),
    }
    troubles = " ".join(found.troubles)
    if found.is_empty:
        sentence = f"No authority is trusted, so no https:// server can be reached. {troubles}"
        advice = "Install ca-certificates, and take SSL_CERT_FILE out of the environment."
        return (Finding("trust", State.FAILED, sentence.strip(), advice, facts),)
    count = "" if found.certificates is None else f" ({found.certificates} authorities)"
    sentence = f"Certificates are checked against {found.source}{count}."
    if troubles:
        advice = "Mend that variable, or take it out of the environment."
        return (Finding("trust", State.WARNING, f"{troubles} {sentence}", advice, facts),)
    return (Finding("trust", State.OK, sentence, facts=facts),)


def _look_at_proxy(subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.api.transport import proxy_for

    found = proxy_for(subject.base_url)
    variables = sorted(name for name in os.environ if name.lower() in PROXY_VARIABLES)
    if found is None:
        beside = f" ({' and '.join(variables)} say so of it)" if variables else ""
        sentence = f"The server is reached without a proxy{beside}."
        return (Finding("proxy", State.OK, sentence, facts={"variables": [*variables]}),)
    setting, address = found
    try:
        # Without the login that may stand in it.
        parts = urlsplit(address if "://" in address else f"http://{address}")
        shown = f"{parts.hostname or '?'}{f':{parts.port}' if parts.port else ''}"
    except ValueError:
        shown = ""
    facts: dict[str, JsonValue] = {
        "setting": setting,
        "proxy": shown,
        "variables": [*variables],
    }
    if not shown or shown.startswith("?"):
        sentence = f"The proxy that {setting} names cannot be used."
        advice = "It should look like http://proxy.example.com:8080."
        return (Finding("proxy", State.FAILED, sentence, advice, facts),)
    sentence = f"The server is reached through the proxy {shown}, which {setting} names."
    return (Finding("proxy", State.OK, sentence, facts=facts),)


def _look_at_server(subject: Subject) -> tuple[Finding, ...]:
    if subject.offline:
        return (Finding("server", State.SKIPPED, "Not asked (--offline)."),)
    from usero_desktop.api.client import UseroClient

    try:
        with UseroClient(subject.base_url, allow_insecure=subject.allow_insecure) as client:
            greeting = client.ping()
    except (ApiError, ConfigError) as error:
        sentence = sentence_of(error).removesuffix(" Nothing was sent.")
        parts = urlsplit(subject.base_url)
        advice = "Reports are kept meanwhile, and sent once it answers."
        if not policy.read().outbox:
            advice = (
                "No report can be sent until it answers, and your administrator lets none wait."
            )
        if error.code == "unreachable" and is_loopback(parts.hostname or ""):
            sentence = f"Nothing listens at {parts.netloc}, which is on this machine."
            advice = f"Start the server that should; usero-desktop inbox is one. {advice}"
        facts: dict[str, JsonValue] = {"base_url": subject.base_url, "code": error.code}
        return (
            Finding(
                "server",
                State.FAILED,
                sentence,
                advice,
                facts,
            ),
        )
    return (_greeted(subject, greeting),)


def _greeted(subject: Subject, greeting: Greeting) -> Finding:
    host = urlsplit(subject.base_url).netloc
    facts: dict[str, JsonValue] = {"base_url": subject.base_url, "status": greeting.status}
    secured = ""
    if greeting.certificate is not None:
        facts |= _facts_of(greeting.certificate)
        by = f" from {greeting.certificate.issuer}" if greeting.certificate.issuer else ""
        until = f" until {greeting.certificate.valid_until}" if by else ""
        secured = f" Its certificate is good{by}{until}."
    if greeting.is_api:
        return Finding("server", State.OK, f"{host} answers.{secured}", facts=facts)
    return Finding(
        "server",
        State.FAILED,
        f"{host} answers, but not as a Usero server does (status {greeting.status}).{secured}",
        "Look at --base-url; or this network asks for a sign-in first, in a browser.",
        facts,
    )


def _look_at_client(subject: Subject) -> tuple[Finding, ...]:
    client_id = subject.client_id
    if not client_id:
        sentence = "No client id is set, so no report can be sent without saying it."
        advice = "Set it with: usero-desktop open settings; or say it with --client-id."
        return (Finding("client", State.SKIPPED, sentence, advice),)
    facts: dict[str, JsonValue] = {"client_id": client_id}
    if subject.offline:
        return (Finding("client", State.SKIPPED, "Not asked (--offline).", facts=facts),)
    from usero_desktop.settings import Program, is_known

    try:
        program = Program(
            client_id, base_url=subject.base_url, allow_insecure=subject.allow_insecure
        )
        known = is_known(program)
    except ConfigError as error:
        return (Finding("client", State.FAILED, sentence_of(error), facts=facts),)
    except ApiError as error:
        # Why not stands in the server's line, which is the one above.
        sentence = f"Whether the server knows {client_id} could not be asked."
        facts["error"] = sentence_of(error)
        return (Finding("client", State.WARNING, sentence, "See what is said of it above.", facts),)
    if known:
        return (Finding("client", State.OK, f"The server knows {client_id}.", facts=facts),)
    sentence = f"The server does not know the client id {client_id}."
    advice = "Copy it again from the project's settings at Usero, and look at --base-url."
    return (Finding("client", State.FAILED, sentence, advice, facts),)


def _facts_of(certificate: Certificate) -> dict[str, JsonValue]:
    return {
        "issuer": certificate.issuer,
        "valid_until": certificate.valid_until,
        "tls": certificate.version,
    }


TRUST = Check(("trust",), _look_at_trust)
PROXY = Check(("proxy",), _look_at_proxy)
SERVER = Check(("server",), _look_at_server)
CLIENT = Check(("client",), _look_at_client)

"""The requests of the API, each with its whole story from bytes to answer."""

from __future__ import annotations

import io
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import httpcore
import httpx

from usero_desktop import policy
from usero_desktop.api.exchange import BoundedBackend, exchange
from usero_desktop.api.handshake import failed_handshake
from usero_desktop.api.product import user_agent
from usero_desktop.api.replies import (
    NO_SUCH_REQUEST,
    PROXY_LOGIN,
    Reply,
    check_replay,
    parse_retry_after,
    proxy_login,
    read_accepted,
    read_feedback_id,
    read_known,
    read_replay_session,
    read_screenshot,
)
from usero_desktop.api.transport import BoundedTransport
from usero_desktop.errors import ConfigError, Unreachable
from usero_desktop.model import limits, wire
from usero_desktop.model.address import check_base_url
from usero_desktop.model.kind import shown
from usero_desktop.model.user import user_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Self

    from usero_desktop.api.exchange import Brake
    from usero_desktop.api.greeting import Certificate, Greeting
    from usero_desktop.model.recording import Chunk, Recording
    from usero_desktop.model.submission import ReplaySession, UploadedScreenshot
    from usero_desktop.model.user import User


class UseroClient:
    """The requests of the API and nothing else: no outbox, no second attempt.

        with UseroClient() as client:
            shot = client.upload_screenshot("client_…", png, "image/png", "main.png")
            client.send_feedback({"clientId": "client_…", "rating": 4, "screenshots": [shot]})

    For worker threads, several at once, never the GUI's: every method waits for the network.
    `base_url` is the server's origin, http:// only for this machine unless `allow_insecure`.
    The time limits are totals, in seconds, from the name look-up to the reply's last byte.
    Nothing is sent before a method is called. Where the administrator of the machine names a
    server, it is that one. Raises Unreachable where the address or the
    machine's proxy or TLS settings make a connection impossible.
    """

    def __init__(
        self,
        base_url: str = limits.DEFAULT_BASE_URL,
        *,
        allow_insecure: bool = False,
        feedback_seconds: float = limits.FEEDBACK_SECONDS,
        screenshot_seconds: float = limits.SCREENSHOT_SECONDS,
        identify_seconds: float = limits.IDENTIFY_SECONDS,
        replay_session_seconds: float = limits.REPLAY_SESSION_SECONDS,
        chunk_seconds: float = limits.CHUNK_SECONDS,
        finalise_seconds: float = limits.FINALISE_SECONDS,
    ) -> None:
        self._feedback_seconds = feedback_seconds
        self._screenshot_seconds = screenshot_seconds
        self._identify_seconds = identify_seconds
        self._replay_session_seconds = replay_session_seconds
        self._chunk_seconds = chunk_seconds
        self._finalise_seconds = finalise_seconds
        self._puts_chunks = False
        self._backend = BoundedBackend()
        self._closed = False
        try:
            rules = policy.read()
            rules.check()
            address = base_url if rules.base_url is None else rules.base_url
            self._base = check_base_url(address, allow_insecure=allow_insecure)
            self._host = urlsplit(self._base).netloc
            transport = BoundedTransport(self._base, self._backend)
            self._proxy = transport.proxy
            self._http = httpx.Client(
                transport=transport,
                headers={
                    # Said here, httpx does not read the name, and it cannot read every xn-- one.
                    "Host": httpx.URL(self._base).netloc.decode("ascii"),
                    "User-Agent": user_agent(),
                    "Accept": "application/json",
                    # No decoder ever runs, so no small reply unpacks into a large one.
                    "Accept-Encoding": "identity",
                },
                follow_redirects=False,
                timeout=None,  # noqa: S113 - the exchange has one, over all
                trust_env=False,  # the transport has read what it wants of it
            )
        except ConfigError as error:
            raise Unreachable(str(error), code=error.code, **error.values) from error
        except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
            raise Unreachable(
                f"The connection to {self._host} cannot be prepared on this machine "
                f"({type(error).__name__}); look at the settings of its proxy and its "
                "certificates (SSL_CERT_FILE).",
                code="connection_setup",
                host=self._host,
                reason=type(error).__name__,
            ) from None

    def ping(self) -> Greeting:
        """Ask whether the server is there (GET /api/ping); nothing of the user's goes with it.

        Raises Unreachable where no answer comes.
        """
        from usero_desktop.api.greeting import read_certificate, read_greeting

        shown_certificate: list[Certificate | None] = []
        request = self._http.build_request("GET", self._base + wire.PING_PATH)
        reply = self._send(
            request,
            limits.PING_SECONDS,
            on_answer=lambda response: shown_certificate.append(read_certificate(response)),
        )
        return read_greeting(reply, shown_certificate[0])

    def upload_screenshot(
        self,
        client_id: str,
        data: bytes,
        mime: str,
        filename: str,
        *,
        on_sent: Callable[[int], None] | None = None,
    ) -> UploadedScreenshot:
        """Send one picture (POST /api/screenshots) and return the object to send back.

        `data` are the bytes of an image file of at most 10 MB, `mime` its type, such as
        ``image/png``; they are sent as they are. `on_sent` is told, on this thread, the bytes of
        each piece that went out. Raises Unreachable, Busy, or Refused (code
        ``refused_picture``: only this picture is meant), and ValueError for a `mime` of more
        than a line, which would say more to the server than a type.
        """
        if not mime.isprintable():
            message = f"mime must be a type like image/png, not {shown(mime)}."
            raise ValueError(message)
        request = self._http.build_request(
            "POST",
            self._base + wire.SCREENSHOTS_PATH,
            data={wire.CLIENT_FIELD: client_id},
            # a file object goes out piece by piece, so that one picture is not copied twice
            files={wire.SCREENSHOT_FIELD: (filename, io.BytesIO(data), mime)},
        )
        return read_screenshot(self._send(request, self._screenshot_seconds, on_sent))

    def send_feedback(self, body: bytes | Mapping[str, object]) -> str:
        """Send one report (POST /api/feedback) and return its feedbackId.

        `body` holds the fields as the API names them (clientId, rating, …), or is their
        JSON; None is left out, and what `upload_screenshot` returned may stand in screenshots.
        Raises Unreachable, Busy or Refused, and TypeError or ValueError for what is no JSON.
        """
        raw = body if isinstance(body, bytes) else wire.fields_body(body)
        request = self._json_request(wire.FEEDBACK_PATH, raw)
        return read_feedback_id(self._send(request, self._feedback_seconds))

    def is_known(self, client_id: str) -> bool:
        """Return whether the server has a project of that id (GET /api/feedback?clientId=…).

        Nothing is sent but the id. Raises Unreachable, Busy, or Refused where the server says
        neither: it does not know this request, or takes nothing from programs like this one.
        """
        query = urlencode({wire.CLIENT_FIELD: client_id})
        request = self._http.build_request("GET", f"{self._base}{wire.FEEDBACK_PATH}?{query}")
        return read_known(self._send(request, self._identify_seconds))

    def identify(
        self, client_id: str, anonymous_id: str, user: User | Mapping[str, object]
    ) -> bool:
        """Say who `anonymous_id` stands for (POST /api/identify); True once that is accepted.

        `user` is a User or a mapping of its fields. What the server knows of them already and
        `user` leaves out stays as it is there: fields are added or replaced, never cleared.
        Raises ConfigError for what is no user, Unreachable, Busy, or Refused (code
        ``no_identify``: this server takes no such word).
        """
        body = wire.identify_body(client_id, anonymous_id, user_of(user))
        request = self._json_request(wire.IDENTIFY_PATH, body)
        return read_accepted(self._send(request, self._identify_seconds))

    def create_replay(
        self, client_id: str, anonymous_id: str, recording: Recording
    ) -> ReplaySession:
        """Announce a recording (POST /api/replay-sessions) and return the server's answer to it.

        Of `recording` go its name, its beginning, `start_url` and `user_agent`: no event.
        Raises Unreachable, Busy, or Refused (code ``no_replay``: this server takes none).
        """
        body = wire.replay_session_body(client_id, anonymous_id, recording)
        request = self._json_request(wire.REPLAY_PATH, body)
        return read_replay_session(self._send(request, self._replay_session_seconds))

    def send_chunk(
        self,
        client_id: str,
        session_id: str,
        seq: int,
        chunk: Chunk,
        *,
        on_sent: Callable[[int], None] | None = None,
        brake: Brake | None = None,
    ) -> None:
        """Send the chunk number `seq` of a recording, from 0 on.

        By POST …/chunks/{seq}, as newer servers take it, or by PUT where one answers 404 or 405
        to that. `on_sent` is told, on this thread, the bytes of each piece that went out; what
        it raises breaks the request off; so does `brake`, from another thread. Raises Unreachable,
        Busy, or Refused (code ``replay_stopped``: no more of this recording is wanted).
        """
        facts = wire.chunk_facts(client_id, chunk)
        address = f"{self._base}{_session_path(session_id)}/{wire.CHUNKS}/{seq}"

        def send(method: str, address: str, headers: dict[str, str]) -> Reply:
            request = self._http.build_request(method, address, content=chunk.data, headers=headers)
            return self._send(request, self._chunk_seconds, on_sent, brake)

        reply = None
        if not self._puts_chunks:
            plain = {"Content-Type": wire.CHUNK_TYPE}
            reply = send("POST", f"{address}?{urlencode(facts)}", plain)
        if reply is None or reply.status in NO_SUCH_REQUEST:
            told = {wire.CHUNK_FIELDS[name]: value for name, value in facts.items()}
            reply = send("PUT", address, {"Content-Type": wire.CHUNK_TYPE_BEFORE, **told})
            # One that knows neither, or nothing of this recording, has not told which it takes.
            self._puts_chunks = reply.status not in NO_SUCH_REQUEST
        check_replay(reply)

    def finalise_replay(
        self,
        client_id: str,
        session_id: str,
        ended_at: datetime,
        *,
        brake: Brake | None = None,
    ) -> None:
        """Say that a recording is whole (POST …/finalise); it may be said twice.

        `brake` breaks it off from another thread. Raises Unreachable, Busy or Refused.
        """
        path = f"{_session_path(session_id)}/{wire.FINALISE}"
        request = self._json_request(path, wire.finalise_body(client_id, ended_at))
        check_replay(self._send(request, self._finalise_seconds, brake=brake))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def abort(self) -> None:
        """End every request under way with Unreachable; may be called on any thread."""
        self._closed = True
        self._backend.break_off()

    def close(self) -> None:
        """Close the connections; call it where no request is under way."""
        self._closed = True
        self._http.close()

    def _json_request(self, path: str, body: bytes) -> httpx.Request:
        headers = {"Content-Type": "application/json"}
        return self._http.build_request("POST", self._base + path, content=body, headers=headers)

    def _send(
        self,
        request: httpx.Request,
        seconds: float,
        on_sent: Callable[[int], None] | None = None,
        brake: Brake | None = None,
        on_answer: Callable[[httpx.Response], None] | None = None,
    ) -> Reply:
        if self._closed:
            raise self._broken("closed here")
        with exchange(seconds, on_sent, brake):
            try:
                response = self._http.send(request, stream=True)
                try:
                    if on_answer is not None:
                        on_answer(response)
                    return self._read(response)
                finally:
                    response.close()
            except httpcore.TimeoutException as error:
                raise self._too_slow(seconds, error) from error
            except httpcore.ConnectError as error:
                raise self._no_connection(error) from error
            except httpcore.ProxyError as error:
                # from None: the error may quote what the proxy was sent
                if str(error).startswith(str(PROXY_LOGIN)):
                    raise proxy_login() from None
                raise Unreachable(
                    "The network's proxy did not let the connection through.", code="proxy_refused"
                ) from None
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                raise self._broken(type(error).__name__) from error
            except UnicodeError:
                # from None: what could not be encoded may hold a proxy's login
                raise Unreachable(
                    f"{self._host} cannot be looked up, since a name on the way to it is none; "
                    "look at base_url and at the settings of this machine's proxy.",
                    code="unreachable_name",
                    host=self._host,
                ) from None

    def _read(self, response: httpx.Response) -> Reply:
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > limits.REPLY_BYTES:
                break
        waits = response.headers.get_list("retry-after")
        return Reply(
            host=self._host,
            status=response.status_code,
            body=bytes(body[: limits.REPLY_BYTES]),
            retry_after=parse_retry_after(waits[0] if waits else None, now=time.time()),
        )

    def _too_slow(self, seconds: float, error: Exception) -> Unreachable:
        if isinstance(error, httpcore.ConnectTimeout):
            return Unreachable(
                f"{self._host} could not be reached in time.",
                code="unreachable_timeout",
                host=self._host,
            )
        return Unreachable(
            f"{self._host} did not answer within {seconds:g} seconds.",
            code="too_slow",
            host=self._host,
            seconds=round(seconds),
        )

    def _no_connection(self, error: Exception) -> Unreachable:
        cause = error.__context__ or error
        if isinstance(cause, ssl.SSLError) or "certificate" in str(error).lower():
            return failed_handshake(self._host, cause)
        if self._proxy:
            return Unreachable(
                f"The network's proxy, which {self._proxy} names, could not be reached; is this "
                "machine in the network that it is for?",
                code="proxy_unreachable",
                setting=self._proxy,
            )
        return Unreachable(
            f"{self._host} could not be reached; is this machine online?",
            code="unreachable",
            host=self._host,
        )

    def _broken(self, reason: str) -> Unreachable:
        return Unreachable(
            f"The connection to {self._host} broke off ({reason}).",
            code="connection_broken",
            host=self._host,
            reason=reason,
        )


def _session_path(session_id: str) -> str:
    return f"{wire.REPLAY_PATH}/{quote(session_id, safe='')}"

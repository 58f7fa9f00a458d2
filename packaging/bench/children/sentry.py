"""What a message costs the caller's thread in Sentry's SDK, in the same host."""

from __future__ import annotations

import time

from host import COMMENT, application, asked, host_window, spin, tell

MESSAGES = 9


def main() -> None:
    wishes = asked()
    import sentry_sdk

    app = application()
    window = host_window()
    sentry_sdk.init(dsn=wishes["url"].replace("://", "://key@") + "/1", traces_sample_rate=0)
    spin(0.5)
    seconds = []
    for _ in range(MESSAGES):
        started = time.perf_counter()
        sentry_sdk.capture_message(COMMENT)
        seconds.append(time.perf_counter() - started)
        spin(0.2)
    sentry_sdk.flush(5)
    window.close()
    app.processEvents()
    tell(seconds=seconds)


main()

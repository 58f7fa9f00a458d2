"""A program with one version of the library, told what to do a line at a time.

    python sharing.py URL DATA

It prints where its library is. ``submit WORDS`` sends a report and prints "taken" once it is safe;
``flush`` waits until nothing is left to send, and prints whether that is so.
"""

from __future__ import annotations

import sys

import usero_desktop


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(url, data):
    feedback = usero_desktop.Feedback("client_demo", base_url=url, data_dir=data)
    say(usero_desktop.__file__)
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "submit":
            ticket = feedback.submit(comment=rest)
            say("taken" if ticket.submission_id else "refused")
        else:
            say(feedback.flush(60))
    feedback.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

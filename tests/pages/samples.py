"""Reports as real users write them, to look at the page with and to test it on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    import httpx

CLIENT = "client_demo"

SYSTEM = {
    "appVersion": "3.4.1",
    "build": "20261118.2",
    "os": "Debian 12",
    "arch": "x86_64",
    "python": "3.11.2",
    "qt": {"binding": "PySide6", "version": "6.11.3"},
    "screens": [
        {"size": "2560x1440", "scale": 1.25},
        {"size": "1920x1080", "scale": 1.0},
    ],
    "locale": "en_GB",
    "darkMode": True,
}


ADA = {"userId": "u_1815", "anonymousId": "9b2f7c1e-4d0a-4c55-8f6e-2a7d1b3c5e90"}


def window(title: str, accent: str, size: tuple[int, int] = (1440, 900)) -> bytes:
    """Paint something that looks like a program's window."""
    width, height = size
    image = Image.new("RGB", size, "#f3f4f7")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 44), fill="#dfe3ea")
    for index, colour in enumerate(("#ff6159", "#ffbf2f", "#2aca44")):
        draw.ellipse((18 + index * 24, 15, 32 + index * 24, 29), fill=colour)
    draw.text((width // 2 - 80, 14), title, fill="#3a4350", font_size=16)
    draw.rectangle((0, 44, 240, height), fill="#e9ecf2")
    for row in range(9):
        draw.rounded_rectangle(
            (20, 74 + row * 44, 200 - row % 3 * 26, 92 + row * 44), 6, fill="#c8cfdb"
        )
    draw.rounded_rectangle((280, 84, width - 40, 380), 12, fill="#ffffff")
    for bar in range(12):
        top = 340 - (bar * 53 % 190) - 30
        left = 320 + bar * (width - 400) // 12
        draw.rounded_rectangle((left, top, left + 46, 350), 6, fill=accent)
    for row in range(8):
        top = 420 + row * 54
        draw.rounded_rectangle((280, top, width - 40, top + 42), 8, fill="#ffffff")
        draw.rounded_rectangle((300, top + 14, 560 - row * 17, top + 28), 5, fill="#d3d9e3")
        draw.rounded_rectangle((width - 200, top + 14, width - 80, top + 28), 5, fill=accent)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def upload(client: httpx.Client, content: bytes, mime: str = "image/png") -> dict[str, Any]:
    reply = client.post(
        "/api/screenshots",
        data={"clientId": CLIENT},
        files={"screenshot": ("window.png", content, mime)},
    )
    assert reply.status_code == 200, reply.text
    return reply.json()["screenshot"]


def send(client: httpx.Client, **fields: Any) -> str:
    reply = client.post("/api/feedback", json={"clientId": CLIENT, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()["feedbackId"]


def identify(client: httpx.Client, user: str, anonymous: str, **fields: Any) -> None:
    who = {"clientId": CLIENT, "externalUserId": user, "anonymousId": anonymous}
    reply = client.post("/api/identify", json={**who, **fields})
    assert reply.json() == {"accepted": True}, reply.text


def fill(client: httpx.Client) -> None:
    """Send a handful of reports, the oldest first."""
    send(client, rating=3, metadata=SYSTEM, pageTitle="Invoices", pageUrl="app://ledger/invoices")
    send(
        client,
        rating=1,
        comment="The export dialog freezes when the network drive is asleep. After about a "
        "minute it comes back, but the file is empty.\n\nSteps:\n1. Open a report on N:\\\n"
        "2. Wait until the drive sleeps\n3. Export → CSV",
        userEmail="m.okafor@harbourline.example",
        pageTitle="Export",
        pageUrl="app://ledger/export",
        environment="staging",
        metadata=SYSTEM | {"lastAction": "export.csv", "exportSeconds": 63.4},
        screenshots=[upload(client, window("Export", "#e8590c"))],
    )
    send(
        client,
        comment="שלום! הכפתור ״שמירה״ מוסתר כשהחלון צר.",
        userEmail="noa@example.org",
        pageTitle="עורך",
        metadata={"os": "Windows 11 23H2", "appVersion": "3.4.0"},
    )
    send(
        client,
        rating=2,
        comment="Works, but sorting by date puts empty dates first and I lose my place in the "
        "list every time I come back from an entry.",
        userEmail="ines.duarte@example.com",
        pageTitle="Journal",
        pageUrl="app://ledger/journal",
        metadata=SYSTEM | {"submissionId": "7f0c1d52-6b1e-4a55-9f1c-0a8e4b9f2f11"},
        screenshots=[
            upload(client, window("Journal", "#7048e8")),
            upload(client, window("Journal, entry", "#0ca678", (900, 1200))),
            upload(client, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        ],
    )
    doubled = {"rating": 3, "comment": "Love the split view.", "environment": "default"}
    for _ in range(2):
        send(client, **doubled, metadata=SYSTEM | {"submissionId": "0a6b3c1f-9d24-4f7e-8c53"})
    send(
        client,
        rating=4,
        comment="The new keyboard navigation is a joy. I have not touched the mouse all morning.",
        userEmail="ada@example.com",
        pageTitle="Accounts",
        pageUrl="app://ledger/accounts",
        metadata=SYSTEM | {"submissionId": "f3b2a1f0-2f1d-4f7e-8c53-0a6b3c1f9d24"} | ADA,
        sessionReplayId="rep_81723",
        replayOffsetMs=48210,
        screenshots=[upload(client, window("Accounts", "#1c7ed6"))],
    )
    identify(
        client,
        *ADA.values(),
        displayName="Ada Lovelace",
        email="ada.lovelace@analytical.example",
        traits={"plan": "pro", "seats": 12, "trial": False},
    )

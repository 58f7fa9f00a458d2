"""Secrets to plant, and texts that only look a little like them. None of them is real."""

from __future__ import annotations

import base64

LOGIN = base64.b64encode(b"planted:hunter2").decode()
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ"
PEM = "-----BEGIN {0}PRIVATE KEY-----\nMIIplantedplanted\nplanted==\n-----END {0}PRIVATE KEY-----"

# name: (the text, what of it must be gone)
SECRETS = {
    "Amazon access key": ("AKIAIOSFODNN7PLANTED", "AKIAIOSFODNN7PLANTED"),
    "Amazon session key": ("ASIAIOSFODNN7PLANTED", "ASIAIOSFODNN7PLANTED"),
    "Amazon secret": ("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+plan", "wJalrXUtnFEMI"),
    "JWT": (JWT, "c2lnbmF0dXJl"),
    "bearer": ("Bearer pl4ntedpl4ntedpl4nted", "pl4nted"),
    "bearer header": ("Authorization: Bearer planted", "planted"),
    "bearer header in JSON": ('{"Authorization": "Bearer planted"}', "planted"),
    "other header": ("authorization=planted", "planted"),
    "basic": (f"basic {LOGIN}", LOGIN),
    "basic header": (f"Authorization: Basic {LOGIN}", LOGIN),
    "proxy header": (f"Proxy-Authorization: {LOGIN}", LOGIN),
    "password=": ("password=planted", "planted"),
    "PASSWORD =": ("PASSWORD = 'planted words'", "planted"),
    "db_password=": ('db_password="planted, with; marks"', "planted"),
    "clientSecret=": ("clientSecret=planted", "planted"),
    "api_key=": ("api_key=planted", "planted"),
    "apikey:": ("apikey:planted", "planted"),
    "JSON": ('{"password": "planted \\" words", "a": 1}', "planted"),
    "JSON in JSON": ('"{\\"api_key\\": \\"planted\\"}"', "planted"),
    "Python": ("{'token': 'planted'}", "planted"),
    "YAML": ("token: pl4nted99", "pl4nted99"),
    "command line": ("app --password planted --verbose", "planted"),
    "short option": ("app -token planted", "planted"),
    "option with =": ("app --api-key=planted", "planted"),
    "in a query": ("https://example.com/?a=1&access_token=planted&b=2", "planted"),
    "login in an address": ("postgres://ann:pl@nted@db/shop", "pl@nted"),
    "user in an address": ("https://planted@example.com/", "planted"),
    "e-mail in a query": ("https://example.com/?user=planted@example.com&x=1", "planted"),
    "encoded e-mail": ("https://example.com/?user=planted%40example.com", "planted"),
    "RSA key": (PEM.format("RSA "), "planted"),
    "PKCS8 key": (PEM.format(""), "planted"),
    "OpenSSH key": (PEM.format("OPENSSH "), "planted"),
    "key cut off": (PEM.format("EC ")[:60], "planted"),
    "GitHub": ("ghp_planted0planted0planted0", "planted"),
    "GitLab": ("glpat-planted0planted0plan", "planted"),
    "Slack": ("xoxb-1234567890-planted", "planted"),
    "Stripe": ("sk_live_planted0planted0", "planted"),
    "Google": ("AIzaPlantedPlantedPlantedPlantedPlanted", "Planted"),
    "OpenAI": ("sk-planted0planted0planted0", "planted"),
}

ORDINARY = [
    "The password must have at least 8 characters.",
    "Password: at least eight characters",
    "I forgot my password: it is not accepted",
    "Passwordless sign-in, with tokens and cookies",
    "token count: 5, max_tokens=4096, tokens=12",
    "a secret garden; the secretary's key",
    "Basic information about basic JavaScript",
    "bearer of bad news, bearer-independent",
    "key: F5, keyboard: de, monkey=banana",
    "https://example.com/invoices/2026?page=2&sort=name#top",
    "app://ledger/invoices#tab",
    "ann@example.com wrote to bob@example.com",
    "C:\\Program Files\\Ledger\\ledger.exe --verbose --theme dark",
    "0b8a3c1e-6f0e-4d2b-9b57-7b1f6b0f0e1a",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "3.11.7 (main, Dec 2026) [GCC 12.2.0]",
    "Traceback (most recent call last):\n  File \"main.py\", line 3\nKeyError: 'token'",
    "TokenError: unexpected end of input",
    "-----BEGIN CERTIFICATE-----",
    "Größe: 10 cm — 100 % 😀 עברית",
    "author=Ann; authority=none; authorized: yes",
    "skip-to-content sk-fold risk_live_total",
    "HTTP/1.1 401 Unauthorized",
    "",
]

ADDRESSES = [
    ("https://ann:planted@example.com/a/b?token=x&q=1#top", "https://example.com/a/b#top"),
    ("https://planted@example.com/", "https://example.com/"),
    ("https://example.com/#/invoices?user=planted", "https://example.com/#/invoices"),
    ("https://example.com/#access_token=planted", "https://example.com/"),
    ("https://example.com/#k=v", "https://example.com/"),
    ("https://example.com/#a&b", "https://example.com/"),
    ("https://example.com/#anna@example.com", "https://example.com/"),
    (f"https://example.com/{JWT}/edit", "https://example.com/[redacted]/edit"),
    ("https://example.com/?q=a://b@c", "https://example.com/"),
    ("app://ledger/invoices/7#tab", "app://ledger/invoices/7#tab"),
    ("app://größe-2/", "app://größe-2/"),
    ("Main window", "Main window"),
    ("Save changes?", "Save changes?"),
]


def is_hidden(secret: str, text: str) -> bool:
    return secret.lower() not in text.lower()

"""Who is speaking: the e-mail address that is remembered for the next report.

The address lives in the system's keyring (macOS Keychain, Windows Credential Manager, a
Secret Service on Linux) and nowhere else. A keyring may be missing, locked or silent; then
the address is just not remembered, and nobody waits.
"""

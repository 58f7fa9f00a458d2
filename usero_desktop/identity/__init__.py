"""Who is speaking: the address that is remembered, and the id of one whom nobody has named.

The e-mail address lives in the system's keyring (macOS Keychain, Windows Credential Manager, a
Secret Service on Linux) and nowhere else. A keyring may be missing, locked or silent; then
the address is just not remembered, and nobody waits. The anonymous id is a file beside the
outbox, for its owner alone; where none can be kept it lives in memory.
"""

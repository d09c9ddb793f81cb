"""Compiled loops over flat arrays: serial, without the interpreter's lock, cached on disk."""

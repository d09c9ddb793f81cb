"""Command line: parse, call a use case, show progress, print; no logic."""

"""Use cases: ingest, compute access, publish."""

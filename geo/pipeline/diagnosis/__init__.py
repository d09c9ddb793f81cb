"""The parts of a diagnosis: what is read once, and each table that is found from it."""

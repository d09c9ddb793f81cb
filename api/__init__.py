"""Read-only HTTP access to the directory and to its coverage."""

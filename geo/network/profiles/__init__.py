"""How each mode uses the streets: declared in TOML files beside this one, one a mode."""

"""Travel times between origins and places."""

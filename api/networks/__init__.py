"""Networks of streets that this worker serves."""

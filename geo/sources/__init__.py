"""Read raw files into checked values, and say what was rejected and why."""

"""Services à distance: help that one does not go to."""

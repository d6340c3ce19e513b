"""Who sends a request, whether it may, and what browsers are told to refuse."""

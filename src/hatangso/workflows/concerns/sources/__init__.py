"""Where concerns come from: a module each, found by itself."""

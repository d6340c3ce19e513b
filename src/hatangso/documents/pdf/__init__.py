"""Official documents as PDF, and pictures of drawings: set by Typst."""

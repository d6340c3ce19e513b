"""Digital signatures of PDF documents: sign them, and judge those that come in."""

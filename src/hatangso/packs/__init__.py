"""The provinces that come with hatangso, and how they were made."""

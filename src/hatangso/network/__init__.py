"""Who the government network reaches, what a cut parts, what it carries, what helps."""

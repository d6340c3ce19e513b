"""Whether a programme is carried out: lateness, delivery and money of tasks: pure."""

"""Administrative procedures: the working calendar, and which dossiers were in time."""

"""Long work: what each kind of job runs, and the worker that runs it."""

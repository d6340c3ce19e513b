"""One module per page: ask the snapshot or a workflow, make a view, render."""

"""One module per kind of document; each names its `DocumentKind` ``KIND``."""

"""How full a data centre is, whether it survives a loss, and what to buy."""

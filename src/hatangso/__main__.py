"""``python -m hatangso``: the same as the command ``hatangso``."""

from hatangso.cli.main import app

if __name__ == "__main__":
    app()

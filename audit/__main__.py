"""`python -m audit` and the installed `callaudit`."""

from audit.cli import run


def main() -> None:
    """Run the command line and exit with its status."""
    run()


if __name__ == "__main__":
    main()

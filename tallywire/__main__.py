"""`python -m tallywire`: the same as `tallywire`."""

from tallywire.cli import main

if __name__ == "__main__":
    main()

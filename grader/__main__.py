"""``python -m grader``."""

from grader.apps.cli import main

if __name__ == "__main__":
    main()

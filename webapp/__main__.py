"""`python -m webapp` is the command `octavo`."""

from webapp.cli import main

main()

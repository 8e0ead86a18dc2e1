"""``bria-studio``, or ``python -m commandline``."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from commandline.errors import BAD_USE, DONE, INTERRUPTED, SOME_FAILED, CommandError
from commandline.parser import SITE, build_parser, join_values


def main(arguments: list[str] | None = None) -> None:
    """Do what was typed, and end with what came of it."""
    try:
        status = carry_out(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except CommandError as error:
        print_error(str(error))
        status = BAD_USE
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:  # whoever read it has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = SOME_FAILED
    sys.exit(status)


def print_error(sentence: str) -> None:
    """Say a sentence on standard error."""
    sys.stderr.write(f"bria-studio: {sentence}\n")


def carry_out(arguments: list[str]) -> int:
    """Do a command and return its status; what it needs is imported only now. The site's read their own options.

    Raises:
        BadUse: it makes no sense.
    """
    if arguments and arguments[0] in SITE:
        from commandline import site

        return site.hand_over(SITE[arguments[0]][0], arguments[1:])
    return carry_out_typed(build_parser().parse_args(join_values(arguments)))


def carry_out_typed(typed: Namespace) -> int:
    """Do a command on pictures, or print what completes one.

    Raises:
        BadUse: it makes no sense.
    """
    if typed.command == "completion":
        from commandline import completion

        sys.stdout.write(completion.write(typed.shell, build_parser()))
        return DONE
    if typed.command == "regions":
        from commandline import regions

        return regions.carry_out(typed)
    if typed.command == "check":
        from commandline import checking

        return checking.carry_out(typed)
    if typed.command == "verify":
        from commandline import verifying

        return verifying.carry_out(typed)
    if typed.command == "mcp":
        from commandline import assistants

        return assistants.carry_out(typed)
    from commandline import ordering

    return ordering.carry_out(typed)


if __name__ == "__main__":
    main()

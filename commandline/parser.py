"""The command line: what can be typed. The standard library alone, so that ``--help`` is there at once."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, _SubParsersAction

from commandline.options import EDITS, Edit, Option, read_box

FORMATS = ("jpeg", "png", "webp", "tiff", "bmp", "avif")
MOST_JOBS = 64
DASHED = ("--suffix", "--image-location", "--shadow-offset")  # options whose values may begin with a dash
# Commands of the site, and what ``manage.py`` calls them.
SITE = {
    "serve": ("studio", "run the studio: web server and workers"),
    "worker": ("worker", "run a worker of the studio"),
    "models": ("models", "list, add and check models"),
    "backup": ("backup", "write a backup of the studio's data"),
    "restore": ("restore", "bring a backup back"),
    "doctor": ("doctor", "look for what is wrong with an installation"),
}
SHELLS = ("bash", "zsh", "fish")

Commands = _SubParsersAction  # of argparse, which gives it no other name


def build_parser() -> ArgumentParser:
    """The parser of ``bria-studio``."""
    parser = ArgumentParser(
        prog="bria-studio",
        description="Edit one picture or thousands, on this machine, without a server.",
        epilog="Ends with 0; with 1 where files failed, with 2 where nothing was begun. See docs/commandline.md.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_run(commands)
    for name, edit in EDITS.items():
        add_edit(commands, name, edit)
    add_files(commands.add_parser("psd", help="take pictures apart into the layers of a PSD"), is_picture=False)
    add_regions(commands)
    add_check(commands)
    add_verify(commands)
    add_mcp(commands)
    for name, (_, text) in SITE.items():
        commands.add_parser(name, help=text, add_help=False)  # its options are for Django's command line to read
    command = commands.add_parser("completion", help="print what completes this command in a shell")
    command.add_argument("shell", choices=SHELLS)
    return parser


def add_run(commands: Commands[ArgumentParser]) -> None:
    """``run RECIPE IN... -o OUT``."""
    command = commands.add_parser("run", help="carry a recipe out on pictures")
    command.add_argument("recipe", metavar="RECIPE", help="a .recipe.json file")
    add_files(command)


def add_edit(commands: Commands[ArgumentParser], name: str, edit: Edit) -> None:
    """A command that is one step."""
    command = commands.add_parser(name, help=edit.text, description=f"{edit.text[0].upper()}{edit.text[1:]}.")
    for option in edit.options:
        add_option(command, option)
    if edit.needs_mark:
        add_marks(command)
    if edit.slug == "create":
        command.add_argument("--who", choices=("largest", "all"), default="all", help="who is changed (all)")
        command.add_argument(
            "--set", action="append", metavar="ATTRIBUTE=VALUE", help="such as age=60s, smile=0.8, expression=happy:0.8"
        )
    if edit.slug == "replace_background":
        command.add_argument("--picture", metavar="FILE", help="a picture for the new background")
    add_files(command)


def add_option(command: ArgumentParser, option: Option) -> None:
    """An option that is a field of the API."""
    match option.kind:
        case "flag":
            command.add_argument(option.flag, action="store_true", help=option.text)
        case "choice":
            command.add_argument(option.flag, choices=option.choices, help=option.text)
        case "whole":
            command.add_argument(option.flag, type=int, metavar="N", help=option.text)
        case "pair":
            command.add_argument(option.flag, type=read_pair, metavar="A,B", help=option.text)
        case _:
            command.add_argument(option.flag, metavar="TEXT", help=option.text)


def add_marks(command: ArgumentParser) -> None:
    """What marks what is meant."""
    marks = command.add_mutually_exclusive_group()
    marks.add_argument("--subject", action="store_true", help="the subject")
    marks.add_argument("--faces", action="store_true", help="all faces")
    marks.add_argument("--spots", action="store_true", help="dust, blemishes, scratches and hairs")
    marks.add_argument("--distractions", action="store_true", help="small things that stand out away from the subject")
    marks.add_argument("--objects-below", type=read_share, metavar="SHARE", help="objects of at most this share (0.01)")
    marks.add_argument("--mask", metavar="FILE", help="what is white in a picture of the same shape")
    marks.add_argument(
        "--box", type=read_box, metavar="BOX", help="LEFT,TOP,WIDTH,HEIGHT in pixels, or each with a %% sign"
    )


def add_files(command: ArgumentParser, *, is_picture: bool = True) -> None:
    """Which pictures, and where results go."""
    command.add_argument("inputs", nargs="+", metavar="IN", help="a picture, a folder, or - for standard input")
    command.add_argument(
        "-o", "--out", required=True, metavar="OUT", help="a folder, a file for one picture, or - for standard output"
    )
    if is_picture:
        command.add_argument("--format", choices=FORMATS, help="what results are written as (as they came)")
        command.add_argument("--quality", type=read_quality, metavar="N", help="1 to 100 (as they came)")
        command.add_argument(
            "--c2pa", nargs=2, metavar=("CERT", "KEY"), help="sign results: PEM files of certificates and of a key"
        )
    command.add_argument("--suffix", default="", metavar="TEXT", help="what a name gets before its ending")
    command.add_argument("--jobs", type=read_jobs, metavar="N", help="so many processes, one thread each")
    command.add_argument("--resume", action="store_true", help="go on where an earlier run was stopped")
    command.add_argument("--watch", action="store_true", help="go on with pictures that come later, until Ctrl-C")
    command.add_argument("--dry-run", action="store_true", help="only say what would be done")
    command.add_argument("--json", action="store_true", help="a line of JSON for each file")
    command.add_argument(
        "--engine", default="embedded", metavar="URL", help="a service instead of this machine; BRIA_API_TOKEN is sent"
    )


def add_regions(commands: Commands[ArgumentParser]) -> None:
    """``regions IN``."""
    command = commands.add_parser("regions", help="list the regions of a picture: ids, scores, boxes, areas")
    command.add_argument("input", metavar="IN", help="a picture, or - for standard input")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.add_argument("--zip", metavar="FILE", help="write the masks into a zip")


def add_check(commands: Commands[ArgumentParser]) -> None:
    """``check IN...``."""
    command = commands.add_parser("check", help="hold pictures of products against the rules of marketplaces")
    command.add_argument("inputs", nargs="+", metavar="IN", help="a picture, a folder, or - for standard input")
    command.add_argument("--json", action="store_true", help="a line of JSON for each file")


def add_verify(commands: Commands[ArgumentParser]) -> None:
    """``verify RECIPE ORIGINAL RESULT``."""
    command = commands.add_parser("verify", help="prove that a recipe made a result, and what it changed")
    command.add_argument("recipe", metavar="RECIPE")
    command.add_argument("original", metavar="ORIGINAL")
    command.add_argument("result", metavar="RESULT")
    command.add_argument("--json", action="store_true", help="as JSON")


def add_mcp(commands: Commands[ArgumentParser]) -> None:
    """``mcp FOLDER...``."""
    command = commands.add_parser("mcp", help="let an assistant on this machine edit pictures; see docs/mcp.md")
    command.add_argument("folders", nargs="+", metavar="FOLDER", help="a folder that it may read and add to")


def join_values(arguments: list[str]) -> list[str]:
    """The arguments, a value that begins with a dash put behind its option and an equals sign: argparse would take
    it for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in DASHED:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


# Values


def read_pair(text: str) -> list[int]:
    """Two whole numbers with a comma between."""
    first, second = text.split(",")
    return [int(first), int(second)]


def read_share(text: str) -> float:
    """A share of the frame."""
    share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError("a share is above 0 and at most 1, such as 0.01 or 1%")
    return share


def read_quality(text: str) -> int:
    """A quality."""
    return read_within(text, 100, "a quality")


def read_jobs(text: str) -> int:
    """How many processes."""
    return read_within(text, MOST_JOBS, "the number of jobs")


def read_within(text: str, most: int, what: str) -> int:
    """A whole number from 1 to ``most``."""
    number = int(text)
    if not 1 <= number <= most:
        raise argparse.ArgumentTypeError(f"{what} is from 1 to {most}")
    return number

"""What completes the command in a shell: the commands, their options, and the values that are known."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator


def write(shell: str, parser: ArgumentParser) -> str:
    """The script for a shell: "bash", "zsh" or "fish"."""
    return {"bash": write_bash, "zsh": write_zsh, "fish": write_fish}[shell](parser)


def find_commands(parser: ArgumentParser) -> dict[str, tuple[str, ArgumentParser]]:
    """The text and the parser of each command."""
    (action,) = (action for action in parser._actions if isinstance(action, _SubParsersAction))
    texts = {choice.dest: choice.help or "" for choice in action._choices_actions}
    return {name: (texts[name], command) for name, command in action.choices.items()}


def find_options(command: ArgumentParser) -> Iterator[tuple[str, Action]]:
    """The long name of each option, and what it takes."""
    for action in command._actions:
        for name in action.option_strings:
            if name.startswith("--"):
                yield name, action


def find_values(command: ArgumentParser) -> list[str]:
    """The values that a command's own argument can have, where they are known."""
    return [str(value) for action in command._actions if not action.option_strings for value in action.choices or ()]


def list_words(command: ArgumentParser) -> list[str]:
    """All that can be typed behind a command and is known."""
    return [*(option for option, _ in find_options(command)), *find_values(command)]


def write_bash(parser: ArgumentParser) -> str:
    """For bash, whose own completion of file names goes on where nothing is known."""
    commands = find_commands(parser)
    cases = "\n".join(
        f'        {name}) words="{" ".join(list_words(command))}" ;;' for name, (_, command) in commands.items()
    )
    values = "\n".join(
        f'        "{name} {option}") words="{" ".join(map(str, action.choices))}" ;;'
        for name, (_, command) in commands.items()
        for option, action in find_options(command)
        if action.choices
    )
    return f"""_bria_studio() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" command="${{COMP_WORDS[1]}}" words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        words="{" ".join(commands)}"
    else
        case "$command" in
{cases}
        esac
        case "$command ${{COMP_WORDS[COMP_CWORD-1]}}" in
{values}
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -o bashdefault -F _bria_studio bria-studio
"""


def write_zsh(parser: ArgumentParser) -> str:
    """For zsh, which reads bash's."""
    return f"autoload -U +X bashcompinit && bashcompinit\n{write_bash(parser)}"


def write_fish(parser: ArgumentParser) -> str:
    """For fish."""
    lines = []
    for name, (text, command) in find_commands(parser).items():
        lines.append(f"complete -c bria-studio -n __fish_use_subcommand -a {name} -d {quote(text)}")
        seen = f"complete -c bria-studio -n '__fish_seen_subcommand_from {name}'"
        lines += [f"{seen} -a {quote(value)}" for value in find_values(command)]
        for option, action in find_options(command):
            values = f" -x -a {quote(' '.join(map(str, action.choices)))}" if action.choices else ""
            takes = " -r" if not values and action.nargs != 0 else ""
            lines.append(f"{seen} -l {option[2:]}{takes}{values} -d {quote((action.help or '').replace('%%', '%'))}")
    return "\n".join(lines) + "\n"


def quote(text: str) -> str:
    """A text within quotation marks of fish's."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""Writes the manual pages of a built command from what it says of itself.

usage: manual.py ASSAY FOLDER DATE
"""

import json
import subprocess
import sys
from pathlib import Path

SEE = "The whole documentation is in the folder doc/assay beside this manual, and 'assay doctor' says what is missing here."


def roff(text: str) -> str:
    """Text without a meaning for troff."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.splitlines())


def spelled(argument: dict) -> str:
    """How an argument is given: '-o, --output <output>'."""
    names = [("-" if name["kind"] == "short" else "--") + name["name"] for name in argument.get("names", [])]
    names = [name.replace("--", "-", 1) if kind["kind"] == "longWithSingleDash" else name for name, kind in zip(names, argument.get("names", []))]
    value = f"<{argument.get('valueName', 'value')}>"
    if argument["kind"] == "positional":
        return value
    return ", ".join(names) + ("" if argument["kind"] == "flag" else " " + value)


def synopsis(words: str, command: dict) -> str:
    """One line of how the command is called."""
    parts = [words]
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    if any(argument["kind"] != "positional" for argument in shown):
        parts.append("[options]")
    for argument in shown:
        if argument["kind"] == "positional":
            text = spelled(argument) + (" ..." if argument["isRepeating"] else "")
            parts.append(f"[{text}]" if argument["isOptional"] else text)
    if command.get("subcommands"):
        parts.append("<command>")
    return " ".join(parts)


def prose(text: str) -> str:
    """Paragraphs that are filled, and lines as they are where the paragraph has columns or is indented."""
    parts = []
    for paragraph in text.split("\n\n"):
        kept = any(line.startswith(" ") or "   " in line for line in paragraph.splitlines())
        parts.append(f".nf\n{roff(paragraph)}\n.fi" if kept else roff(paragraph))
    return "\n.PP\n".join(parts)


def page(words: str, command: dict, version: str, date: str) -> str:
    """The manual page of one command."""
    name = words.replace(" ", "-")
    lines = [f'.TH "{name.upper()}" "1" "{date}" "assay {version}" "Assay"']
    lines += [".SH NAME", f"{roff(name)} \\- {roff(command.get('abstract', '').rstrip('.'))}"]
    lines += [".SH SYNOPSIS", roff(synopsis(words, command))]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", prose(command["discussion"])]
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    if shown:
        lines.append(".SH OPTIONS")
    for argument in shown:
        lines += [".TP", roff(spelled(argument)), roff(argument.get("abstract", "")) or "\\&"]
        if argument.get("defaultValue"):
            lines.append(roff(f"(default: {argument['defaultValue']})"))
    below = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    if below:
        lines.append(".SH COMMANDS")
    for child in below:
        lines += [".TP", roff(f"{words} {child['commandName']}"), roff(child.get("abstract", "")) or "\\&"]
    lines += [".SH SEE ALSO", roff(SEE)]
    return "\n".join(lines) + "\n"


def write(words: str, command: dict, folder: Path, version: str, date: str) -> None:
    """Writes the page of a command and those of its subcommands."""
    (folder / (words.replace(" ", "-") + ".1")).write_text(page(words, command, version, date))
    for child in command.get("subcommands", []):
        if child["commandName"] != "help" and child["shouldDisplay"]:
            write(f"{words} {child['commandName']}", child, folder, version, date)


def main() -> None:
    """Asks the command, and writes its pages."""
    program, folder, date = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    said = subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    folder.mkdir(parents=True, exist_ok=True)
    write("assay", json.loads(said)["command"], folder, version, date)


main()

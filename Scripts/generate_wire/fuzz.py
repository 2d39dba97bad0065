"""Tests/Fuzz/Fuzzer/Generated: the list of all messages, for the fuzzer to choose from."""

from schema import Schema
from text import write

FOLDER = "Tests/Fuzz/Fuzzer/Generated"
IMPORTS = ["internal import Model", "internal import Wire"]


def emit(schema: Schema, root: str) -> None:
    lines = ["", "/// Every message.", "let wireMessages: [any (WireMessage & Hashable).Type] = ["]
    lines += [f"    {message.name}.self," for file in schema.files for message in file.messages]
    write(root, f"{FOLDER}/WireMessages.swift", "**/*.proto", IMPORTS, lines + ["]"])

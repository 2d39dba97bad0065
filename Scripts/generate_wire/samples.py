"""Tests/WireTests/Generated: one value of every message, with something else in every field."""

from schema import FieldInfo, FileInfo, MessageInfo, Schema
from text import call, write

FOLDER = "Tests/WireTests/Generated"


class Values:
    """Values that all differ, so that two fields that are mixed up show."""

    def __init__(self, schema: Schema):
        self.next = 0
        self.enums = {}
        for file in schema.files:
            self.enums.update({enum.name: enum for enum in file.enums})
            for message in file.messages:
                self.enums.update({f"{message.name}.{enum.name}": enum for enum in message.enums})

    def sample(self, field: FieldInfo) -> str:
        self.next += 1
        if field.kind == "message":
            return f"[.sample, {field.element}(), .sample]" if field.repeated else ".sample"
        if field.kind == "enum":
            cases = [name for name, number, _ in self.enums[field.element].cases if number != 0]
            return f"[{', '.join('.' + name for name in cases)}]" if field.repeated else f".{cases[-1]}"
        if field.kind == "text":
            return f'["{field.name} {self.next}", "", "é"]' if field.repeated else f'"{field.name} {self.next} é"'
        return {
            "Bool": "true",
            "[UInt8]": f"[0, {self.next % 256}, 255]",
            "Int64": f".min + {self.next}",
            "UInt64": f".max - {self.next}",
            "UInt32": f".max - {self.next}",
        }[field.element]


def sample_lines(message: MessageInfo, values: Values) -> list:
    arguments = [f"{field.swift}: {values.sample(field)}" for field in message.fields]
    return ["", f"extension {message.name} {{", *call("static let sample = Self", arguments, "", 4), "}"]


def list_lines(file: FileInfo) -> list:
    lines = ["", "extension Sample {", f"    static let of{file.swift}: [Sample] = ["]
    lines += [f"        Sample({message.name}.sample)," for message in file.messages]
    return lines + ["    ]", "}"]


def emit(schema: Schema, root: str) -> None:
    values = Values(schema)
    for file in schema.files:
        lines = [line for message in file.messages for line in sample_lines(message, values)]
        write(root, f"{FOLDER}/{file.swift}Samples.swift", file.proto, ["import Model"], lines + list_lines(file))
    lines = ["", "extension Sample {", "    /// One value of every message.", "    static let all: [Sample] = ["]
    lines += [f"        of{file.swift}," for file in schema.files]
    write(root, f"{FOLDER}/Samples.swift", "**/*.proto", [], lines + ["    ].flatMap(\\.self)", "}"])

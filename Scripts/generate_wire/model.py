"""Sources/Model/Calls: the values that the rooms speak in."""

from schema import SCALARS, EnumInfo, FieldInfo, MessageInfo, Schema
from text import call, doc, write

FOLDER = "Sources/Model/Calls"
DEFAULTS = dict(SCALARS.values())


def default(field: FieldInfo, schema: Schema) -> str:
    if field.repeated:
        return "[]"
    if field.kind == "message":
        return "nil"
    if field.kind == "enum":
        return schema.enum_zeros[field.element]
    return DEFAULTS[field.element]


def enum_lines(enum: EnumInfo, indent: int) -> list:
    space = " " * indent
    lines = doc(enum.comment, indent)
    lines.append(f"{space}public enum {enum.name}: UInt32, Hashable, Sendable, CaseIterable {{")
    for name, number, comment in enum.cases:
        lines += doc(comment, indent + 4)
        lines.append(f"{space}    case {name} = {number}")
    return lines + [f"{space}}}"]


def message_lines(message: MessageInfo, schema: Schema) -> list:
    lines = doc(message.comment)
    lines.append(f"public struct {message.name}: Hashable, Sendable {{")
    for enum in message.enums:
        lines += [*enum_lines(enum, 4), ""]
    for field in message.fields:
        lines += doc(field.comment, 4)
        lines.append(f"    public var {field.swift}: {field.swift_type}")
    if message.fields:
        lines.append("")
    lines.append("    /// What is left out is as proto3 has it where nothing is sent.")
    parameters = [f"{field.swift}: {field.swift_type} = {default(field, schema)}" for field in message.fields]
    if not parameters:
        return lines + ["    public init() {}", "}"]
    lines += call("public init", parameters, " {", 4)
    lines += [f"        self.{field.swift} = {field.swift}" for field in message.fields]
    return lines + ["    }", "}"]


def rpc_lines(schema: Schema) -> list:
    lines = [
        "",
        "/// Every RPC, by the gRPC path that names it on the wire.",
        "public enum RPC: String, CaseIterable, Sendable {",
    ]
    for method in schema.methods:
        lines += doc(method.comment, 4)
        lines.append(f'    case {method.case} = "{method.path}"')
    lines += ["}"]
    return lines


def call_protocol_lines() -> list:
    return [
        "",
        "/// The request of an RPC: says which RPC it is for, and what answers it.",
        "public protocol Call: Hashable, Sendable {",
        "    /// The message that answers the RPC.",
        "    associatedtype Response: Hashable & Sendable",
        "",
        "    /// The RPC that this is the request of.",
        "    static var rpc: RPC { get }",
        "}",
    ]


def call_lines(methods: list) -> list:
    lines = []
    for method in methods:
        lines += [
            "",
            f"extension {method.request}: Call {{",
            "    /// The message that answers the RPC.",
            f"    public typealias Response = {method.response}",
            "    /// The RPC that this is the request of.",
            f"    public static var rpc: RPC {{ .{method.case} }}",
            "}",
        ]
    return lines


def emit(schema: Schema, root: str) -> None:
    for file in schema.files:
        lines = []
        for enum in file.enums:
            lines += ["", *enum_lines(enum, 0)]
        for message in file.messages:
            lines += ["", *message_lines(message, schema)]
        write(root, f"{FOLDER}/{file.swift}.swift", file.proto, [], lines)
        names = {message.name for message in file.messages}
        methods = [method for method in schema.methods if method.request in names]
        if methods:
            write(root, f"{FOLDER}/{file.swift}+Call.swift", file.proto, [], call_lines(methods))
    write(root, f"{FOLDER}/RPC.swift", "**/*.proto", [], rpc_lines(schema))
    write(root, f"{FOLDER}/Call.swift", "**/*.proto", [], call_protocol_lines())

"""Sources/Wire/Generated: the values to and from protobuf-c's structs, field by field."""

from schema import FieldInfo, MessageInfo, Schema
from text import call, getter, write

FOLDER = "Sources/Wire/Generated"
IMPORTS = ["internal import CWire", "package import Model"]


def taken(field: FieldInfo) -> str:
    """The Swift value of a field of the C struct."""
    c = f"c.{field.name}"
    place = f'"{field.name}"'
    if field.repeated:
        helper = {"text": "texts", "enum": "values", "message": "list"}[field.kind]
        return f"source.{helper}(c.n_{field.name}, {c}, {place})"
    if field.kind == "enum":
        return f"source.value({c}.rawValue, {place})"
    if field.kind in ("text", "message"):
        return f"source.{field.kind}({c}, {place})"
    return {"bytes": f"source.bytes({c})", "bool": f"{c} != 0", "number": c}[field.kind]


def filled(field: FieldInfo, indent: int) -> list:
    """The statement that sets a field of the C struct."""
    c = f"c.pointee.{field.name}"
    if field.repeated:
        return call(f"unsafe (c.pointee.n_{field.name}, {c}) = arena.list", [field.swift], "", indent)
    value = {
        "text": f"arena.text({field.swift})",
        "bytes": f"arena.bytes({field.swift})",
        "message": f"arena.message({field.swift})",
        "enum": f".init(rawValue: {field.swift}.rawValue)",
        "bool": f"{field.swift} ? 1 : 0",
        "number": field.swift,
    }[field.kind]
    return [" " * indent + f"unsafe {c} = {value}"]


def mapping_lines(message: MessageInfo, is_inspected: bool) -> list:
    initialiser = f"{message.c_prefix}__init"
    lines = [
        "",
        f"extension {message.name}: WireMessage {{",
        f'    package static var wireName: String {{ "{message.name}" }}',
        f"    package static var isInspected: Bool {{ {'true' if is_inspected else 'false'} }}",
        *getter("package static var descriptor: WireDescriptor", f"unsafe WireDescriptor(of: {initialiser})", 4),
        "",
        "    package init(from source: WireSource) throws(WireError) {",
    ]
    arguments = [f"{field.swift}: {taken(field)}" for field in message.fields]
    if arguments:
        throws = any(field.kind in ("text", "enum", "message") for field in message.fields)
        lines += call("let c = unsafe source.message", [f"as: {message.c_name}.self"], ".pointee", 8)
        lines += call(("try " if throws else "") + "unsafe self.init", arguments, "", 8)
    else:
        lines.append("        self.init()")
    lines += [
        "    }",
        "",
        "    package func fill(_ arena: borrowing EncodingArena) -> UnsafeMutableRawPointer {",
        f"        let c = unsafe arena.make({initialiser})",
    ]
    for field in message.fields:
        lines += filled(field, 8)
    return lines + ["        return UnsafeMutableRawPointer(c)", "    }", "}"]


def inspected(schema: Schema) -> set:
    """The messages that have, at any depth, a bool or a nested message that may stand once."""
    messages = {message.name: message for file in schema.files for message in file.messages}

    def is_inspected(message: MessageInfo) -> bool:
        return any(
            field.kind == "bool"
            or field.kind == "message" and (not field.repeated or is_inspected(messages[field.element]))
            for field in message.fields
        )

    return {name for name, message in messages.items() if is_inspected(message)}


def emit(schema: Schema, root: str) -> None:
    looked_at = inspected(schema)
    requests = {method.request for method in schema.methods}
    for file in schema.files:
        lines, calls = [], []
        for message in file.messages:
            lines += mapping_lines(message, message.name in looked_at)
            if message.name in requests:
                calls.append(f"extension {message.name}: WireCall {{}}")
        if calls:
            lines += ["", *calls]
        write(root, f"{FOLDER}/{file.swift}+Wire.swift", file.proto, IMPORTS, lines)

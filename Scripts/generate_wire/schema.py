"""What the protos say, in the terms that the Swift is written in."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Optional

from google.protobuf import descriptor_pb2

Field = descriptor_pb2.FieldDescriptorProto

ACRONYMS = {"id", "arn", "mfa", "uri", "uid"}
SCALARS = {
    Field.TYPE_STRING: ("String", '""'),
    Field.TYPE_BYTES: ("[UInt8]", "[]"),
    Field.TYPE_INT64: ("Int64", "0"),
    Field.TYPE_UINT64: ("UInt64", "0"),
    Field.TYPE_UINT32: ("UInt32", "0"),
    Field.TYPE_BOOL: ("Bool", "false"),
}


class Wrong(Exception):
    """A proto that cannot be turned into Swift, said for whoever wrote it."""


@dataclass
class FieldInfo:
    """One field of a message."""

    name: str
    swift: str
    number: int
    kind: str  # text, bytes, number, bool, enum, message
    element: str  # the Swift type of one value
    c_element: str  # the C type of one message or enum
    repeated: bool
    comment: str

    @property
    def swift_type(self) -> str:
        if self.repeated:
            return f"[{self.element}]"
        return f"{self.element}?" if self.kind == "message" else self.element


@dataclass
class EnumInfo:
    """An enum and its cases, as `(Swift name, number, comment)`."""

    name: str
    c_name: str
    comment: str
    cases: list = field(default_factory=list)

    @property
    def zero(self) -> str:
        return "." + next(name for name, number, _ in self.cases if number == 0)


@dataclass
class MessageInfo:
    """A message, with the enums that stand inside it."""

    name: str
    c_name: str
    c_prefix: str
    comment: str
    fields: list = field(default_factory=list)
    enums: list = field(default_factory=list)


@dataclass
class MethodInfo:
    """A method of a service."""

    case: str
    path: str
    request: str
    response: str
    comment: str


@dataclass
class FileInfo:
    """A proto file."""

    proto: str
    swift: str
    messages: list = field(default_factory=list)
    enums: list = field(default_factory=list)


@dataclass
class Schema:
    """All protos together."""

    protos: list = field(default_factory=list)
    files: list = field(default_factory=list)
    methods: list = field(default_factory=list)

    def __post_init__(self):
        self.enum_zeros = {}


def swift_name(snake: str) -> str:
    """`virtual_mfa_device` → `virtualMFADevice`."""
    first, *rest = snake.lower().split("_")
    return first + "".join(word.upper() if word in ACRONYMS else word.capitalize() for word in rest)


def case_name(enum_name: str, value: str) -> str:
    """The name of an enum's value without the enum's own."""
    if value.endswith("_UNSPECIFIED"):
        return "unspecified"
    own = camel_to_lower(enum_name).upper() + "_"
    return swift_name(value[len(own):] if value.startswith(own) else value)


def lower_first(camel: str) -> str:
    return camel[0].lower() + camel[1:]


def c_type(full_name: str) -> str:
    """How protoc-c names a type: `postern.v1.Tag` → `Postern__V1__Tag`."""
    return "__".join(part[0].upper() + part[1:] for part in full_name.strip(".").split("."))


def camel_to_lower(camel: str) -> str:
    """How protoc-c lowers a name: a run of capitals is one word and does not end before the next."""
    lowered, was_upper = "", True
    for letter in camel:
        if letter.isupper() and not was_upper:
            lowered += "_"
        lowered += letter.lower()
        was_upper = letter.isupper()
    return lowered


class Reader:
    """Reads a descriptor set; the file of the frame is left to the codec that is written by hand."""

    by_hand = "postern/v1/frame.proto"
    # The calls that are asked most often come first: a raw value is looked up from the front.
    first_service = "Authorization"

    def __init__(self, descriptors: descriptor_pb2.FileDescriptorSet):
        self.schema = Schema()
        self.comments = {}
        services = []
        for proto in descriptors.file:
            self.schema.protos.append(proto.name)
            if proto.name == self.by_hand:
                continue
            self.comments = self.read_comments(proto)
            info = self.read_file(proto)
            if info.messages or info.enums:
                self.schema.files.append(info)
            for index, service in enumerate(proto.service):
                services.append((service.name, self.read_service(proto, index, service)))
        services.sort(key=lambda pair: (pair[0] != self.first_service, pair[0]))
        self.schema.methods = [method for _, methods in services for method in methods]

    @staticmethod
    def read_comments(proto) -> dict:
        found = defaultdict(str)
        for location in proto.source_code_info.location:
            found[tuple(location.path)] = " ".join(location.leading_comments.split())
        return found

    def comment(self, path: tuple, what: str) -> str:
        if not self.comments[path]:
            raise Wrong(f"{what} has no comment")
        return self.comments[path]

    def read_file(self, proto) -> FileInfo:
        stem = proto.name.split("/")[-1].removesuffix(".proto")
        swift = "".join(word.upper() if word in ACRONYMS else word.capitalize() for word in stem.split("_"))
        info = FileInfo(proto=proto.name, swift=swift)
        for index, enum in enumerate(proto.enum_type):
            info.enums.append(self.read_enum(enum, proto.package, "", (5, index)))
        for index, message in enumerate(proto.message_type):
            info.messages.append(self.read_message(message, proto.package, (4, index)))
        return info

    def read_enum(self, enum, package: str, outer: str, path: tuple) -> EnumInfo:
        full_name = f"{package}.{outer + '.' if outer else ''}{enum.name}"
        info = EnumInfo(enum.name, c_type(full_name), self.comment(path, full_name))
        for index, value in enumerate(enum.value):
            comment = self.comment(path + (2, index), f"{full_name}.{value.name}")
            info.cases.append((case_name(enum.name, value.name), value.number, comment))
        self.schema.enum_zeros[f"{outer + '.' if outer else ''}{enum.name}"] = info.zero
        return info

    def read_message(self, message, package: str, path: tuple) -> MessageInfo:
        full_name = f"{package}.{message.name}"
        if message.nested_type or message.oneof_decl:
            raise Wrong(f"{full_name} nests messages or has a oneof, which is not provided for")
        if len(message.field) > 64:
            raise Wrong(f"{full_name} has more than 64 fields, which WireInspection cannot tell apart")
        lowered = "__".join(camel_to_lower(part) for part in full_name.split("."))
        info = MessageInfo(message.name, c_type(full_name), lowered, self.comment(path, full_name))
        for index, enum in enumerate(message.enum_type):
            info.enums.append(self.read_enum(enum, package, message.name, path + (4, index)))
        for index, one in enumerate(message.field):
            info.fields.append(self.read_field(one, package, full_name, path + (2, index)))
        return info

    def read_field(self, one, package: str, message: str, path: tuple) -> FieldInfo:
        what = f"{message}.{one.name}"
        repeated = one.label == Field.LABEL_REPEATED
        c_element = ""
        if one.type in SCALARS:
            element = SCALARS[one.type][0]
            kind = {"String": "text", "[UInt8]": "bytes", "Bool": "bool"}.get(element, "number")
            if repeated and kind != "text":
                raise Wrong(f"{what} repeats {element}, which is not provided for")
        elif one.type in (Field.TYPE_MESSAGE, Field.TYPE_ENUM):
            kind = "message" if one.type == Field.TYPE_MESSAGE else "enum"
            element = one.type_name.removeprefix(f".{package}.")
            c_element = c_type(one.type_name)
        else:
            raise Wrong(f"{what} has a type that is not provided for")
        return FieldInfo(
            one.name, swift_name(one.name), one.number, kind, element, c_element, repeated, self.comment(path, what)
        )

    def read_service(self, proto, index: int, service) -> list:
        self.comment((6, index), service.name)
        methods = []
        for number, method in enumerate(service.method):
            what = f"{service.name}.{method.name}"
            case = "healthCheck" if service.name == "Health" else lower_first(method.name)
            methods.append(
                MethodInfo(
                    case,
                    f"/{proto.package}.{service.name}/{method.name}",
                    method.input_type.split(".")[-1],
                    method.output_type.split(".")[-1],
                    self.comment((6, index, 2, number), what),
                )
            )
        return methods

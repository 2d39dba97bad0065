"""Writes Swift from a descriptor set: `generate_wire DESCRIPTORS ROOT`. Called by Scripts/generate-wire."""

import sys

from google.protobuf import descriptor_pb2

import c
import fuzz
import mapping
import model
import samples
from schema import Reader, Wrong


def main() -> None:
    descriptors = descriptor_pb2.FileDescriptorSet()
    with open(sys.argv[1], "rb") as file:
        descriptors.ParseFromString(file.read())
    schema = Reader(descriptors).schema
    for emitter in (c, model, mapping, samples, fuzz):
        emitter.emit(schema, sys.argv[2])


try:
    main()
except Wrong as wrong:
    sys.exit(f"error: {wrong}")

internal import CWire

/// What protoc-c says about a message.
@safe
package struct WireDescriptor {
    // SAFETY: the address of a constant of CWire, which lives as long as the program.
    let pointer: UnsafePointer<ProtobufCMessageDescriptor>

    /// The description that a message's initialiser puts into its struct.
    ///
    /// A C constant has no address of its own in Swift, but its initialiser knows it.
    init<C>(of initialise: (UnsafeMutablePointer<C>?) -> Void) {
        unsafe pointer = withUnsafeTemporaryAllocation(of: C.self, capacity: 1) { room in
            unsafe initialise(room.baseAddress)
            // SAFETY: every generated struct begins with a `ProtobufCMessage`, which its initialiser has filled.
            return unsafe UnsafeRawBufferPointer(room).load(as: ProtobufCMessage.self).descriptor
        }
    }

    fileprivate init(_ pointer: UnsafePointer<ProtobufCMessageDescriptor>) {
        unsafe self.pointer = pointer
    }

    var address: UInt { unsafe UInt(bitPattern: pointer) }

    var fieldCount: Int { unsafe Int(pointer.pointee.n_fields) }

    /// The field at a place in the order of their numbers.
    subscript(index: Int) -> WireFieldDescriptor {
        precondition(index < fieldCount, "a place from 0 up to the count of fields")
        return unsafe WireFieldDescriptor(pointer.pointee.fields + index)
    }

    /// The field of a number, looked for from where the last one was found.
    func field(_ number: UInt32, hint: inout Int) -> WireFieldDescriptor? {
        for step in 0..<fieldCount {
            let index = (hint + step) % fieldCount
            if self[index].number == number {
                hint = index
                return self[index]
            }
        }
        return nil
    }

    /// The name of the field of a number; empty where there is none.
    func name(of number: UInt32) -> String {
        var hint = 0
        return field(number, hint: &hint)?.name ?? ""
    }
}

/// What protoc-c says about a field.
@safe
struct WireFieldDescriptor {
    // SAFETY: as for `WireDescriptor`.
    private let pointer: UnsafePointer<ProtobufCFieldDescriptor>

    fileprivate init(_ pointer: UnsafePointer<ProtobufCFieldDescriptor>) {
        unsafe self.pointer = pointer
    }

    var name: String { unsafe String(cString: pointer.pointee.name) }
    var number: UInt32 { unsafe pointer.pointee.id }
    var isRepeated: Bool { unsafe pointer.pointee.label == PROTOBUF_C_LABEL_REPEATED }
    var isBool: Bool { unsafe pointer.pointee.type == PROTOBUF_C_TYPE_BOOL }

    /// The message that the field nests.
    var nested: WireDescriptor? {
        guard unsafe pointer.pointee.type == PROTOBUF_C_TYPE_MESSAGE,
            let nested = unsafe pointer.pointee.descriptor
        else { return nil }
        // SAFETY: what the descriptor of a field of this type points to.
        return unsafe WireDescriptor(nested.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
    }

    /// Whether the field's value may be encoded so.
    func takes(_ wireType: ProtobufCursor.WireType) -> Bool {
        switch unsafe pointer.pointee.type {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: wireType == .lengthPrefixed
        case PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_FLOAT:
            wireType == .fixed32 || isPacked(wireType)
        case PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_DOUBLE:
            wireType == .fixed64 || isPacked(wireType)
        default: wireType == .varint || isPacked(wireType)
        }
    }

    private func isPacked(_ wireType: ProtobufCursor.WireType) -> Bool {
        isRepeated && wireType == .lengthPrefixed
    }
}

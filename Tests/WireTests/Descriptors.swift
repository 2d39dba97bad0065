import CWire

/// What protoc-c says about the messages and RPCs of Proto/, walked from its services.
struct Descriptors {
    struct Message {
        var name: String
        var fields: [Field]
    }

    struct Field {
        var name: String
        var number: UInt64
    }

    struct Method {
        var path: String
        var request: String
        var response: String
    }

    var messages: [Message] = []
    var methods: [Method] = []

    init() {
        unsafe add(postern__v1__access_keys__descriptor)
        unsafe add(postern__v1__authentication__descriptor)
        unsafe add(postern__v1__authorization__descriptor)
        unsafe add(postern__v1__identity__descriptor)
        unsafe add(grpc__health__v1__health__descriptor)
    }

    private mutating func add(_ service: ProtobufCServiceDescriptor) {
        let name = unsafe String(cString: service.name)
        for index in unsafe 0..<Int(service.n_methods) {
            let method = unsafe service.methods[index]
            unsafe add(method.input)
            unsafe add(method.output)
            methods.append(
                Method(
                    path: unsafe "/\(name)/\(String(cString: method.name))",
                    request: unsafe String(cString: method.input.pointee.short_name),
                    response: unsafe String(cString: method.output.pointee.short_name)
                )
            )
        }
    }

    private mutating func add(_ message: UnsafePointer<ProtobufCMessageDescriptor>) {
        let name = unsafe String(cString: message.pointee.short_name)
        guard !messages.contains(where: { $0.name == name }) else { return }
        let fields = unsafe UnsafeBufferPointer(start: message.pointee.fields, count: Int(message.pointee.n_fields))
        unsafe messages.append(
            Message(
                name: name,
                fields: fields.map { unsafe Field(name: String(cString: $0.name), number: UInt64($0.id)) }
            )
        )
        for index in fields.indices where unsafe fields[index].type == PROTOBUF_C_TYPE_MESSAGE {
            guard let nested = unsafe fields[index].descriptor else { continue }
            unsafe add(nested.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
        }
    }
}

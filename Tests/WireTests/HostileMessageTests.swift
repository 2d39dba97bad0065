import Model
import Testing
import Wire

/// Bytes, and what is wrong with them; `nil` where nothing is.
struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let error: WireError?

    init(_ name: String, _ bytes: [UInt8], _ error: WireError?) {
        (self.name, self.bytes, self.error) = (name, bytes, error)
    }

    var testDescription: String { name }
}

@Suite struct HostileMessageTests {
    private func expect<M: WireMessage>(_ type: M.Type, _ c: Case) {
        do throws(WireError) {
            _ = try decode(type, from: c.bytes)
            #expect(c.error == nil)
        } catch {
            #expect(error == c.error)
        }
    }

    private static func user(_ name: [UInt8]) -> [UInt8] { Protobuf.bytes(1, name) }
    private static let notText = WireError.notText(field: "user_name")

    @Test(arguments: [
        Case("ASCII", user(Array("alice".utf8)), nil),
        Case("empty, and said so", user([]), nil),
        Case("a NUL inside", user(Array("alice\0root".utf8)), notText),
        Case("a NUL in front", user(Array("\0root".utf8)), notText),
        Case("a NUL at the end", user(Array("alice\0".utf8)), notText),
        Case("nothing but a NUL", user([0]), notText),
        Case("two, three and four bytes", user(Array("é€😀".utf8)), nil),
        Case("a lone continuation", user([0x61, 0x80]), notText),
        Case("a lead without continuation", user([0xc3]), notText),
        Case("the shortest that is complete", user([0xc2, 0x80]), nil),
        Case("overlong", user([0xc1, 0x80]), notText),
        Case("NUL, overlong", user([0xc0, 0x80]), notText),
        Case("the last before the surrogates", user([0xed, 0x9f, 0xbf]), nil),
        Case("a surrogate", user([0xed, 0xa0, 0x80]), notText),
        Case("the last scalar", user([0xf4, 0x8f, 0xbf, 0xbf]), nil),
        Case("above the last scalar", user([0xf4, 0x90, 0x80, 0x80]), notText),
        Case("a byte of no encoding", user([0xff]), notText),
        Case("long and whole", user(.init(repeating: 0x61, count: 5_000)), nil),
        Case("long with a NUL near its end", user(.init(repeating: 0x61, count: 5_000) + [0, 0x61]), notText),
    ]) func `a text must be UTF-8 without NUL`(_ c: Case) {
        expect(GetUserRequest.self, c)
    }

    @Test(arguments: [
        Case(
            "in a list of texts",
            Protobuf.text(2, "a") + Protobuf.text(2, "b\0"),
            .notText(field: "tag_keys[1]")
        ),
        Case("in a list of texts, none", Protobuf.text(2, "a") + Protobuf.text(2, "b"), nil),
    ]) func `a text that is not one is named by its place`(_ c: Case) {
        expect(UntagUserRequest.self, c)
    }

    @Test(arguments: [
        Case(
            "three deep",
            Protobuf.bytes(2, []) + Protobuf.bytes(2, Protobuf.bytes(4, Protobuf.bytes(2, [0x61, 0]))),
            .notText(field: "items[1].context[0].values[0]")
        ),
        Case("in a nested message", Protobuf.bytes(1, Protobuf.bytes(3, [0xff])), .notText(field: "shared.action")),
        Case("a rule that there is", Protobuf.number(3, 2), nil),
        Case("a rule that there is not", Protobuf.number(3, 3), .unknownValue(field: "rule", number: 3)),
        Case("a negative rule", Protobuf.number(3, .max), .unknownValue(field: "rule", number: .max)),
        Case(
            "the shared question twice",
            Protobuf.bytes(1, []) + Protobuf.bytes(1, []),
            .repeatedMessage(field: "shared")
        ),
        Case("the shared question once", Protobuf.bytes(1, []), nil),
        Case("the rule twice", Protobuf.number(3, 9) + Protobuf.number(3, 1), nil),
    ]) func `what is wrong in a batch is named by its path`(_ c: Case) {
        expect(BatchAuthorizeRequest.self, c)
    }

    @Test(arguments: [
        Case("text as a number", Protobuf.number(1, 5), .wrongWireType(field: "user_name")),
        Case("text as 32 bits", Protobuf.tag(1, 5) + [0, 0, 0, 0], .wrongWireType(field: "user_name")),
        Case("text as 64 bits", Protobuf.tag(1, 1) + [0, 0, 0, 0, 0, 0, 0, 0], .wrongWireType(field: "user_name")),
        Case("a bool as a number", Protobuf.number(3, 1), nil),
        Case("a bool as a text", Protobuf.text(3, "x"), .wrongWireType(field: "password_reset_required")),
        Case("a bool as 32 bits", Protobuf.tag(3, 5) + [0, 0, 0, 1], .wrongWireType(field: "password_reset_required")),
        Case("a group", Protobuf.tag(1, 3) + Protobuf.tag(1, 4), .malformed("CreateLoginProfileRequest")),
        Case("an unknown group", Protobuf.tag(99, 3) + Protobuf.tag(99, 4), .malformed("CreateLoginProfileRequest")),
        Case("groups 10,000 deep", .init(repeating: 0x0b, count: 10_000), .malformed("CreateLoginProfileRequest")),
        Case("wire type 6", Protobuf.tag(1, 6), .malformed("CreateLoginProfileRequest")),
        Case("field number 0", [0x02, 0x00], .malformed("CreateLoginProfileRequest")),
        Case("a number that does not end", Protobuf.tag(3, 0) + [0x80], .malformed("password_reset_required")),
        Case(
            "11 bytes of a number",
            Protobuf.tag(3, 0) + .init(repeating: 0x80, count: 10) + [1],
            .malformed("password_reset_required")
        ),
        Case("a length past the end", Protobuf.tag(1, 2) + [5, 0x61], .malformed("user_name")),
        Case("a length of 4 GiB", Protobuf.tag(1, 2) + Protobuf.varint(1 << 32), .malformed("user_name")),
        Case("a length of 2⁶⁴ − 1", Protobuf.tag(1, 2) + Protobuf.varint(.max), .malformed("user_name")),
    ]) func `a field of another encoding, or of none, is refused by name`(_ c: Case) {
        expect(CreateLoginProfileRequest.self, c)
    }

    @Test func `fields that are not known are passed over`() throws {
        let unknown =
            Protobuf.number(900, .max) + Protobuf.bytes(901, [0, 0xff]) + Protobuf.tag(902, 5) + [1, 2, 3, 4]
            + Protobuf.tag(903, 1) + [1, 2, 3, 4, 5, 6, 7, 8]
        let bytes = unknown + Protobuf.text(1, "alice") + unknown
        #expect(try decode(GetUserRequest.self, from: bytes) == GetUserRequest(userName: "alice"))
        #expect(throws: WireError.malformed("GetUserRequest")) {
            try decode(GetUserRequest.self, from: Array(bytes.dropLast()))
        }
    }

    @Test func `of a field that comes twice the last counts`() throws {
        let bytes = Protobuf.text(1, "alice") + Protobuf.text(1, "bob")
        #expect(try decode(GetUserRequest.self, from: bytes) == GetUserRequest(userName: "bob"))
        let emptied = Protobuf.text(1, "alice") + Protobuf.text(1, "")
        #expect(try decode(GetUserRequest.self, from: emptied) == GetUserRequest())
        // The first is gone, but was wire bytes too: what stands last is what is checked.
        #expect(throws: WireError.notText(field: "user_name")) {
            try decode(GetUserRequest.self, from: Protobuf.text(1, "alice") + Protobuf.text(1, "b\0b"))
        }
    }

    @Test func `defaults that are sent mean the same as those that are not`() throws {
        let bytes = Protobuf.text(1, "") + Protobuf.text(2, "") + Protobuf.number(3, 0)
        #expect(try decode(ListUsersRequest.self, from: bytes) == ListUsersRequest())
        #expect(try decode(UpdateAccessKeyRequest.self, from: Protobuf.number(3, 0)) == UpdateAccessKeyRequest())
        #expect(try decode(CreateLoginProfileRequest.self, from: Protobuf.number(3, 0)) == CreateLoginProfileRequest())
    }

    @Test func `a text with a NUL is not cut short on its way out`() {
        for name in ["alice\0root", "\0", "\0root"] {
            let bytes = encode(GetUserRequest(userName: name))
            #expect(bytes.count == name.utf8.count + 2)
            #expect(throws: WireError.notText(field: "user_name")) { try decode(GetUserRequest.self, from: bytes) }
        }
    }

    @Test func `canonically equal texts stay apart in bytes`() throws {
        for name in ["e\u{301}", "\u{e9}"] {
            let decoded = try decode(GetUserRequest.self, from: encode(GetUserRequest(userName: name)))
            #expect(Array(decoded.userName.utf8) == Array(name.utf8))
        }
    }
}

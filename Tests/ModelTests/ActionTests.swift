import Model
import Testing

@Suite struct ActionTests {
    @Test(arguments: ["s3:GetObject", "a:b", "execute-api:Invoke", "my.app_1:Do-it"])
    func `a service and a name are an action`(_ text: String) throws {
        let action = try #require(Action(text))
        #expect(action.description == text)
        #expect(text.utf8.prefix(action.colon).allSatisfy { $0 != UInt8(ascii: ":") })
    }

    @Test(arguments: [
        "", ":", "s3", "s3:", ":GetObject", "s3:Get:Object", "s3:*", "s3:Get?", "*", "s3:Get Object", "s3:Gét",
        "s3:Get\0",
        "s3 :Get", "s3:\u{212A}",
    ]) func `anything else is none`(_ text: String) {
        #expect(Action(text) == nil)
    }

    @Test func `an action has a longest length`() {
        let name = String(repeating: "a", count: Action.bytesMax - 2)
        #expect(Action("s:" + name) != nil)
        #expect(Action("s:a" + name) == nil)
    }

    @Test func `case does not count`() throws {
        let (one, other) = (try #require(Action("S3:getobject")), try #require(Action("s3:GetObject")))
        #expect(one == other && one.hashValue == other.hashValue)
        #expect(one != (try #require(Action("s3:GetObjects"))))
        #expect((try #require(Action("ab:c"))) != (try #require(Action("a:bc"))))
    }

    @Test func `folding touches ASCII letters alone`() {
        #expect("AZaz09_[@".asciiLowercased == "azaz09_[@")
        #expect("\u{212A}\u{c9}\u{130}".asciiLowercased.utf8.elementsEqual("\u{212A}\u{c9}\u{130}".utf8))
    }
}

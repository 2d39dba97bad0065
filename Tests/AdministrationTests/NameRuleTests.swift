import Model
import Testing

@testable import Administration

struct NameRuleTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let isGood: Bool

        init(_ text: String, _ isGood: Bool) {
            self.text = text
            self.isGood = isGood
        }

        var testDescription: String { "\(text.prefix(20).debugDescription) (\(text.utf8.count) bytes)" }
    }

    @Test(arguments: [
        Case("a", true), Case("", false),
        Case(String(repeating: "a", count: 64), true), Case(String(repeating: "a", count: 65), false),
        Case("AZaz09_+=,.@-", true), Case("a b", false), Case("a ", false), Case(" a", false), Case("a/b", false),
        Case("a:b", false), Case("a*", false), Case("a\0", false), Case("a\n", false), Case("é", false),
        Case("e\u{301}", false), Case("ａ", false), Case("a\u{200B}", false),
    ])
    func `takes names of users and roles`(_ entry: Case) {
        #expect(((try? EntityName(parsing: entry.text, .user)) != nil) == entry.isGood)
        #expect(((try? EntityName(parsing: entry.text, .role)) != nil) == entry.isGood)
    }

    @Test(arguments: [NamedKind.group, .policy, .inlinePolicy, .controlPolicy, .mfaDevice])
    func `takes names of other kinds up to 128 characters`(_ kind: NamedKind) {
        #expect((try? EntityName(parsing: String(repeating: "a", count: 128), kind)) != nil)
        #expect((try? EntityName(parsing: String(repeating: "a", count: 129), kind)) == nil)
    }

    @Test(arguments: [
        Case("", true), Case("/", true), Case("/a/", true), Case("/a", false), Case("a/", false), Case("//", false),
        Case("/a/b c/", false), Case("/!~/", true), Case("/\u{7F}/", false), Case("/é/", false),
        Case("/" + String(repeating: "a", count: 510) + "/", true),
        Case("/" + String(repeating: "a", count: 511) + "/", false),
    ])
    func `takes paths`(_ entry: Case) {
        #expect(((try? EntityPath(parsing: entry.text)) != nil) == entry.isGood)
    }

    @Test(arguments: [
        Case("", true), Case("/", true), Case("/a/", true), Case("/A9_+=,.@-/b/", true), Case("/a", false),
        Case("//", false), Case("/a//b/", false), Case("/*/", false), Case("/a?/", false), Case("/!~/", false),
        Case("/a:b/", false), Case("/" + String(repeating: "a", count: 511) + "/", false),
    ])
    func `takes paths of policies, without wildcards`(_ entry: Case) {
        #expect(((try? EntityPath(ofPolicy: entry.text)) != nil) == entry.isGood)
    }

    @Test(arguments: [Case("", true), Case("/", true), Case("/a", true), Case("a", false), Case("/a b", false)])
    func `takes path prefixes`(_ entry: Case) {
        #expect(((try? EntityPath.prefix(parsing: entry.text)) != nil) == entry.isGood)
    }

    @Test(arguments: [
        Case("abc", true), Case("ab", false), Case(String(repeating: "a", count: 63), true),
        Case(String(repeating: "a", count: 64), false), Case("a-b", true), Case("a--b", false), Case("-ab", false),
        Case("ab-", false), Case("Abc", false), Case("a_b", false), Case("é12", false),
    ])
    func `takes aliases`(_ entry: Case) {
        #expect(((try? AliasName(parsing: entry.text)) != nil) == entry.isGood)
    }

    @Test(arguments: [
        Case("", true), Case(String(repeating: "é", count: 1_000), true),
        Case(String(repeating: "é", count: 1_001), false),
        Case("two\nlines\t", true), Case("a\0b", false), Case("a\u{1B}[2J", false), Case("a\u{202E}b", false),
    ])
    func `takes descriptions`(_ entry: Case) {
        #expect(((try? DescriptionText(parsing: entry.text)) != nil) == entry.isGood)
    }

    @Test(arguments: [
        Case("k", true), Case("", false), Case(String(repeating: "é", count: 128), true),
        Case(String(repeating: "é", count: 129), false), Case("a b_.:/=+-@9", true), Case("a*b", false),
        Case("a\nb", false),
        Case("aws:x", false), Case("AWS:x", false), Case("awsx", true), Case("a\u{2028}b", false),
    ])
    func `takes tag keys`(_ entry: Case) {
        #expect(((try? TagSet(parsing: [Tag(key: entry.text, value: "v")])) != nil) == entry.isGood)
    }

    @Test(arguments: [
        Case("", true), Case(String(repeating: "v", count: 256), true), Case(String(repeating: "v", count: 257), false),
        Case("a;b", false), Case("aws:v", false),
    ])
    func `takes tag values`(_ entry: Case) {
        #expect(((try? TagSet(parsing: [Tag(key: "k", value: entry.text)])) != nil) == entry.isGood)
    }

    @Test(arguments: [
        ("k", "K", false), ("k", "l", true), ("é", "É", false), ("\u{e9}", "e\u{301}", false),
        ("\u{212B}", "\u{e5}", false),
    ])
    func `takes each tag key once, ignoring case and Unicode form`(_ one: String, _ other: String, _ isGood: Bool) {
        #expect(((try? TagSet(parsing: [Tag(key: one), Tag(key: other)])) != nil) == isGood)
    }

    @Test(arguments: [
        ("v1", true), ("v0", false), ("v01", false), ("v+1", false), ("V1", false), ("1", false), ("v", false),
        ("v4294967296", false),
    ])
    func `takes version ids`(_ text: String, _ isGood: Bool) {
        #expect(((try? VersionID(parsing: text)) != nil) == isGood)
    }

    @Test func `names what was wrong, cut short and without what moves a terminal`() throws {
        let text = "x\u{1B}[2J`\u{202E}\n" + String(repeating: "y", count: 100)
        let error = #expect(throws: Refusal.self) { try EntityName(parsing: text, .user) }
        let message = try #require(error?.message)
        #expect(error?.code == "ValidationError")
        #expect(message.hasPrefix("user name `x?[2J???" + String(repeating: "y", count: 56) + "…` is not 1 to 64 of"))
        #expect(!message.contains("\u{1B}") && !message.contains("\n") && !message.contains("\u{202E}"))
    }
}

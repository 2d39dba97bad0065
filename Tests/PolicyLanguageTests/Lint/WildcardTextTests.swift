import Testing

@testable import PolicyLanguage

/// What is said of sets of texts is so.
@Suite struct WildcardTextTests {
    private func resource(_ text: String) -> WildcardText { WildcardText(resource: text, hasVariables: true) }

    @Test(arguments: [
        ("*", "arn:aws:s3:::a*"), ("arn:aws:s3:::*", "arn:aws:s3:::a?c"), ("arn:aws:s3:::a?c", "arn:aws:s3:::abc"),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::${AWS:userName}/b"), ("arn:aws:s3:*", "arn:aws:s3:eu:1:b"),
        ("arn:aws:s3:::a*b*c", "arn:aws:s3:::a*xb*c"), ("arn:aws:s3:::${*}", "arn:aws:s3:::${*}"),
    ])
    func `one covers another`(wide: String, narrow: String) {
        #expect(resource(wide).covers(resource(narrow)))
        #expect(resource(wide).mayMeet(resource(narrow)))
    }

    @Test(arguments: [
        ("arn:aws:s3:::a?c", "arn:aws:s3:::a*c"), ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::${aws:userid}"),
        ("arn:aws:s3:::?", "arn:aws:s3:::${aws:username}"), ("arn:aws:s3:::${*}", "arn:aws:s3:::a"),
        // A `*` inside one of the first five segments stays in it.
        ("arn:aws:s3:e*t:1:b", "arn:aws:s3:eu:x:t:1:b"), ("arn:aws:s3:::a", "arn:aws:s3:::a*"),
        ("arn:aws:s3:::a", ""), ("arn:aws:s3:::a/*", "arn:aws:s3:::a"),
    ])
    func `one does not cover another`(wide: String, narrow: String) {
        #expect(!resource(wide).covers(resource(narrow)))
    }

    @Test(arguments: [("iam:*", "s3:get"), ("s3:get?", "s3:get"), ("s3:*a", "s3:*b"), ("a*b", "a*c")])
    func `two have no text in common`(one: String, other: String) {
        #expect(!WildcardText(action: one).mayMeet(WildcardText(action: other)))
        #expect(!WildcardText(action: other).mayMeet(WildcardText(action: one)))
    }

    @Test(arguments: [("i*", "*m:b"), ("s3:get*", "s3:*object"), ("?*", "a"), ("*", "a:b")])
    func `two may have a text in common`(one: String, other: String) {
        #expect(WildcardText(action: one).mayMeet(WildcardText(action: other)))
        #expect(WildcardText(action: other).mayMeet(WildcardText(action: one)))
    }
}

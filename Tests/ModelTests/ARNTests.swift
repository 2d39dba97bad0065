import Model
import Testing

@Suite struct ARNTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let error: ARN.ParseError?

        init(_ text: String, _ error: ARN.ParseError? = nil) {
            self.text = text
            self.error = error
        }

        var testDescription: String { String(text.prefix(60)) }
    }

    @Test(arguments: [
        Case("arn:aws:iam::123456789012:user/staff/alice"), Case("arn:aws:s3:::bucket/key"), Case("arn:p:s:::r"),
        Case("arn:aws:sns:eu-west-1:123456789012:topic:with:colons"), Case("arn:aws:s3:::b/\u{e9}"),
        Case("arn:aws:s3:::" + String(repeating: "k", count: 2_035)),
        Case("arn:aws:s3:::" + String(repeating: "k", count: 2_036), .tooLong),
        Case("", .noPrefix), Case("ARN:aws:s3:::b", .noPrefix), Case("arn", .noPrefix),
        Case("arn:", .segments(2)), Case("arn:aws:s3::", .segments(5)), Case("arn::s3:::b", .emptySegment(1)),
        Case("arn:aws::::b", .emptySegment(2)), Case("arn:aws:s3:::", .emptySegment(5)),
        Case("arn:aws:s3:::b\0", .controlCharacter(at: 14)), Case("arn:aws:s3:::b\u{7F}", .controlCharacter(at: 14)),
        Case("arn:aws:s3:::\nb", .controlCharacter(at: 13)),
    ]) func `an ARN has six segments, and nothing that shows as something else`(_ one: Case) throws {
        if let error = one.error {
            #expect(throws: error) { try ARN(parsing: one.text) }
        } else {
            let arn = try ARN(parsing: one.text)
            let parts = [arn.partition, arn.service, arn.region, arn.account, arn.resource].joined(separator: ":")
            #expect("arn:" + parts == one.text)
        }
    }

    @Test func `segments are what is between the colons`() throws {
        let arn = try ARN(parsing: "arn:aws-cn:sns:eu-west-1:123456789012:topic:a:b")
        #expect(arn.partition == "aws-cn" && arn.service == "sns" && arn.region == "eu-west-1")
        #expect(arn.account == "123456789012" && arn.resource == "topic:a:b")
    }

    @Test func `an ARN made of valid segments is the parsed one`() throws {
        let account = try #require(AccountID("123456789012"))
        let made = ARN(ofValidPartition: "aws", service: "iam", account: account, resource: "user/a:b")
        let parsed = try ARN(parsing: "arn:aws:iam::123456789012:user/a:b")
        #expect(made == parsed && made.hashValue == parsed.hashValue)
        #expect(made.partition == "aws" && made.service == "iam" && made.region.isEmpty)
        #expect(made.account == "123456789012" && made.resource == "user/a:b")
    }

    @Test func `equality is that of the bytes`() throws {
        let composed = try ARN(parsing: "arn:aws:s3:::\u{e9}")
        #expect(composed != (try ARN(parsing: "arn:aws:s3:::e\u{301}")))
        #expect(composed != (try ARN(parsing: "arn:aws:s3:::\u{c9}")))
        #expect(composed == (try ARN(parsing: "arn:aws:s3:::\u{e9}")))
    }

    @Test(arguments: ["123456789012", "000000000000"]) func `twelve digits are an account`(_ text: String) {
        #expect(AccountID(text)?.description == text)
    }

    @Test(arguments: [
        "", "12345678901", "1234567890123", "12345678901a", "１23456789012", "-12345678901", "12345678901 ",
    ])
    func `anything else is no account`(_ text: String) {
        #expect(AccountID(text) == nil)
    }
}

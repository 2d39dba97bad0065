import Model
import PolicyLanguage
import Testing

/// Input made to exhaust: bounded before it costs anything, decided in time that grows with its size.
@Suite struct HostileInputTests {
    @Test(arguments: [(31, false), (10_000, true)])
    func `bounds the depth`(depth: Int, isTooDeep: Bool) {
        let text = #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        #expect {
            _ = try PolicyDocument(parsing: text, kind: .identity)
        } throws: { error in
            (error as? PolicyError)?.code == (isTooDeep ? .tooDeep : .unknownElement)
        }
    }

    @Test func `refuses a document of a megabyte before reading it`() {
        let text = String(repeating: " ", count: 1 << 20)
        #expect {
            _ = try PolicyDocument(parsing: text, kind: .identity)
        } throws: { error in (error as? PolicyError)?.code == .tooLarge }
    }

    @Test func `reads a document of the greatest size`() throws {
        let action = #""s3:Get*""#
        let count = (PolicyDocument.bytesMax - 200) / (action.utf8.count + 1)
        let list = Array(repeating: action, count: count).joined(separator: ",")
        let text = Samples.policy(#""Action":[\#(list)],"Resource":"*""#)
        #expect(text.utf8.count <= PolicyDocument.bytesMax)
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        #expect(Evaluator.decide(try Samples.request(), under: policies).isAllowed)
        #expect(!Evaluator.decide(try Samples.request(action: "s3:Put"), under: policies).isAllowed)
    }

    /// Backtracking over each `*` would take longer than the universe has.
    @Test(arguments: ["a", "a?", "aaaaaaaaaaaaaaab", "${x:a}"])
    func `matches patterns of many wildcards in bounded time`(piece: String) throws {
        let pattern = "arn:aws:s3:::" + String(repeating: "*" + piece, count: 60) + "*b"
        let text = Samples.policy(#""Action":"*","Resource":"\#(pattern)""#)
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let resource = "arn:aws:s3:::" + String(repeating: "a", count: 2_000)
        let request = try Samples.request(resource: resource, context: ["x:a": ["a"]])
        #expect(!Evaluator.decide(request, under: policies).isAllowed)
    }

    @Test func `looks through ten thousand values of a key`() throws {
        let text = Samples.statement(condition: #"{"ForAllValues:StringLike":{"x:k":["v*"]}}"#)
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let values = (0..<10_000).map { "v\($0)" }
        #expect(Evaluator.decide(try Samples.request(context: ["x:k": values]), under: policies).isAllowed)
        let spoilt = try Samples.request(context: ["x:k": values + ["w"]])
        #expect(!Evaluator.decide(spoilt, under: policies).isAllowed)
    }

    @Test(arguments: ["", ":", "arn", "arn:::::", "arn:aws:s3:::", "::::::::::", "*", "?", "é", "arn:aws:s3:b"])
    func `decides about resources that are no ARNs`(resource: String) throws {
        let patterns = ["arn:aws:s3:::*", "arn:aws:s3:::b*/?", "arn:aws:iam::*:user/*"]
        for pattern in patterns {
            let policies = ApplicablePolicies(
                identity: [try Samples.compiled(Samples.policy(#""Action":"*","Resource":"\#(pattern)""#))]
            )
            let request = try Samples.request(resource: resource, owner: nil)
            let isHit = pattern == "arn:aws:s3:::*" && resource == "arn:aws:s3:::"
            #expect(Evaluator.decide(request, under: policies).isAllowed == isHit)
        }
    }
}

import Differential
import Model
import PolicyLanguage
import Reference
import Testing

/// The examples of AWS's user guides with the outcomes that the pages tell of, by the engine and by the reference.
@Suite struct PublishedExampleTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let page: String
        var principal = "arn:aws:iam::111122223333:user/carlossalazar"
        let action: String
        let resource: String
        var owner: String? = "111122223333"
        var context: [String: [String]] = [:]
        var identity: [String] = []
        var boundary: String?
        var session: String?
        var resourcePolicy: String?
        var serviceControl: [[String]] = []
        var resourceControl: [[String]] = []
        let expect: Decision.Outcome

        var testDescription: String { "\(name): \(page)" }
    }

    static let evaluation = guide + "reference_policies_evaluation-logic"
    static let guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"

    @Test(arguments: PublishedPolicies.examples) func `a request is decided as AWS's page says`(_ one: Example) throws {
        func tree(_ text: String) throws -> JSONTree { try #require(JSONTree(parsing: text)) }
        let policies = PolicyTexts(
            identity: try one.identity.map(tree),
            permissionsBoundary: try one.boundary.map { [try tree($0)] },
            session: try one.session.map { [try tree($0)] },
            resource: try one.resourcePolicy.map { [try tree($0)] } ?? [],
            serviceControl: try one.serviceControl.map { try $0.map(tree) },
            resourceControl: try one.resourceControl.map { try $0.map(tree) },
            resourceMustAllow: one.action == "sts:AssumeRole"
        )
        let request = try Samples.request(
            one.principal,
            action: one.action,
            resource: one.resource,
            owner: one.owner,
            context: one.context
        )
        #expect(try Comparison(policies).decision(on: request).outcome == one.expect)
        #expect(ReferenceEvaluator(request, under: policies).answer.outcome == one.expect, "the reference")
    }

    @Test(arguments: [
        ("amzn-s3-demo-bucket/1/test/object.jpg", true), ("amzn-s3-demo-bucket/1/2/test/object.jpg", true),
        ("amzn-s3-demo-bucket/1/2/test/3/object.jpg", true), ("amzn-s3-demo-bucket/1/2/3/test/4/object.jpg", true),
        ("amzn-s3-demo-bucket/1-test/object.jpg", false), ("amzn-s3-demo-bucket/test/object.jpg", false),
        ("amzn-s3-demo-bucket/1/2/test.jpg", false),
    ]) func `a star takes slashes, as on the page about Resource`(key: String, matches: Bool) throws {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
        let text = Samples.policy(#""Action":"*","Resource":"arn:aws:s3:::amzn-s3-demo-bucket/*/test/*""#)
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let request = try Samples.request(resource: "arn:aws:s3:::\(key)")
        #expect(Evaluator.decide(request, under: policies).isAllowed == matches)
    }
}

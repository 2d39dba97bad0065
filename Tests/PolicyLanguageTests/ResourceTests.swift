import Model
import PolicyLanguage
import Testing

/// Actions and resources: wildcards, segments, `Not…` forms.
@Suite struct ResourceTests {
    @Test(arguments: [
        ("*", "arn:aws:s3:::b/k", true),
        ("arn:aws:s3:::b/k", "arn:aws:s3:::b/k", true),
        ("arn:aws:s3:::b/k", "arn:aws:s3:::b/K", false),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/", true),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::b?/k", "arn:aws:s3:::b1/k", true),
        ("arn:aws:s3:::b?/k", "arn:aws:s3:::b12/k", false),
        // A `*` that ends its segment runs past colons.
        ("arn:aws:iam::*", "arn:aws:iam::123456789012:user/a", true),
        ("arn:aws:iam::*:user/a", "arn:aws:iam::123456789012:user/a", true),
        ("arn:aws:sns:us-*:1:t", "arn:aws:sns:us-x:y:1:t", true),
        // One that does not stays in it.
        ("arn:aws:sns:*-1:1:t", "arn:aws:sns:us-1:1:t", true),
        ("arn:aws:sns:*-1:1:t", "arn:aws:sns:us:x-1:1:t", false),
        ("arn:aws:sns:u?-1:1:t", "arn:aws:sns:us-1:1:t", true),
        ("arn:aws:sns:u?1:1:t", "arn:aws:sns:u:1:1:t", false),
        // The resource's own colons part nothing.
        ("arn:aws:s3:::b/*/k", "arn:aws:s3:::b/x:y/k", true),
        ("arn:aws:logs:r:1:log-group:a*z:*", "arn:aws:logs:r:1:log-group:a:z:s", true),
        ("arn:aws:s3:*:b/*/k", "arn:aws:s3:::b/x:y/k", true),
        // A bounded `*` that fails gives way to the unbounded one before it.
        ("arn:aws:x:*:a*b:c", "arn:aws:x:q:a:ab:c", true),
        ("arn:aws:x:*:a*b:c", "arn:aws:x:q:a:ac:c", false),
        // Dots are compared, never repaired.
        ("arn:aws:s3:::b/private/*", "arn:aws:s3:::b/public/../private/k", false),
        ("arn:aws:s3:::b/public/*", "arn:aws:s3:::b/public/../private/k", true),
    ]) func `matches a resource`(pattern: String, resource: String, matches: Bool) throws {
        for (element, expected) in [("Resource", matches), ("NotResource", !matches)] {
            let text = Samples.policy(#""Action":"*","\#(element)":"\#(pattern)""#)
            let request = try Samples.request(resource: resource)
            let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
            #expect(Evaluator.decide(request, under: policies).isAllowed == expected, "\(element)")
        }
    }

    @Test(arguments: [
        ("*", true), ("s3:GetObject", true), ("S3:getobject", true), ("s3:GetObjects", false), ("s3:Get*", true),
        ("s3:*Object", true), ("s3:?etObject", true), ("s3:??etObject", false), ("*:GetObject", true),
        ("s*:Get*", true), ("s3:", false), ("s3:Put*", false), ("ec2:*", false), ("s3:GetObject,PutObject", false),
        ("s3:${*}", false),
    ]) func `matches an action`(pattern: String, matches: Bool) throws {
        for (element, expected) in [("Action", matches), ("NotAction", !matches)] {
            let text = Samples.policy(#""\#(element)":"\#(pattern)","Resource":"*""#)
            let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
            #expect(Evaluator.decide(try Samples.request(), under: policies).isAllowed == expected, "\(element)")
        }
    }

    @Test(arguments: [
        (#""Resource":"*""#, true), (#""Resource":"**""#, true), (#""Resource":"arn:aws:s3:::*""#, false),
        (#""NotResource":"arn:aws:s3:::b""#, true), (#""NotResource":"*""#, false),
    ]) func `an action without resources wants a statement about every resource`(element: String, allowed: Bool) throws
    {
        let text = Samples.policy(#""Action":"s3:ListAllMyBuckets",\#(element)"#)
        let request = try Samples.request(action: "s3:ListAllMyBuckets", resource: "*")
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        #expect(Evaluator.decide(request, under: policies).isAllowed == allowed)
    }

    @Test(arguments: [
        ("alice", "arn:aws:s3:::home/alice/k", true),
        ("alice", "arn:aws:s3:::home/bob/k", false),
        // A wildcard in a value is a character like any other.
        ("*", "arn:aws:s3:::home/bob/k", false),
        ("*", "arn:aws:s3:::home/*/k", true),
        (nil, "arn:aws:s3:::home//k", false),
    ]) func `puts a value in for a variable`(name: String?, resource: String, matches: Bool) throws {
        let context = name.map { ["aws:username": [$0]] } ?? [:]
        let text = Samples.policy(#""Action":"*","Resource":"arn:aws:s3:::home/${aws:username}/*""#)
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let request = try Samples.request(resource: resource, context: context)
        #expect(Evaluator.decide(request, under: policies).isAllowed == matches)
    }

    // AWS: "the resource that includes a policy variable with no value will not match any resource", see
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    @Test(arguments: [
        (#""Resource":"arn:aws:s3:::${x:none}""#, false), (#""Resource":["arn:aws:s3:::${x:none}","*"]"#, true),
        (#""NotResource":"arn:aws:s3:::${x:none}""#, true),
        (#""NotResource":["arn:aws:s3:::${x:none}","arn:aws:s3:::bucket/key"]"#, false),
    ]) func `a resource whose variable has no value matches nothing, and those beside it count`(
        element: String,
        applies: Bool
    ) throws {
        for effect in ["Allow", "Deny"] {
            let text = Samples.policy(#""Action":"*",\#(element)"#, effect: effect)
            let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
            let outcome = Evaluator.decide(try Samples.request(), under: policies).outcome
            #expect(outcome == (applies ? effect == "Allow" ? .allow : .explicitDeny : .implicitDeny), "\(effect)")
        }
    }
}

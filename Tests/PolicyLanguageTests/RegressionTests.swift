import Differential
import Model
import Reference
import Testing

/// Cases on which the engine and the reference once differed, as they were found and made small.
@Suite struct RegressionTests {
    @Test(arguments: [
        "a Deny of what is not equal holds when the variable has no value": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{"s3:existingobjecttag/team":["blue"]},"identity_policies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"s3:ExistingObjectTag/Team":"${aws:PrincipalTag/Team}"}}}]}],"expect":"EXPLICIT_DENY"}
        """#,
        "a resource beside one whose variable has no value counts": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{},"identity_policies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:s3:::${aws:username}/*","arn:aws:s3:::b/*"]}}],"expect":"ALLOW"}
        """#,
        "a variable without value keeps what is positive from matching, also in a list": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:ListBucket","resource":"arn:aws:s3:::b","context":{"s3:prefix":["home/"]},"identity_policies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"s3:prefix":["home/","home/${aws:username}/"]}}}}],"expect":"IMPLICIT_DENY"}
        """#,
        "a federated user without a session policy has nothing": #"""
        {"principal":"arn:aws:sts::123456789012:federated-user/alice","action":"iam:PassRole","resource":"arn:aws:iam::123456789012:role/r","context":{},"identity_policies":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}],"expect":"IMPLICIT_DENY"}
        """#,
        "the account of another partition is another account": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"sts:AssumeRole","resource":"arn:aws:iam::123456789012:role/deploy","context":{},"identity_policies":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}],"resource_policy":{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws-cn:iam::123456789012:root"},"Action":"sts:AssumeRole"}},"expect":"IMPLICIT_DENY"}
        """#,
        "a block of IPv6 holds no IPv4 address": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{"aws:sourceip":["203.0.113.9"]},"identity_policies":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"::/0"}}}}],"expect":"IMPLICIT_DENY"}
        """#,
        "a star within a segment takes the resource's own colons, wherever the one before it came to": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:PutObject","resource":"arn:aws:s3:::bucket/home/a:b/k","context":{},"identity_policies":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:*:bucket/home/*/k"}}],"expect":"ALLOW"}
        """#,
        "a number of 64 bits is a number": #"""
        {"principal":"arn:aws:iam::123456789012:user/alice","action":"s3:PutObject","resource":"arn:aws:s3:::b/k","context":{"s3:size":["9223372036854775807"]},"identity_policies":[{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericGreaterThan":{"s3:size":"5368709120"}}}]}],"expect":"EXPLICIT_DENY"}
        """#,
    ]) func `a case that was decided wrongly once`(_ name: String, _ line: String) throws {
        let kept = try #require(DecisionCase(line: line))
        let expected = try #require(DecisionCase.outcome(expectedIn: line))
        #expect(try Comparison(kept.policies).decision(on: kept.request).outcome == expected, "\(name)")
        #expect(ReferenceEvaluator(kept.request, under: kept.policies).answer.outcome == expected, "\(name)")
    }
}

/// AWS's global condition keys, as they are spelled, without what follows a slash.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
enum GlobalKeys {
    static let multivalued = [
        "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList", "aws:ResourceOrgPaths",
        "aws:SourceOrgPaths", "aws:TagKeys", "sts:TransitiveTagKeys",
    ]

    static let singleValued = [
        "aws:AssumedRoot", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:CurrentTime",
        "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider",
        "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn",
        "aws:PrincipalIsAWSService", "aws:PrincipalOrgID", "aws:PrincipalServiceName", "aws:PrincipalTag",
        "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:RequestTag", "aws:ResourceAccount",
        "aws:ResourceOrgID", "aws:ResourceTag", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn",
        "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce",
        "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username", "aws:ViaAWSService", "aws:VpceAccount",
        "aws:VpceOrgID", "aws:VpceOrgPaths", "aws:VpcSourceIp", "postern:PeerExecutable", "postern:PeerGid",
        "postern:PeerPid", "postern:PeerUid",
    ]

    private static let foldedMultivalued = Set(multivalued.map { $0.lowercased() })
    private static let foldedSingleValued = Set(singleValued.map { $0.lowercased() })

    static func isMultivalued(_ key: String) -> Bool { foldedMultivalued.contains(stem(of: key)) }
    static func isSingleValued(_ key: String) -> Bool { foldedSingleValued.contains(stem(of: key)) }

    /// A key in lower case without what follows a slash: `aws:ResourceTag/team` is one of `aws:resourcetag`.
    static func stem(of key: String) -> String { String(key.lowercased().prefix { $0 != "/" }) }
}

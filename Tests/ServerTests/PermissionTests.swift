import Model
import Testing

@testable import Server

/// Walks the permission table: every RPC, called by nobody, a stranger, an identity without the action, one with it.
struct PermissionTests {
    private func call(_ sample: Sample, uid: UInt32, in account: TestAccount) async throws -> Refusal? {
        let call = IncomingCall(
            method: sample.rpc.rawValue,
            peer: PeerFacts(uid: uid, gid: uid, pid: 1),
            transport: .native,
            message: sample.message
        )
        return try await TestLoop(account).answer(call).refusal
    }

    @Test(arguments: RPC.allCases) func `nobody may do only what needs no identity`(_ rpc: RPC) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        let refusal = try await call(sample, uid: TestAccount.strangerUID, in: account)
        if case .nothing = sample.demand {
            #expect(refusal?.code != "MissingAuthenticationToken")
        } else {
            #expect(refusal?.status == .unauthenticated && refusal?.code == "MissingAuthenticationToken")
        }
    }

    @Test(arguments: RPC.allCases) func `a user without policies is denied all that takes an action`(
        _ rpc: RPC
    ) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        let refusal = try await call(sample, uid: TestAccount.subjectUID, in: account)
        switch sample.demand {
        case .actions(let needs):
            #expect(refusal?.status == .permissionDenied && refusal?.code == "AccessDenied")
            let message = try #require(refusal?.message)
            #expect(message.hasPrefix("`arn:aws:iam::123456789012:user/subject` is not authorized to perform"))
            #expect(message.contains("`\(needs[0].action)`"))
        case .session: #expect(refusal?.status == .invalidArgument)
        case .identity: #expect(refusal == nil)
        case .nothing: #expect(refusal?.status != .permissionDenied)
        }
    }

    @Test(arguments: RPC.allCases) func `an identity with every action but the one is denied`(_ rpc: RPC) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        guard case .actions(let needs) = sample.demand else { return }
        for action in Set(needs.map(\.action)) {
            try await account.permit(TestAccount.everything(but: [action]))
            let refusal = try await call(sample, uid: TestAccount.subjectUID, in: account)
            #expect(refusal?.status == .permissionDenied, "without \(action)")
        }
    }

    @Test(arguments: RPC.allCases) func `an identity with exactly the action on exactly the resource may`(
        _ rpc: RPC
    ) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        guard case .actions(let needs) = sample.demand else { return }
        let resources = needs.map { $0.resource == "*" ? "*" : TestAccount.arn($0.resource) }
        try await account.permit(TestAccount.allow(needs.map(\.action), on: resources))
        let refusal = try await call(sample, uid: TestAccount.subjectUID, in: account)
        #expect(refusal?.status != .permissionDenied && refusal?.status != .unauthenticated, "\(refusal as Any)")
    }

    @Test(arguments: RPC.allCases) func `the action on a resource beside it is not enough`(_ rpc: RPC) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        guard case .actions(let needs) = sample.demand else { return }
        // Of several resources, each in turn is another; a wildcard is asked for where everything is meant.
        for (index, need) in needs.enumerated() {
            var resources = needs.map { $0.resource == "*" ? "*" : TestAccount.arn($0.resource) }
            resources[index] = need.resource == "*" ? TestAccount.arn("user/*") : TestAccount.arn(need.resource + "x")
            for (place, need) in needs.enumerated() {
                let document = TestAccount.allow([need.action], on: [resources[place]])
                try await account.permit(document, named: "need-\(place)")
            }
            let refusal = try await call(sample, uid: TestAccount.subjectUID, in: account)
            #expect(refusal?.status == .permissionDenied, "on \(resources)")
        }
    }

    // IAM: the root user cannot assume roles, whoever they trust.
    @Test(arguments: RPC.allCases.filter { $0 != .assumeRole }) func `the root user may do everything else`(
        _ rpc: RPC
    ) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        if case .nothing = sample.demand { return }
        let refusal = try await call(sample, uid: TestAccount.rootUID, in: account)
        #expect(refusal?.status != .permissionDenied && refusal?.status != .unauthenticated, "\(refusal as Any)")
    }

    @Test(arguments: RPC.allCases) func `the table demands what its sample says`(_ rpc: RPC) async throws {
        let sample = Sample.of(rpc, in: try await TestAccount.make())
        #expect(sample.rpc == rpc)
        switch (sample.demand, sample.permission) {
        case (.nothing, .nothing), (.identity, .identity), (.session, .session): break
        case (.actions(let wanted), .actions(let needs)): #expect(wanted.map(\.action) == needs.map(\.action))
        case (.actions(let wanted), .asking(let action)): #expect(wanted.map(\.action) == [action])
        default: Issue.record("\(sample.demand) is wanted, the table has \(sample.permission)")
        }
    }
}

@testable import Authorization
import Directory
import Model
import PolicyLanguage
import Support
import Testing

/// What is kept about actions is bounded, and never another's.
@Suite struct RelevantTableTests {
    private func principal(_ account: SampleAccount, _ arn: String, _ decider: Decider) throws -> PrincipalPolicies {
        try decider.ground(of: try account.caller(arn), in: account.snapshot, at: SampleAccount.now).principal
    }

    @Test func `an action has a number of its own, in each spelling`() throws {
        var table = ActionTable()
        let get = try table.action("s3:GetObject")
        #expect(try table.action("s3:GetObject").number == get.number)
        #expect(try table.action("S3:GetObject").number != get.number)
        #expect(try table.action("s3:GetObjec").number != get.number)
        for text in ["", "s3", "s3:", ":s3", "s3:Get Object", "s3:" + String(repeating: "x", count: 254)] {
            #expect(throws: Refusal.self) { try table.action(text) }
        }
        #expect(try table.action("s3:" + String(repeating: "x", count: 253)).action.text.utf8.count == 256)
        // More than there are places for: whoever left comes back with another number, and none is given twice.
        var numbers: Set<UInt64> = []
        for index in 0..<2_000 { numbers.insert(try table.action("s3:A\(index)").number) }
        #expect(numbers.count == 2_000)
        #expect(!numbers.contains(get.number))
    }

    @Test func `a pair is looked through for when it comes again`() async throws {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("s3:Get*")]))
        let decider = Authorizer().makeDecider()
        let alice = try principal(account, SampleAccount.arn("user/alice"), decider)
        let get = try decider.actions.action("s3:GetObject")
        let put = try decider.actions.action("s3:PutObject")
        var table = RelevantTable()
        #expect(table.statements(of: alice, about: get) == nil)
        #expect(table.statements(of: alice, about: get)?.count == 1)
        #expect(table.statements(of: alice, about: put, isRepeated: true)?.count == 0)
        #expect(table.statementCount == 1)
    }

    @Test func `all leave at the bound, and what is more than it is never kept`() async throws {
        let account = try await SampleAccount()
        for number in 1...4 {
            let documents = Array(repeating: SampleAccount.allow("s3:*"), count: number == 4 ? 9 : 3)
            try await account.put(try SampleAccount.user("u\(number)", number, inline: documents))
        }
        let decider = Authorizer().makeDecider()
        let get = try decider.actions.action("s3:GetObject")
        let people = try (1...4).map { try principal(account, SampleAccount.arn("user/u\($0)"), decider) }
        var table = RelevantTable(statementsMax: 8)
        for _ in 0..<3 {
            for person in people.dropLast() {
                #expect(table.statements(of: person, about: get, isRepeated: true)?.count == 3)
                #expect(table.statementCount <= 8)
            }
            #expect(table.statements(of: people[3], about: get, isRepeated: true) == nil)
        }
    }
}

@testable import Authorization
import Model
import Support
import Testing

/// The one walk over a resource's bytes.
@Suite struct ResourceNameTests {
    @Test(arguments: Seed.forThisRun(count: 50))
    func `takes what an ARN is, and the star`(_ seed: Seed) throws {
        var generator = SeededGenerator(seed)
        let parts = [
            "arn", ":", ":", ":", "aws", "s3", "iam", "123456789012", "1234567890123", "/", "*", "a", "é", "\n",
            "\u{7f}", "\u{1f}", "longer than a word", "éèÿ\u{ffff}é", "~ ~", "",
        ]
        for _ in 0..<200 {
            var text = Bool.random(using: &generator) ? "arn:" : ""
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                text += parts[Int.random(in: parts.indices, using: &generator)]
            }
            let arn = try? ARN(parsing: text)
            let name = try? ResourceName(parsing: text)
            #expect((name != nil) == (arn != nil || text == "*"), "\(text)")
            guard let arn, let name else { continue }
            let account = AccountID(arn.account)
            #expect(name.account == account, "\(text)")
            let own = try #require(AccountID("123456789012"))
            #expect(name.isOwned(by: own) == (account == nil || account == own), "\(text)")
        }
    }
}

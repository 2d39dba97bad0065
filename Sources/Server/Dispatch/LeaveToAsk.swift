import Authorization
import Directory
import Model

/// Whom somebody may ask about.
struct LeaveToAsk: Sendable {
    let caller: Caller
    let snapshot: Snapshot
    let now: Timestamp
    /// What it takes to ask about others: `postern:Authorize` or `postern:Explain`.
    let action: String

    /// Why the caller may not ask about somebody; said before it is looked at whether there is anybody of that ARN.
    func refusal(toAskAbout arn: String, by decider: Decider) -> Refusal? {
        if caller.isNamed(arn) { return nil }
        let check = PermissionCheck(caller: caller, snapshot: snapshot, now: now, decider: decider)
        do throws(Refusal) {
            try check.demand([Need(action: action, target: .principal(arn))])
            return nil
        } catch {
            return error
        }
    }
}

extension Caller {
    /// Whether an ARN is its own.
    func isNamed(_ arn: String) -> Bool {
        principal.arn.map { $0.text.utf8.elementsEqual(arn.utf8) } ?? false
    }
}

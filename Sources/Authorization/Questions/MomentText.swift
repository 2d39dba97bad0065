import Model
import PolicyLanguage

/// A second as condition keys spell it; formatted once for all requests of that second.
struct MomentText {
    let second: Int64
    /// Such as `2030-01-31T12:00:00Z`.
    let date: [String]
    let epoch: [String]

    init(second: Int64) {
        self.second = second
        self.date = [DateText.text(Timestamp(seconds: second))]
        self.epoch = [String(second)]
    }
}

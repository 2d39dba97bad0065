/// One line of the table: what was measured, beside what it is compared with in the same run.
struct Row: Encodable {
    let name: String
    /// Postern's figure, the median of the rounds.
    let value: Double
    let unit: String
    /// The baseline's figure in the same unit, the median of the rounds; `nil` where the row has a bound and no baseline.
    let baseline: Double?
    /// As the target is worded: below it is better, or above it where `isMinimum`; the median of the rounds' own ratios.
    let ratio: Double?
    let target: Double
    let isMinimum: Bool
    let comparedWith: String

    var isMet: Bool {
        let figure = ratio ?? value
        return isMinimum ? figure >= target : figure <= target
    }

    private enum CodingKeys: String, CodingKey { case name, value, unit, baseline, ratio }
}

/// One round of one row.
struct Sample {
    let value: Double
    let baseline: Double
    let ratio: Double
}

extension Row {
    init(
        _ name: String,
        _ unit: String,
        samples: [Sample],
        target: Double,
        isMinimum: Bool = false,
        comparedWith: String
    ) {
        self.init(
            name: name,
            value: samples.map(\.value).median,
            unit: unit,
            baseline: samples.map(\.baseline).median,
            ratio: samples.map(\.ratio).median,
            target: target,
            isMinimum: isMinimum,
            comparedWith: comparedWith
        )
    }
}

extension [Double] {
    /// The middle one; the mean of the middle two where their number is even; 0 where there are none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = self.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

extension [UInt64] {
    /// The value that a share of the values does not exceed; 0 where there are none.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        return Double(sorted()[Swift.min(count - 1, Int(Double(count) * share))])
    }
}

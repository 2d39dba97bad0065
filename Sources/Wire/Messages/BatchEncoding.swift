internal import Model

/// Writes the answers to a batch.
///
/// Most answers of a batch are told by a few lists of statements, which whoever judged it shares among them. An answer
/// that is told by the same list as an earlier one is the same bytes, and is copied.
struct BatchEncoding {
    /// An answer without an error, as it was written.
    private struct Written {
        let statements: ListIdentity
        let decision: DecisionOutcome
        /// With what stands before it in the message.
        let bytes: [UInt8]
    }

    /// The numbers of `BatchAuthorizeResponse`'s fields.
    private enum Number {
        static let results: UInt8 = 1
        static let revision: UInt8 = 2
    }

    private static let writtenMax = 8
    /// Room that is taken for an answer ahead.
    private static let answerBytes = 112

    private var written: [Written] = []
    /// Where the answer that was copied last is kept, or the one to give way next.
    private var last = 0

    mutating func encode(_ response: BatchAuthorizeResponse, _ arena: borrowing EncodingArena) -> [UInt8] {
        var writer = FieldWriter(reserving: response.results.count * Self.answerBytes + 16)
        for result in response.results {
            guard result.errorCode.isEmpty, result.errorMessage.isEmpty else {
                writer.bytes(Number.results, whole: arena.pack(result))
                continue
            }
            // The list is held by `response`, so that no other can have its identity meanwhile.
            let statements = ListIdentity(result.statements)
            if let index = index(of: statements, result.decision) {
                writer.raw(written[index].bytes)
            } else {
                keep(result, statements, arena)
                writer.raw(written[last].bytes)
            }
        }
        writer.number(Number.revision, response.revision)
        return writer.bytes
    }

    private mutating func index(of statements: ListIdentity, _ decision: DecisionOutcome) -> Int? {
        func isIt(_ index: Int) -> Bool {
            written[index].statements == statements && written[index].decision == decision
        }
        if written.indices.contains(last), isIt(last) { return last }
        for index in written.indices where isIt(index) {
            last = index
            return index
        }
        return nil
    }

    private mutating func keep(
        _ result: BatchResult,
        _ statements: ListIdentity,
        _ arena: borrowing EncodingArena
    ) {
        var writer = FieldWriter(reserving: Self.answerBytes)
        writer.bytes(Number.results, whole: arena.pack(result))
        let new = Written(statements: statements, decision: result.decision, bytes: writer.bytes)
        if written.count < Self.writtenMax {
            last = written.count
            written.append(new)
        } else {
            last = (last + 1) % Self.writtenMax
            written[last] = new
        }
    }
}

/// Which list it is: two that are held at once and have the same identity are the same.
private struct ListIdentity: Equatable {
    private let address: UInt
    private let count: Int

    init<Element>(_ list: [Element]) {
        address = unsafe list.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        count = list.count
    }
}

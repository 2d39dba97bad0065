import Model
@testable import PolicyLanguage
import Support
import Testing

/// The two ways in which a pattern is matched, against the rules spelled out.
@Suite struct PatternTests {
    /// One of few texts, so that patterns and texts meet.
    private static func text(_ parts: [String], _ count: ClosedRange<Int>, _ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    }

    /// Every place that the pieces so far can end at, piece by piece.
    private static func matches(
        _ pieces: [PatternPiece],
        _ text: String,
        _ context: RequestContext,
        style: Pattern.Style,
        foldingCase: Bool
    ) -> Bool {
        let scalars = Array(text.unicodeScalars)
        let colons = scalars.indices.filter { scalars[$0] == ":" }
        let boundary = colons.count >= 5 ? colons[4] + 1 : scalars.count
        func fold(_ text: String) -> [Unicode.Scalar] { Array((foldingCase ? text.caseFolded : text).unicodeScalars) }
        let folded = fold(text)
        var ends: Set<Int> = [0]
        for (index, piece) in pieces.enumerated() {
            func isBound(_ place: Int, _ reachesFar: Bool) -> Bool {
                style != .string && !reachesFar && scalars[place] == ":" && place < boundary
            }
            switch piece {
            case .literal(let bytes):
                let literal = fold(String(decoding: bytes, as: UTF8.self))
                ends = Set(ends.filter { folded[$0...].starts(with: literal) }.map { $0 + literal.count })
            case .variable(let variable):
                guard let value = variable.value(in: context).map(fold) else { return false }
                ends = Set(ends.filter { folded[$0...].starts(with: value) }.map { $0 + value.count })
            case .anyOne:
                ends = Set(ends.filter { $0 < scalars.count && !isBound($0, false) }.map { $0 + 1 })
            case .anyRun:
                var isBeforeColon = false
                if index + 1 < pieces.count, case .literal(let bytes) = pieces[index + 1] {
                    isBeforeColon = bytes.first == UInt8(ascii: ":")
                }
                let reachesFar = index + 1 == pieces.count || isBeforeColon
                for start in ends {
                    var end = start
                    while end < scalars.count, !isBound(end, reachesFar) {
                        end += 1
                        ends.insert(end)
                    }
                }
            }
        }
        return ends.contains(scalars.count)
    }

    @Test(arguments: Seed.forThisRun(count: 200))
    func `both ways take what the rules take`(_ seed: Seed) throws {
        var random = SeededGenerator(seed)
        let context = RequestContext([("k:a", ["ab"]), ("k:colon", ["a:"]), ("k:none", []), ("k:É", ["É"])])
        for _ in 0..<100 {
            let spelled = Self.text(
                ["a", "b", "ab", "A", ":", "é", "É", "*", "*", "?", "${k:a}", "${k:colon}", "${k:none}", "${*}"],
                0...9,
                &random
            )
            let pieces = try PatternPiece.pieces(of: spelled, wildcards: true, variables: true)
            let isResource = Bool.random(using: &random)
            let foldingCase = !isResource && Bool.random(using: &random)
            let style: Pattern.Style = isResource ? .resource : .string
            // A text in a policy is folded whole before it is compiled.
            let folded = foldingCase ? spelled.caseFolded : spelled
            let pattern = Pattern(
                try PatternPiece.pieces(of: folded, wildcards: true, variables: true),
                style: style,
                foldingCase: foldingCase
            )
            for _ in 0..<20 {
                let raw = Self.text(["a", "b", "ab", "A", ":", "é", "É", "*", "aaaa"], 0...9, &random)
                let text = foldingCase ? raw.caseFolded : raw
                let boundary = isResource ? ARNBoundary(text.utf8Span.span).offset : 0
                let expected = Self.matches(pieces, text, context, style: style, foldingCase: foldingCase)
                let quick = pattern.matches(
                    text.utf8Span.span,
                    in: context,
                    boundary: boundary,
                    foldingCase: foldingCase
                )
                #expect(quick == expected, "\(spelled) \(text)")
                let states = PatternStates(pattern, context, foldingCase)
                #expect(states.accept(text.utf8Span.span, boundary) == expected, "\(spelled) \(text)")
            }
        }
    }

    /// Patterns that are gone back in for each byte of the text: matched as `PatternStates` does, in the end.
    @Test(arguments: [
        ("*" + String(repeating: "a", count: 1_000) + "b*", String(repeating: "a", count: 2_047), false),
        ("*" + String(repeating: "a", count: 1_000) + "b*", String(repeating: "a", count: 2_047) + "b", true),
        ("*" + String(repeating: "?", count: 1_000) + "b", String(repeating: "a", count: 2_047) + "b", true),
        ("*" + String(repeating: "?", count: 1_000) + "c", String(repeating: "a", count: 2_047) + "b", false),
        (String(repeating: "*a", count: 1_024), String(repeating: "a", count: 2_048), true),
        (String(repeating: "*a", count: 1_024), String(repeating: "a", count: 1_023), false),
        (String(repeating: "*ab", count: 600) + "*", String(repeating: "aab", count: 600), true),
        (String(repeating: "*ab", count: 601) + "*", String(repeating: "aab", count: 600), false),
        ("*${k:long}c", String(repeating: "a", count: 2_047) + "c", true),
        ("*${k:long}c", String(repeating: "a", count: 2_047) + "b", false),
    ]) func `a pattern that is gone back in matches all the same`(spelled: String, text: String, isHit: Bool) throws {
        let context = RequestContext([("k:long", [String(repeating: "a", count: 1_000)])])
        let pattern = Pattern(
            try PatternPiece.pieces(of: spelled, wildcards: true, variables: true),
            style: .string
        )
        #expect(pattern.matches(text.utf8Span.span, in: context) == isHit)
        #expect(PatternStates(pattern, context, false).accept(text.utf8Span.span, 0) == isHit)
    }
}

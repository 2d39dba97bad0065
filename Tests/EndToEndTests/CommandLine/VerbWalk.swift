import Client
import Foundation
import Model
import Secrets
import Testing

/// Runs verbs of `postern` against a daemon, in one of the forms that their answers take, and remembers which.
final class VerbWalk {
    /// Where an answer goes.
    enum Form: CaseIterable, Sendable {
        case terminal
        case terminalWithoutColours
        case pipe
        case json
    }

    /// What a verb must show.
    struct Answer {
        /// In every form.
        var values: [String] = []
        /// Only to a person: headings and labels.
        var labels: [String] = []
        /// A sentence to a person, nothing to a program, and the revision in JSON.
        var done: String?
        /// Places in the JSON that must be there: `User.Tags.0.Key`.
        var json: [String] = []
        /// Places in the JSON that must hold a value.
        var jsonValues: [String: String] = [:]
    }

    let form: Form
    let account: TestAccount
    let client: PosternClient
    /// The names of the verbs that were run.
    private(set) var walked: Set<String> = []
    /// What was shown so far, in one.
    private(set) var shown = ""

    init(_ form: Form, _ daemon: TestDaemon) async throws {
        self.form = form
        account = daemon.account
        client = try await daemon.client()
    }

    /// Runs a verb, which ends as it should and shows what it must.
    func run(
        _ verb: String,
        _ rest: [String] = [],
        ends code: Int32 = 0,
        typing answers: [PseudoTerminal.Answer] = [],
        shows answer: Answer,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        walked.insert(verb)
        let words = verb.split(separator: " ").map(String.init) + rest
        let outcome = try await outcome(of: words, answers)
        shown += outcome.output
        let text: Comment = "postern \(words.joined(separator: " ")): \(outcome.output)\(outcome.errors)"
        #expect(outcome.ending == .exit(code), text, sourceLocation: location)
        #expect(outcome.errors.isEmpty, text, sourceLocation: location)
        for value in answer.values { #expect(outcome.output.contains(value), text, sourceLocation: location) }
        switch form {
        case .terminal, .terminalWithoutColours:
            for label in answer.labels { #expect(outcome.output.contains(label), text, sourceLocation: location) }
            if let done = answer.done { #expect(outcome.output == done + "\n", text, sourceLocation: location) }
        case .pipe:
            if answer.done != nil { #expect(outcome.output.isEmpty, text, sourceLocation: location) }
        case .json: check(outcome.output, answer, text, location)
        }
        let escapes = outcome.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
        if form != .terminal { #expect(!escapes, text, sourceLocation: location) }
    }

    private func outcome(of words: [String], _ answers: [PseudoTerminal.Answer]) async throws -> TestAccount.Outcome {
        switch form {
        case .terminal: try await account.posternOnTerminal(words, typing: answers)
        case .terminalWithoutColours:
            try await account.posternOnTerminal(words, environment: ["NO_COLOR": "1"], typing: answers)
        case .pipe: try await account.postern(words)
        case .json: try await account.postern(words + ["--json"])
        }
    }

    private func check(_ output: String, _ answer: Answer, _ text: Comment, _ location: SourceLocation) {
        guard let document = try? JSONSerialization.jsonObject(with: Data(output.utf8)) else {
            Issue.record("no JSON: \(text)", sourceLocation: location)
            return
        }
        for place in answer.json + (answer.done == nil ? [] : ["Revision"]) {
            #expect(Self.value(at: place, in: document) != nil, "\(place) in \(text)", sourceLocation: location)
        }
        for (place, value) in answer.jsonValues {
            let found = Self.value(at: place, in: document).map { "\($0)" }
            #expect(found == value, "\(place) in \(text)", sourceLocation: location)
        }
    }

    private static func value(at place: String, in document: Any) -> Any? {
        place.split(separator: ".").reduce(document as Any?) { found, key in
            if let list = found as? [Any], let index = Int(key) {
                return list.indices.contains(index) ? list[index] : nil
            }
            return (found as? [String: Any])?[String(key)]
        }
    }

    func write(_ text: String, to name: String) throws -> String { try account.folder.write(text, to: name) }

    /// The ids of a user's keys, in the order in which they are listed.
    func keys(of user: String) async throws -> [String] {
        try await client.call(ListAccessKeysRequest(userName: user)).response.accessKeyMetadata.map(\.accessKeyID)
    }
}

internal import Client
internal import FoundationEssentials
internal import Model

/// Why a verb could not be carried out, where the daemon did not say it.
struct Complaint: Error {
    let message: String
    /// What to do about it.
    let next: String?

    init(_ message: String, next: String? = nil) {
        self.message = message
        self.next = next
    }

    /// Whether an error is one of those that `text(of:)` words.
    static func isOurs(_ error: any Error) -> Bool {
        error is Complaint || error is Refusal || error is ClientError || error is CancellationError
    }

    /// One line for a person: what was wrong, and the next step, which depends on the words of the verb that failed.
    static func text(of error: any Error, words: [String] = []) -> String {
        let complaint: Complaint =
            switch error {
            case let error as Complaint: error
            case let refusal as Refusal:
                Complaint("\(refusal.code): \(refusal.message)", next: NextStep(after: words).text(refusal))
            case let error as ClientError: Complaint(error)
            default: Complaint("it was interrupted")
            }
        return PlainText.line([complaint.message, complaint.next].compactMap(\.self).joined(separator: ": "))
    }

    private init(_ error: ClientError) {
        switch error {
        case .noSocket(let path), .nobodyListens(let path):
            self.init("no daemon answers at \(path)", next: "start it with `posternd run`, or give --socket")
        case .permissionDenied(let path):
            let who = Self.group(of: path).map { "of the group `\($0)`" } ?? "who may enter its folder"
            self.init("you may not open \(path)", next: "only members \(who) may; be added to it and log in again")
        case .invalidPath(let path):
            self.init(
                "`\(path)` is no path of a socket",
                next: "give --socket a path of 1 to \(Limits.socketPathBytesMax) bytes"
            )
        case .unreachable(let path, let reason): self.init("\(path) cannot be reached", next: reason)
        case .disconnected:
            self.init(
                "the daemon ended the connection before it answered",
                next: "a write may have been carried out; look before you repeat it"
            )
        case .requestTooLarge(let bytes):
            self.init("the request has \(bytes) bytes, of at most \(Limits.frameBytesMax)", next: "ask in parts")
        case .tooManyCalls: self.init("too many calls wait for the daemon", next: "try again a little later")
        case .protocolViolation(let reason): self.init("what answers is no postern daemon", next: reason)
        case .notAMessage(let type): self.init("`\(type)` cannot be sent")
        }
    }

    /// The group that may open a socket: the socket's own, or its folder's where that cannot be entered.
    private static func group(of path: String) -> String? {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        for place in [path, folder] {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: place) else { continue }
            return attributes[.groupOwnerAccountName] as? String
        }
        return nil
    }
}

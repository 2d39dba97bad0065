internal import FoundationEssentials
internal import Model

/// An item of a batch as it stands in a file.
///
/// The names of its members are AWS's (`ResourcePolicy`); `resource_policy` and `resourcePolicy` mean the same. A member
/// that is not known is refused, since a question without it would be another one.
struct BatchLine: Decodable {
    let item: BatchItem

    init(from decoder: any Decoder) throws {
        let members = try [String: JSONValue](from: decoder)
        var item = BatchItem()
        for (name, value) in members {
            switch name.lowercased().filter({ $0 != "_" }) {
            case "principal": item.principal = try value.text(of: name)
            case "action": item.action = try value.text(of: name)
            case "resource": item.resource = try value.text(of: name)
            case "resourceaccount": item.resourceAccount = try value.text(of: name)
            case "resourcepolicy": item.resourcePolicy = value.policy
            case "context": item.context = try value.context()
            default: throw Complaint("an item has no member `\(name)`")
            }
        }
        self.item = item
    }

    /// The items of a text: an array of them, or one a line.
    static func lines(of text: String) throws(Complaint) -> [BatchLine] {
        let start = text.utf8.first { !Self.whiteSpace.contains($0) }
        if start == 0x5B { return try decode([BatchLine].self, text, "the batch") }
        var items: [BatchLine] = []
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.utf8.allSatisfy({ Self.whiteSpace.contains($0) }) else { continue }
            items.append(try decode(BatchLine.self, String(line), "line \(place + 1) of the batch"))
        }
        return items
    }

    private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    private static func decode<Value: Decodable>(
        _ type: Value.Type,
        _ text: String,
        _ place: String
    ) throws(Complaint) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch let complaint as Complaint {
            throw Complaint("\(place): \(complaint.message)")
        } catch DecodingError.dataCorrupted {
            throw Complaint("\(place) is not JSON", next: "write one item a line, or one array of items")
        } catch {
            throw Complaint("\(place) is not an item", next: "write an object, such as {\"Action\": \"s3:Get\"}")
        }
    }
}

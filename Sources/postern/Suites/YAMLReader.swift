internal import CYAML
internal import PolicyLanguage

/// Reads one YAML document as the JSON that it means: YAML 1.2's core schema, by libyaml.
///
/// Refused beyond YAML: a key that is given twice, keys that are no scalars, anchors and aliases, tags, more than
/// `depthMax` levels, a second document. A number is kept as it is spelled; `yes`, `no` and `on` are texts.
///
/// YAML: https://yaml.org/spec/1.2.2/#103-core-schema
@safe
struct YAMLReader {
    static let depthMax = 32

    // SAFETY: freed by `yaml_parser_delete` at the end of `read`; the text that it reads from lives as long.
    private var parser: yaml_parser_t

    static func read(_ text: String) throws(PolicyError) -> JSONNode {
        var text = text
        // SAFETY: the bytes live during the closure, and no pointer to them leaves it.
        let result = text.withUTF8 { bytes -> Result<JSONNode, PolicyError> in
            var reader = unsafe YAMLReader(parser: yaml_parser_t())
            guard unsafe yaml_parser_initialize(&reader.parser) == 1 else {
                return .failure(PolicyError(.tooLarge, "no memory is left", at: TextPosition(line: 1, column: 1)))
            }
            defer { unsafe yaml_parser_delete(&reader.parser) }
            unsafe yaml_parser_set_input_string(&reader.parser, bytes.baseAddress, bytes.count)
            return Result { () throws(PolicyError) in try reader.document() }
        }
        return try result.get()
    }

    private mutating func document() throws(PolicyError) -> JSONNode {
        _ = try next()
        var event = try next()
        guard event.type == YAML_DOCUMENT_START_EVENT else {
            throw PolicyError(.syntax, "the file is empty", at: event.position)
        }
        event = try next()
        let node = try node(event, depth: 1)
        _ = try next()
        event = try next()
        guard event.type == YAML_STREAM_END_EVENT else {
            throw PolicyError(.syntax, "a second document begins, a suite is one", at: event.position)
        }
        return node
    }

    private mutating func node(_ event: Event, depth: Int) throws(PolicyError) -> JSONNode {
        guard depth <= Self.depthMax else {
            throw PolicyError(.tooDeep, "nested deeper than \(Self.depthMax) levels", at: event.position)
        }
        guard !event.isMarked else {
            let remedy = "anchors and tags are not read here; name what is used again under `policies`"
            throw PolicyError(.syntax, remedy, at: event.position)
        }
        switch event.type {
        case YAML_SCALAR_EVENT: return JSONNode(value: event.scalar, position: event.position)
        case YAML_SEQUENCE_START_EVENT:
            var items: [JSONNode] = []
            while true {
                let item = try next()
                if item.type == YAML_SEQUENCE_END_EVENT { break }
                items.append(try node(item, depth: depth + 1))
            }
            return JSONNode(value: .array(items), position: event.position)
        case YAML_MAPPING_START_EVENT:
            return JSONNode(value: .object(try members(depth: depth)), position: event.position)
        default:
            let remedy = "aliases are not read here; name what is used again under `policies`"
            throw PolicyError(.syntax, remedy, at: event.position)
        }
    }

    private mutating func members(depth: Int) throws(PolicyError) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        var names: Set<String> = []
        while true {
            let key = try next()
            if key.type == YAML_MAPPING_END_EVENT { return members }
            guard key.type == YAML_SCALAR_EVENT, !key.isMarked else {
                throw PolicyError(.wrongType, "a key is a plain text", at: key.position)
            }
            guard names.insert(key.text).inserted else {
                let quoted = PolicyError.quoted(key.text)
                throw PolicyError(.duplicateKey, "\(quoted) is given twice", at: key.position)
            }
            let value = try next()
            let name = LocatedText(text: key.text, position: key.position)
            members.append(JSONNode.Member(name: name, node: try node(value, depth: depth + 1)))
        }
    }

    // MARK: Events

    private struct Event {
        let type: yaml_event_type_t
        let position: TextPosition
        var text = ""
        var isPlain = false
        var isMarked = false

        /// What a scalar means in the core schema.
        var scalar: JSONNode.Value {
            guard isPlain else { return .string(text) }
            switch text {
            case "", "~", "null", "Null", "NULL": return .null
            case "true", "True", "TRUE": return .boolean(true)
            case "false", "False", "FALSE": return .boolean(false)
            default: break
            }
            // A number where JSON would take it for one; what begins with a zero, such as an account id, is a text.
            if case .number(let digits) = (try? JSONReader.read(text))?.value { return .number(digits) }
            return .string(text)
        }
    }

    private mutating func next() throws(PolicyError) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
            let place = unsafe Self.position(parser.problem_mark)
            // SAFETY: libyaml's problems are texts of its own, without end.
            let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it is no YAML"
            throw PolicyError(.syntax, problem, at: place)
        }
        defer { unsafe yaml_event_delete(&event) }
        var result = unsafe Event(type: event.type, position: Self.position(event.start_mark))
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            // SAFETY: the event owns `length` bytes at `value` until it is deleted, below.
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            result.text = unsafe String(decoding: bytes, as: UTF8.self)
            result.isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            result.isMarked = unsafe scalar.anchor != nil || scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            result.isMarked = unsafe event.data.sequence_start.anchor != nil || event.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            result.isMarked = unsafe event.data.mapping_start.anchor != nil || event.data.mapping_start.tag != nil
        default: break
        }
        return result
    }

    private static func position(_ mark: yaml_mark_t) -> TextPosition {
        TextPosition(line: mark.line + 1, column: mark.column + 1)
    }
}

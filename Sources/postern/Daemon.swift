internal import Client
internal import Model

/// The daemon as the verbs see it: a connection, with the token and the options of this run.
struct Daemon {
    let client: PosternClient
    let token: String
    let global: GlobalOptions
    let output: Output

    static func open(_ global: GlobalOptions, withToken: Bool) async throws -> Daemon {
        let token = withToken ? try global.token() : ""
        let client = try await PosternClient.connect(path: global.socketPath)
        return Daemon(client: client, token: token, global: global, output: global.output)
    }

    func close() async {
        await client.close()
    }

    func answer<C: Call>(_ request: C, token: String? = nil) async throws -> Answer<C.Response> {
        try await client.call(
            request,
            token: token ?? self.token,
            timeout: global.timeout.duration,
            atLeast: Revision(rawValue: global.atLeast)
        )
    }

    func call<C: Call>(_ request: C) async throws -> C.Response {
        try await answer(request).response
    }

    /// Calls, and shows one part of the response, or all of it.
    func show<C: Call>(_ request: C, _ key: String? = nil) async throws {
        output.show(Document(reflecting: try await call(request)), key)
    }

    /// Calls, and says what was done; JSON gets the revision of the write.
    func done<C: Call>(_ request: C, _ sentence: String) async throws where C.Response == Empty {
        output.done(sentence, at: try await answer(request).revision)
    }

    /// Calls for a page, or for all pages one after the other, and shows a list of the response as a table.
    func list<C: PagedCall>(_ request: C, _ page: PageOptions, _ key: String, columns: [String]) async throws {
        output.list(Document(reflecting: try await pages(request, page)), key, columns: columns)
    }

    /// One page, where a page was asked for, else all pages in one.
    func pages<C: PagedCall>(_ request: C, _ page: PageOptions) async throws -> C.Response {
        var request = request
        request.marker = page.marker ?? ""
        request.maxItems = page.maxItems ?? UInt32(Limits.listItemsMax)
        var whole = try await call(request)
        guard !page.isAsked else { return whole }
        while whole.isTruncated {
            let last = request.marker
            request.marker = whole.marker
            guard request.marker != last else { throw Complaint("the daemon gave the same page twice") }
            whole.append(try await call(request))
        }
        return whole
    }
}

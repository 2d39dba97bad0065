import Model
import Testing

@Suite struct RequestContextTests {
    @Test func `keys ignore ASCII case`() {
        var context = RequestContext([(key: "aws:SourceIp", values: ["10.0.0.1"])])
        #expect(context["AWS:sourceip"] == ["10.0.0.1"])
        #expect(context["aws:SourceIps"] == nil)
        context["AWS:SOURCEIP"] = ["10.0.0.2"]
        #expect(context.entries.count == 1)
        #expect(context["aws:SourceIp"] == ["10.0.0.2"])
    }

    @Test func `a later entry takes an earlier one's place`() {
        let context = RequestContext([(key: "a:b", values: ["1"]), (key: "A:B", values: ["2", "3"])])
        #expect(context.entries.map(\.values) == [["2", "3"]])
        #expect(context.entries.map(\.key) == [ConditionKey("a:b")])
    }

    @Test func `a key without values is there, a removed one is not`() {
        var context = RequestContext([(key: "a:b", values: []), (key: "c:d", values: ["x"])])
        #expect(context["a:b"] == [])
        context["a:b"] = nil
        #expect(context["a:b"] == nil)
        #expect(context["c:d"] == ["x"])
        context["none:here"] = nil
        #expect(context.entries.count == 1)
    }

    @Test func `what is laid over others hides them, and removing it removes both`() {
        let shared = RequestContext([(key: "a:b", values: ["1"]), (key: "c:d", values: ["2"])]).entries
        var context = RequestContext([RequestContext.Entry(key: "A:B", values: ["3"])], over: shared)
        #expect(context["a:b"] == ["3"] && context["c:d"] == ["2"])
        context["a:b"] = nil
        context["c:d"] = nil
        #expect(context["a:b"] == nil && context["c:d"] == nil)
    }
}

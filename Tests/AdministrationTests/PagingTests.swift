import Model
import Secrets
import Testing

@testable import Administration

struct PagingTests {
    private func pager() throws -> Pager { Pager(key: try SecretKey.random()) }

    @Test func `goes on where a marker says`() throws {
        let pager = try pager()
        let all = ["d", "a", "c", "b", "e"]
        var (seen, marker) = ([[String]](), "")
        repeat {
            let page = try PageRequest(list: "L", marker: marker, maxItems: 2, pager: pager).page(of: all) { $0 }
            seen.append(page.items)
            marker = page.marker
            #expect(page.isTruncated == !marker.isEmpty)
        } while !marker.isEmpty
        #expect(seen == [["a", "b"], ["c", "d"], ["e"]])
    }

    @Test func `goes on behind an item that was deleted meanwhile`() throws {
        let pager = try pager()
        let first = try PageRequest(list: "L", marker: "", maxItems: 2, pager: pager).page(of: ["a", "b", "c"]) { $0 }
        let second = try PageRequest(list: "L", marker: first.marker, maxItems: 2, pager: pager)
        #expect(second.page(of: ["a", "c"]) { $0 }.items == ["c"])
    }

    @Test func `refuses a marker that it did not make, or made for another list`() throws {
        let pager = try pager()
        let marker = pager.marker(after: "alice", in: "ListUsers")
        #expect(try pager.position(in: marker, of: "ListUsers") == "alice")
        #expect(try pager.position(in: "", of: "ListUsers") == nil)
        let flipped = marker.dropLast() + (marker.last == "A" ? "Q" : "A")
        let foreign = try self.pager().marker(after: "alice", in: "ListUsers")
        let forged = [
            String(flipped), foreign, "alice", "!", String(marker.dropLast(4)), String(repeating: "A", count: 5_000),
        ]
        for text in forged {
            let error = #expect(throws: Refusal.self) { try pager.position(in: text, of: "ListUsers") }
            #expect(error?.code == "InvalidInput")
        }
        #expect(throws: Refusal.self) { try pager.position(in: marker, of: "ListGroups") }
    }

    @Test(arguments: [(UInt32(0), 100), (1, 1), (1_000, 1_000)])
    func `takes so many items`(_ asked: UInt32, _ given: Int) throws {
        #expect(try PageRequest(list: "L", marker: "", maxItems: asked, pager: pager()).max == given)
        #expect(throws: Refusal.self) { try PageRequest(list: "L", marker: "", maxItems: 1_001, pager: pager()) }
    }

    @Test func `ends a page early where its items would not fit a reply`() throws {
        let items = (0..<5).map { "\($0)" }
        let wanted = try PageRequest(list: "L", marker: "", maxItems: 0, pager: pager())
        let page = wanted.page(
            { after, max in (items.filter { $0 > after ?? "" }, false) },
            by: { $0 },
            bytes: { _ in Limits.frameBytesMax / 4 }
        )
        #expect(page.items == ["0", "1"])
        #expect(page.isTruncated)
        let huge = wanted.page({ _, _ in (["0"], false) }, by: { $0 }, bytes: { _ in Limits.frameBytesMax })
        #expect(huge.items == ["0"] && !huge.isTruncated)
    }
}

import Model
import Secrets
import Testing

@Suite struct RandomIdentifierTests {
    @Test func `a unique id is AWS's form and the model takes it`() {
        let text = RandomIdentifier.uniqueID(prefix: "AIDA")
        #expect(text.utf8.count == 21)
        #expect(text.hasPrefix("AIDA"))
        #expect(UniqueID(text)?.description == text)
    }

    @Test func `an access key is AWS's form`() {
        let id = RandomIdentifier.accessKeyID()
        #expect(id.utf8.count == 20)
        #expect(id.hasPrefix("AKIA"))
        #expect(UniqueID(id) != nil)
        let secret = RandomIdentifier.accessKeySecret()
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        #expect(secret.utf8.count == 40)
        #expect(secret.utf8.allSatisfy(alphabet.contains))
    }

    @Test func `every character of the alphabets is drawn, and nothing twice`() {
        let secrets = (0..<200).map { _ in RandomIdentifier.accessKeySecret() }
        #expect(Set(secrets).count == 200)
        // 8,000 draws miss one of 64 characters once in 10^53 runs.
        #expect(Set(secrets.joined().utf8).count == 64)
        let ids = (0..<200).map { _ in RandomIdentifier.uniqueID(prefix: "") }
        #expect(Set(ids).count == 200)
        #expect(Set(ids.joined().utf8).count == 32)
    }

    @Test func `a token has as many bytes as asked`() {
        for count in [0, 1, 16, 32] { #expect(Base64URL.decode(RandomIdentifier.token(bytes: count))?.count == count) }
    }
}

/// Policy documents for tests.
enum Documents {
    static let allow = document(action: "s3:GetObject")
    static let trust = """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{"AWS":"\(Fixture.account)"}}}
        """

    static let resourceControl =
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#

    static func document(action: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"\#(action)","Resource":"*"}}"#
    }

    /// A document of about so many characters.
    static func document(characters: Int) -> String {
        let empty = document(action: "s3:").utf8.count
        return document(action: "s3:" + String(repeating: "a", count: max(1, characters - empty)))
    }
}

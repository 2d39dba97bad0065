internal import Model

/// A session as it is kept between runs.
struct CachedSession: Codable {
    /// Secret.
    let token: String
    let arn: String
    /// Seconds since 1970.
    let expiration: Int64
    let sessionID: String

    init(_ session: Session) {
        token = session.token
        arn = session.arn
        expiration = session.expiration
        sessionID = session.sessionID
    }
}

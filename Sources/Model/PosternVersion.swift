/// Which Postern this is, by semantic versioning.
///
/// https://semver.org
public enum PosternVersion {
    /// What `--version` prints.
    public static let text = "0.1.0"
}

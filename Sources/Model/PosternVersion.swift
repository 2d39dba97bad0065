/// Which Postern this is, by semantic versioning: https://semver.org
public enum PosternVersion {
    /// As `--version` prints it.
    public static let text = "0.1.0"
}

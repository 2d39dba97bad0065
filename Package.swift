// swift-tools-version: 6.2
// Postern: an identity and access management sidecar. The targets are the rooms of the design; an arrow
// between two rooms that is not a `dependencies:` entry here is a build error.
import PackageDescription

/// One room: its sources, what it may import, and the settings that every room shares.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["Support"], swiftSettings: strict)
}

let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "postern",
    products: [
        .executable(name: "posternd", targets: ["posternd"]),
        .executable(name: "postern", targets: ["postern"]),
        .library(name: "PosternClient", targets: ["Client", "Model"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CWire", dependencies: ["CProtobufC"]),
        .target(name: "CPosix"),

        room("Model"),
        room("PolicyLanguage", ["Model"]),
        room("Secrets", ["Model", "CSodium", crypto]),
        room("Store", ["Model", grdb]),
        room("Directory", ["Model", "Store", collections]),
        room("Authentication", ["Model", "Secrets", "Directory"]),
        room("Authorization", ["Model", "PolicyLanguage", "Directory"]),
        room("Administration", ["Model", "PolicyLanguage", "Secrets", "Directory"]),
        room("Wire", ["Model", "CWire", "CProtobufC"]),
        room(
            "Server",
            [
                "Model", "Wire", "Authentication", "Authorization", "Administration", "Directory", "CPosix",
                nioCore, nioPosix, logging,
            ]
        ),
        room("Client", ["Model", "Wire", nioCore, nioPosix]),

        program(
            "posternd",
            [
                "Model", "PolicyLanguage", "Secrets", "Store", "Directory", "Authentication", "Authorization",
                "Administration", "Server", "CPosix", argumentParser, logging, lifecycle, signals,
            ]
        ),
        program("postern", ["Model", "PolicyLanguage", "Client", "CQREncode", "CYAML", "CPosix", argumentParser]),

        room("Support", ["Model", "Store"], path: "Tests/Support"),
        room("Reference", ["Model"], path: "Tests/Reference"),
        room("Differential", ["Model", "PolicyLanguage", "Reference"], path: "Tests/Differential"),
        tests("ModelTests", ["Model"]),
        tests("PolicyLanguageTests", ["Model", "PolicyLanguage", "Reference", "Differential"]),
        tests("SecretsTests", ["Model", "Secrets"]),
        tests("StoreTests", ["Model", "Store", grdb]),
        tests("DirectoryTests", ["Model", "Store", "Directory"]),
        tests("WireTests", ["Model", "Wire", "CWire", "CProtobufC"]),
        tests("AuthenticationTests", ["Model", "Store", "Directory", "Secrets", "Authentication"]),
        tests("AuthorizationTests", ["Model", "Store", "Directory", "PolicyLanguage", "Authorization"]),
        tests(
            "AdministrationTests",
            ["Model", "Store", "Directory", "Secrets", "PolicyLanguage", "Administration"]
        ),
        tests(
            "ServerTests",
            [
                "Model", "Store", "Directory", "Secrets", "Authentication", "Authorization", "Administration",
                "Wire", "Server", "CPosix", nioCore, nioPosix, nioEmbedded, logging,
            ]
        ),
        tests("EndToEndTests", ["Model", "Wire", "Client", "Secrets", "CPosix"]),
    ],
    swiftLanguageModes: [.v6]
)

// Programs for developers, built only when they are asked for: `Scripts/benchmark` and `Scripts/fuzz` do.
if Context.environment["BENCHMARK"] != nil {
    package.targets += [
        .systemLibrary(name: "CSQLite", path: "Tests/Benchmarks/CSQLite", pkgConfig: "sqlite3"),
        .target(name: "CBaseline", dependencies: ["CWire", "CSQLite"], path: "Tests/Benchmarks/CBaseline"),
        .executableTarget(
            name: "benchmark",
            dependencies: ["CBaseline", "CSodium", "Model", "PolicyLanguage", "Wire", "Client", "Store", "Directory"],
            path: "Tests/Benchmarks/Runner",
            swiftSettings: strict
        ),
    ]
}

if Context.environment["FUZZ"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzzer",
            dependencies: ["CFuzzer", "Model", "PolicyLanguage", "Secrets", "Directory", "Wire"],
            path: "Tests/Fuzz/Fuzzer",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "decisions",
            dependencies: ["PolicyLanguage", "Differential"],
            path: "Tests/Fuzz/Decisions",
            swiftSettings: strict
        ),
    ]
}

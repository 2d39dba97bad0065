internal import ArgumentParser
internal import Model

extension Keys {
    struct Rotate: PosternCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace a key: a new one now, and the old one works on for an overlap and then stops by itself.",
            discussion: """
                The secret of the new key is shown. A call repeated with the same --idempotency-token within 24 hours \
                shows the same new key again.

                Examples:
                  postern key rotate alice --overlap 24h --delete-after 7d
                """
        )
        @Argument(help: "The user; yourself where none is named.", completion: .users) var user = ""
        @Option(help: "How long the old key works on, such as 24h; 0 to 90d.") var overlap: LengthOfTime
        @Option(help: ArgumentHelp("The key to replace, where the user has more than one.", valueName: "key"))
        var key = ""
        @Option(help: "Delete the old key so long after it has stopped, such as 7d.") var deleteAfter: LengthOfTime?
        @Flag(help: "Where the user has two keys, the inactive one gives way.") var replaceInactive = false
        @Option(help: "Makes a repeated call give the same key; 1 to 64 characters.") var idempotencyToken = ""
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = RotateAccessKeyRequest(
                userName: user,
                accessKeyID: key,
                overlapSeconds: overlap.seconds,
                deleteAfterSeconds: deleteAfter.map { UInt32Value(value: $0.seconds) },
                replaceInactive: replaceInactive,
                idempotencyToken: idempotencyToken
            )
            try await daemon.show(request)
        }
    }

    struct CancelRotation: PosternCommand {
        static let configuration = CommandConfiguration(abstract: "Call a rotation off: both keys stay active.")
        @OptionGroup var key: KeyArgument
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func perform(_ daemon: Daemon) async throws {
            let request = CancelRotationRequest(userName: key.user, accessKeyID: key.id)
            try await daemon.done(request, "the rotation of key `\(key.id)` is called off")
        }
    }
}

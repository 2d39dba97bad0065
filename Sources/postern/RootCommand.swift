internal import ArgumentParser
internal import Client
internal import Glibc
internal import Model

/// `postern`: the command line of the daemon.
@main
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postern",
        abstract: "Asks the machine's postern who somebody is and what they may do, and looks after its account.",
        discussion: """
            The daemon is asked over its socket: --socket, else POSTERN_SOCKET, else \(GlobalOptions.standardSocket).
            A token comes from --token-file, else POSTERN_TOKEN, else the session that `postern sign-in` began.
            Exit codes: 0 done or allowed, 1 denied, 2 could not ask or refused.
            """,
        version: PosternVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Sign-in",
                subcommands: [
                    SignIn.self, SignOut.self, WhoAmI.self, AssumeRole.self, ChangePassword.self, Sessions.self,
                ]
            ),
            CommandGroup(name: "Decision", subcommands: [Can.self, Why.self, Batch.self]),
            CommandGroup(
                name: "Account",
                subcommands: [
                    Users.self, Passwords.self, Groups.self, Roles.self, Policies.self, Keys.self, MFADevices.self,
                    Accounts.self, Health.self,
                ]
            ),
        ]
    )

    static func main() async {
        let arguments = GlobalOptions.movedBehindVerb(Array(CommandLine.arguments.dropFirst()), of: Self.self)
        var command: any ParsableCommand
        do {
            if let unknown = UnknownWord(in: arguments, under: Self.self) { leave(unknown.complaint) }
            command = try parseAsRoot(arguments)
        } catch {
            leave(parsing: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch  where Complaint.isOurs(error) {
            leave(error, words: arguments)
        } catch {
            leave(parsing: error)
        }
    }

    private static func leave(_ error: any Error, words: [String] = []) -> Never {
        StandardError.write("postern: \(Complaint.text(of: error, words: words))\n")
        Glibc.exit(Exit.couldNotAsk.rawValue)
    }

    /// Help, version and completion scripts are no errors; whatever else ArgumentParser throws is one of usage.
    private static func leave(parsing error: any Error) -> Never {
        let text = fullMessage(for: error)
        if exitCode(for: error) == .success {
            StandardOutput.write(text.isEmpty ? "" : text + "\n")
            Glibc.exit(0)
        }
        // The usage line with all its options says less than the help that the last line names.
        let help = text.split(separator: "\n").last { $0.hasPrefix("  See '") } ?? ""
        let message = PlainText.lines(message(for: error))
        StandardError.write("postern: \(message.prefix(1).lowercased())\(message.dropFirst())\n\(help)\n")
        Glibc.exit(Exit.couldNotAsk.rawValue)
    }
}

/// What the exit codes of `postern` mean.
enum Exit {
    static let denied = ExitCode(1)
    static let couldNotAsk = ExitCode(2)
}

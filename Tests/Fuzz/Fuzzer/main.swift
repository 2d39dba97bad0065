import CFuzzer
import Secrets

// One program for all fuzzers: `fuzzer SUBJECT [libFuzzer's arguments]`.
try Sodium.ready()
guard CommandLine.argc > 1, let subject = Subject(rawValue: CommandLine.arguments[1]) else {
    print("usage: fuzzer \(Subject.allCases.map(\.rawValue).joined(separator: "|")) [ARGUMENT...]")
    throw UsageError()
}
Subject.chosen = subject

// libFuzzer takes the arguments as C does; the subject is not for it.
var arguments = CommandLine.unsafeArgv
var count = CommandLine.argc - 1
unsafe arguments[1] = arguments[0]
var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe arguments + 1
_ = unsafe withUnsafeMutablePointer(to: &rest) { pointer in
    // SAFETY: the driver reads and reorders the argument vector, which lives as long as the process.
    unsafe UnsafeMutableRawPointer(pointer).withMemoryRebound(
        to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self,
        capacity: 1
    ) { vector in
        unsafe LLVMFuzzerRunDriver(&count, vector) { data, size in
            // SAFETY: libFuzzer lends `size` bytes for the time of the call.
            let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: size))
            Subject.chosen.run(bytes)
            return 0
        }
    }
}

struct UsageError: Error {}

internal import CFuzzer
internal import Secrets

// One program for all subjects: `fuzzer --SUBJECT [libFuzzer's arguments]`. With two dashes, because libFuzzer passes
// over such arguments, and hands them on where it starts itself again (`-minimize_crash`, `-merge`).
guard Subject.chosen != nil else {
    print("usage: fuzzer \(Subject.allCases.map { "--\($0)" }.joined(separator: "|")) [ARGUMENT...]")
    throw UsageError()
}
try Sodium.ready()

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
// SAFETY: the driver reads and reorders the argument vector, which lives as long as the process.
_ = unsafe LLVMFuzzerRunDriver(&count, &arguments, testOneInput)

/// The name is the one that libFuzzer's own `main`, which is linked but not run, asks for.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    // SAFETY: libFuzzer lends `size` bytes for the time of the call.
    Subject.chosen?.run(unsafe Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

struct UsageError: Error {}

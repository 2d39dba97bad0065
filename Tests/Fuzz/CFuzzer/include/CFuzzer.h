// libFuzzer's entry point, which no header of clang's declares for C (LLVM: docs/LibFuzzer.rst, "Using libFuzzer as a library").
#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif

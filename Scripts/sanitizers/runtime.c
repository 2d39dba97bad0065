// Tells ThreadSanitizer what it cannot see of Swift's runtime, which is not built with it.
//
// Loaded before the runtime's libraries, this stands in for some of their functions, calls them, and says what they order.
// Without it a run reports races that are none; nothing is told that the runtime does not guarantee.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// Weak, because a test also starts programs that have neither ThreadSanitizer nor Swift.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);
__attribute__((weak, swiftcall)) void *swift_task_getCurrent(void);

#define SELF __attribute__((swift_context)) void *self

static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function) abort();
    return function;
}

// `Mutex`: its quick paths are compiled into the code that uses them, and ThreadSanitizer follows them. The slow ones, for a
// lock that another thread holds, are in libswiftSynchronization.so: a thread that had to wait would seem to hold no lock.

// _MutexHandle._lockSlow(UInt32) -> ()
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
__attribute__((swiftcall)) void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
__attribute__((swiftcall)) void lock_slow(uint32_t thread, SELF)
{
    typedef __attribute__((swiftcall)) void lock(uint32_t, SELF);
    ((lock *)next(LOCK))(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

// _MutexHandle._tryLockSlow() -> Bool
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
__attribute__((swiftcall)) bool try_lock_slow(SELF) __asm__(TRY_LOCK);
__attribute__((swiftcall)) bool try_lock_slow(SELF)
{
    typedef __attribute__((swiftcall)) bool try_lock(SELF);
    bool locked = ((try_lock *)next(TRY_LOCK))(self);
    if (locked && __tsan_acquire) __tsan_acquire(self);
    return locked;
}

// _MutexHandle._unlockSlow() -> ()
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
__attribute__((swiftcall)) void unlock_slow(SELF) __asm__(UNLOCK);
__attribute__((swiftcall)) void unlock_slow(SELF)
{
    typedef __attribute__((swiftcall)) void unlock(SELF);
    if (__tsan_release) __tsan_release(self);
    ((unlock *)next(UNLOCK))(self);
}

// A continuation: who resumes it releases its task (`_swift_tsan_release` in swift_continuation_resume), but where that
// comes before the task waits, swift_continuation_await goes on without the acquire to it. Compiled code calls
// swift_task_dealloc when an `await` is over; what was released to the very task that runs is before that.
__attribute__((swiftcall)) void swift_task_dealloc(void *memory);
__attribute__((swiftcall)) void swift_task_dealloc(void *memory)
{
    typedef __attribute__((swiftcall)) void deallocate(void *);
    if (__tsan_acquire && swift_task_getCurrent) {
        void *task = swift_task_getCurrent();
        if (task) __tsan_acquire(task);
    }
    ((deallocate *)next("swift_task_dealloc"))(memory);
}

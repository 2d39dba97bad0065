# What the scripts beside this file share. To be sourced: it installs what is missing, and says what goes on.

# Debian packages that a Swift toolchain needs to start, that the build needs, that the tests need on top, and that the
# checks need on top of both.
toolchain_packages=(libcurl4 libncurses6 libsqlite3-0 libxml2)
build_packages=(git g++ libsodium-dev libprotobuf-c-dev libsqlite3-dev libqrencode-dev libyaml-dev pkg-config)
test_packages=(oathtool python3 jq)
check_packages=(protobuf-compiler protobuf-c-compiler python3 python3-protobuf)

swift_needed=6.3
repository=$(CDPATH= cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# How every script builds, so that none undoes another's work: an import that Package.swift does not list is an error.
build_options=(--explicit-target-dependency-import-check error)

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Prints the comment at the head of the calling script, and ends, where the only argument asks for help; else refuses
# arguments that are not among those allowed.
#   usage FILE ALLOWED... -- ARGUMENT...
usage() {
    local file=$1 allowed=() argument option
    shift
    while [ "$1" != -- ]; do
        allowed+=("$1")
        shift
    done
    shift
    for argument in "$@"; do
        case $argument in
            -h | --help)
                sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$file"
                exit 0
                ;;
        esac
        for option in "${allowed[@]}"; do
            [ "$argument" = "$option" ] && continue 2
        done
        fail "unknown argument \`$argument\`; see $(basename "$file") --help"
    done
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Installs the Debian packages that are missing, and does nothing where none is.
need_packages() {
    local missing=() package
    command -v dpkg-query >/dev/null || fail "no dpkg here: install by other means what Debian calls: $*"
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "not root, and no sudo; as root: apt-get install -y ${missing[*]}"
        root=(sudo)
    fi
    say "Installing Debian packages, once: ${missing[*]}"
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120)
    # The lists of a fresh machine are empty or old; newer ones cost little beside a package that is not found.
    "${apt[@]}" update || fail "apt-get update failed; the packages needed are: ${missing[*]}"
    "${apt[@]}" install --no-install-recommends "${missing[@]}" || fail "apt-get could not install: ${missing[*]}"
}

# Ends with where to get Swift, unless one that is new enough is there and starts.
need_swift() {
    local where="Swift $swift_needed or newer is needed; get it from https://www.swift.org/install/linux/" said version
    command -v swift >/dev/null || fail "there is no \`swift\` in PATH. $where"
    # A toolchain that was only unpacked lacks libraries of Debian's, and the first `swift` may start without all of them.
    if ! swift --version >/dev/null 2>&1 || ! swift build --version >/dev/null 2>&1; then
        need_packages "${toolchain_packages[@]}"
    fi
    said=$(swift --version 2>&1) || fail "\`swift --version\` ends with: $said. $where"
    version=$(sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' <<<"$said" | head -n 1)
    [ -n "$version" ] || fail "\`swift --version\` says no version. $where"
    if [ "$(printf '%s\n' "$swift_needed" "$version" | sort -V | head -n 1)" != "$swift_needed" ]; then
        fail "this is Swift $version. $where"
    fi
}

# What to expect of a build that has not been run here yet.
say_if_first_build() {
    [ -d "$repository/.build/debug/Modules" ] && return 0
    printf '%s\n' "$1"
}

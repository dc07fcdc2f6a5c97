# shellcheck shell=bash
# The system packages: PostGIS with GDAL, GEOS and PROJ, Python's venv, gettext, and browsers for tests and measures.

APT=(env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)

# Installs what is missing of the named needs (python, postgis, gdal, gettext, browser, window, office, qgis), or says what
# to install and stops.
need_system() {
    local need missing=()
    for need in "$@"; do
        "has_$need" && ! was_interrupted || missing+=("$need")
    done
    [ ${#missing[@]} = 0 ] && return
    can_apt || refuse_system "${missing[@]}"
    install_system "${missing[@]}"
    for need in "${missing[@]}"; do
        "has_$need" || refuse_system "$need"
    done
}

has_python() { python_command >/dev/null; }
has_postgis() { [ -n "${DATABASE_URL:-}" ] || postgres_bindir >/dev/null; }
has_gdal() { has_library gdal && has_library geos_c; }
has_gettext() { have msgfmt && have xgettext; }
# Playwright's driver needs libatomic, which minimal systems lack.
has_browser() { browser_command >/dev/null && ! lacks_shell && has_library atomic; }
has_office() { have soffice; }
# It is a package of the system's own Python, whichever Python runs the site.
has_qgis() { "$(qgis_python)" -c 'import qgis.core' 2>/dev/null; }
qgis_python() { echo "${QGIS_PYTHON:-/usr/bin/python3}"; }
has_window() { window_command >/dev/null && has_library atomic; }

# Looks where the dynamic linker looks, as Django does.
has_library() {
    local ldconfig
    ldconfig=$(PATH=$PATH:/sbin:/usr/sbin command -v ldconfig) || return 1
    grep -q "lib$1\.so" <<<"$("$ldconfig" -p)"
}

PYTHON_NEEDS='import sys, venv, ensurepip, zoneinfo; zoneinfo.ZoneInfo("Europe/Paris"); assert sys.version_info >= (3, 11)'

# The first Python of 3.11 or newer that can make virtual environments.
python_command() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        have "$name" || continue
        "$name" -c "$PYTHON_NEEDS" 2>/dev/null || continue
        command -v "$name"
        return
    done
    return 1
}

# The folder of the newest PostgreSQL (15 or newer) that has PostGIS.
postgres_bindir() {
    local dir
    while read -r dir; do
        [ -x "$dir/initdb" ] && has_extension "$dir" && echo "$dir" && return
    done < <(postgres_candidates)
    return 1
}

postgres_candidates() {
    compgen -G '/usr/lib/postgresql/*/bin' | awk -F/ '$5 >= 15' | sort -rV
    compgen -G '/usr/pgsql-*/bin' | sort -rV
    if have pg_config; then pg_config --bindir; fi
}

# Debian keeps the extensions of a version apart; elsewhere pg_config tells.
has_extension() {
    local version=${1#/usr/lib/postgresql/} share
    share=/usr/share/postgresql/${version%/bin}
    [ "$version" != "$1" ] || share=$("$1/pg_config" --sharedir 2>/dev/null) || return 1
    [ -f "$share/extension/postgis.control" ]
}

# Chromium without a window of its own, which Playwright's makers use too. What draws no frame around a page answers
# a test in half the processor's time.
browser_command() { command -v "${CHROMIUM:-chromium-headless-shell}" || window_command; }

# Chromium as people have it.
window_command() {
    command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

# Whether the quicker one is not here and could be.
lacks_shell() { [ -z "${CHROMIUM:-}" ] && ! have chromium-headless-shell && can_apt && offers_shell; }

offers_shell() { [ -n "$(apt-cache madison chromium-headless-shell 2>/dev/null)" ]; }

can_apt() { have apt-get && { is_root || sudo -n true 2>/dev/null; }; }

as_admin() { if is_root; then "$@"; else sudo -n "$@"; fi; }

# Debian makes and starts a cluster "main" with the first installation of PostgreSQL. We have our own: none is made,
# by a setting that stands only while we install, and so tells of an installation that was cut short.
NO_CLUSTER=/etc/postgresql-common/createcluster.d/croisee.conf

was_interrupted() { [ -e "$NO_CLUSTER" ] && can_apt; }

install_system() {
    step "Installing the system packages for: $*"
    as_admin mkdir -p "$(dirname "$NO_CLUSTER")"
    echo "create_main_cluster = off" | as_admin tee "$NO_CLUSTER" >/dev/null
    quietly apt read_lists
    finish_interrupted
    local packages
    read -ra packages <<<"$(packages_for "$@")"
    quietly apt as_admin "${APT[@]}" install -yq --no-install-recommends "${packages[@]}"
    as_admin rm -f "$NO_CLUSTER"
}

# Another may be doing the same just now, or a network be slow: for either it is enough to ask again.
read_lists() {
    for _ in 1 2 3; do
        as_admin "${APT[@]}" update -q && return
        sleep 20
    done
    return 1
}

# apt waits for who installs packages just now, and then knows whether anything was cut short; dpkg does not wait.
finish_interrupted() { as_admin "${APT[@]}" check >/dev/null 2>&1 || quietly apt as_admin dpkg --configure -a; }

packages_for() {
    local need
    for need in "$@"; do
        case $need in
            python) echo python3 python3-venv tzdata ;;
            postgis) postgis_packages ;;
            gdal) echo gdal-bin ;;
            gettext) echo gettext ;;
            browser) echo "$(browser_package)" fonts-dejavu-core fonts-liberation libatomic1 ;;
            office) echo libreoffice-calc-nogui ;;
            qgis) echo python3-qgis ;;
            window) echo chromium fonts-dejavu-core fonts-liberation libatomic1 ;;
        esac
    done | tr '\n' ' '
}

browser_package() { if offers_shell; then echo chromium-headless-shell; else echo chromium; fi; }

# The distribution's own version of PostgreSQL, which `postgresql` depends on.
postgis_packages() {
    local server
    server=$(apt-cache depends postgresql 2>/dev/null | grep -oE 'postgresql-[0-9]+' | sort -uV | tail -n 1)
    echo "${server:-postgresql}" "${server:-postgresql}-postgis-3"
}

refuse_system() {
    local need
    say "✗ Some system packages are missing, and this command may not install them here:"
    for need in "$@"; do say "  - $(describe_"$need")"; done
    if have apt-get; then say "  As root: apt-get install --no-install-recommends $(packages_for "$@")"; fi
    say "  Then run the same command again. Without installing anything: docker compose up"
    exit 1
}

describe_python() { echo "Python 3.11 or newer with venv, and tzdata (Fedora, Alpine, Arch: python3)"; }
describe_postgis() {
    echo "PostgreSQL 15 or newer with PostGIS 3 (Fedora: postgresql-server postgis; Arch: postgresql postgis;" \
        "Alpine: postgresql postgis), or set DATABASE_URL to a PostGIS database of your own"
}
describe_gdal() { echo "GDAL, GEOS and PROJ (Fedora: gdal-libs geos proj; Arch: gdal; Alpine: gdal geos proj)"; }
describe_gettext() { echo "gettext's tools, msgfmt and the others (Fedora, Alpine, Arch: gettext)"; }
describe_browser() { echo "libatomic, and Chromium or CHROMIUM=/path/to/it (Fedora: libatomic chromium; Arch: gcc-libs chromium)"; }
describe_window() { describe_browser; }
describe_office() { echo "LibreOffice Calc (Fedora: libreoffice-calc; Arch: libreoffice-still; Alpine: libreoffice-calc)"; }
describe_qgis() { echo "QGIS with its Python (Fedora: python3-qgis; Arch: qgis; Alpine: qgis py3-qgis), or QGIS_PYTHON=/path/to/the/python/that/has/it"; }

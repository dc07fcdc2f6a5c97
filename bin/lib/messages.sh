# shellcheck shell=bash
# The catalogues of texts, in the folder `locale` of each room. The texts of the code are French: the French catalogue
# repeats them, under French plurals (0 is singular) and typeset; the English one is translated by hand.

# Renews the catalogues in a checkout: its texts of today, those translated already, and nothing that depends on the day.
renew_messages() {
    local top=$1 pot room
    mkdir -p "$top"/{places,network,api,frontend}/locale
    # xgettext stops at nothing that is not in our rooms, so each text finds the catalogue of its own.
    (cd "$top" && "${MANAGE[@]}" makemessages --locale=en --keep-pot --no-location --no-obsolete --no-wrap -v 0 \
        --ignore='.*' --ignore=node_modules --ignore=static --ignore=tests --ignore=var)
    for pot in "$top"/*/locale/django.pot; do
        room=${pot%/django.pot}
        mkdir -p "$room/fr/LC_MESSAGES"
        msgen --no-wrap --lang=fr "$pot" | set_in_french >"$room/fr/LC_MESSAGES/django.po"
        hyphenated <"$room/en/LC_MESSAGES/django.po" >"$room/en/renewed" && mv "$room/en/renewed" "$room/en/LC_MESSAGES/django.po"
        stable_header en 'n != 1' "$room/en/LC_MESSAGES/django.po"
        stable_header fr 'n > 1' "$room/fr/LC_MESSAGES/django.po"
        rm "$pot"
    done
}

# Makes the spaces that French puts before a colon, within quotes, in a number or between it and its unit such that no
# line breaks there, and the hyphen of a short word: texts in the code need not.
set_in_french() {
    local number='{\(count\|people\|hour\|length\)}\|%(\(count\|most\|metres\))[sd]'
    sed '/^msgstr/,/^$/ {
        s/ \([:;!?»]\)/\xc2\xa0\1/g; s/« /«\xc2\xa0/g; s/\([0-9]\) \([0-9]\)/\1\xc2\xa0\2/g
        s/\('"$number"'\) /\1\xc2\xa0/g; s/ km\b/\xc2\xa0km/g
        s/\([0-9]\) \(h\|min\|s\|m\|Mo\|Go\|ko\|Mb\/s\|€\|%\)\([^[:alnum:]]\|$\)/\1\xc2\xa0\2\3/g
        s/\bh \([0-9]\)/h\xc2\xa0\1/g }' | hyphenated
}

# A word as short as "Wi-Fi" is not cut at its hyphen, in either language.
hyphenated() {
    sed '/^msgstr/,/^$/ s/\bWi-Fi\b/Wi\xe2\x80\x91Fi/g'
}

# Puts a header without dates and names in place of the one that gettext made. stable_header LANGUAGE PLURAL FILE
stable_header() {
    local entries
    entries=$(sed '1,/^$/d' "$3")
    cat >"$3" <<PO
# Renewed by bin/messages.
msgid ""
msgstr ""
"Language: $1\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=($2);\\n"

$entries
PO
}

# Compiles the catalogues, as Django reads them: so quick that it is done each time.
need_messages() {
    local po
    for po in "$ROOT"/*/locale/*/LC_MESSAGES/django.po; do
        quietly messages msgfmt --check-format -o "${po%.po}.mo.new" "$po"
        mv -f "${po%.po}.mo.new" "${po%.po}.mo"
    done
}

# shellcheck shell=bash
# The types of what the browser reads, made from the server's own description of its answers.

# Writes them to a file. write_wire FILE
write_wire() {
    local folder
    folder=$(mktemp -d)
    "${MANAGE[@]}" spectacular --lang en --format openapi-json --file "$folder/api.json"
    "${MANAGE[@]}" describe_answers >"$folder/pages.json"
    (cd "$ROOT" && node frontend/wire.mjs "$folder"/{api,pages}.json |
        node_modules/.bin/biome format --stdin-file-path=frontend/src/wire/answers.ts) >"$folder/answers.ts"
    mkdir -p "$(dirname "$1")"
    mv "$folder/answers.ts" "$1"
    rm -r "$folder"
}

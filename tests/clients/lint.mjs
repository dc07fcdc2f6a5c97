// Reads the schema as redocly does, by its recommended rules; prints what is wrong, and nothing when nothing is.

import { createConfig, lint } from "@redocly/openapi-core";

// Our addresses end in a slash, and one without it leads there.
const rules = { "no-path-trailing-slash": "off" };
const config = await createConfig({ extends: ["recommended"], rules });
const found = await lint({ ref: process.argv[2], config });
for (const { severity, ruleId, message, location } of found) {
  if (severity === "error") {
    console.log(ruleId, message, location[0]?.pointer);
  }
}

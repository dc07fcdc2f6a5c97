export default { test: { include: ["tests/frontend/**/*.test.{ts,mjs}"], environment: "node" } };

export default { test: { include: ["tests/frontend/**/*.test.ts"], environment: "node" } };

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // No limit that a busy machine passes: these end a run that hangs, and say nothing of how long a test may take.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    pool: "threads",
    maxWorkers: 2,
  },
});

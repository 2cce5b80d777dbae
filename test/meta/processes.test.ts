/** What `npm start` starts ends with it, whoever is told to end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/generated";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-processes-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const PATIENT = { timeout: 120_000 };
const script = path.join(root, "scripts/process.mjs");

/** The script has no declarations. */
const { outputMeanwhile } = (await import(script)) as {
  readonly outputMeanwhile: (
    command: string,
    args: readonly string[],
    options: { readonly still: () => void; readonly every: number },
  ) => Promise<string>;
};

describe("what takes long", () => {
  it("says that it is still at it, and gives what it printed", PATIENT, async () => {
    let told = 0;
    const file = path.join(folder, "go");
    // It goes on until the second sign of life has been given.
    const code = `const t = setInterval(() => { if (require("fs").existsSync(${JSON.stringify(file)})) { clearInterval(t); console.log("done"); } }, 5)`;
    const still = (): void => {
      if (++told === 2) fs.writeFileSync(file, "");
    };
    expect(await outputMeanwhile(process.execPath, ["-e", code], { still, every: 10 })).toBe("done\n");
    expect(told).toBeGreaterThanOrEqual(2);
  });

  it("says what it said where it fails", PATIENT, async () => {
    const failing = outputMeanwhile(process.execPath, ["-e", "console.error('why'); process.exit(3)"], {
      still: () => {},
      every: 1000,
    });
    await expect(failing).rejects.toThrow(/failed \(3\)\nwhy/);
  });
});

it.skipIf(process.platform === "win32")("a signal to npm alone ends what it has started too", PATIENT, async () => {
  const ended = path.join(folder, "ended");
  const main = path.join(folder, "main.mjs");
  fs.writeFileSync(
    main,
    `import * as fs from "node:fs";
import { onInterrupt } from ${JSON.stringify(script)};
onInterrupt(async () => fs.writeFileSync(${JSON.stringify(ended)}, ""));
setInterval(() => {}, 1000);
console.log("ready");
`,
  );
  fs.writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "it", scripts: { start: `${process.execPath} main.mjs` } }),
  );
  const npm = spawn("npm", ["start", "--silent"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  await once(npm.stdout, "data");
  // Nobody is told, as where a supervisor kills what it knows of.
  npm.kill("SIGKILL");
  while (!fs.existsSync(ended)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(fs.existsSync(ended)).toBe(true);
});

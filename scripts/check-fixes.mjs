// npm run check:fixes -- [OPTIONS] FOLDER...: holds fixes against other people's tools, over copies of applications.
//
// Each folder is one project; nothing in it is changed. Every offered fix is applied alone, and fix all is run, safe
// and all: CPython compiles what comes of it and loses no name, a second run changes nothing, and the tools that are
// named find nothing new:
//   --pyright COMMAND  --mypy COMMAND  type checkers
//   --black COMMAND    --isort COMMAND formatters, which leave a file as it is where they left the original
//   --of-a-project NUMBER              of more fixes so many are applied alone, drawn by a hash
//   --salt WORD                        draws others
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { hashOf, offeredFixes } from "./offered-fixes.mjs";
import { dist, root } from "./paths.mjs";

/** @typedef {{ readonly same: string, readonly copy: string, readonly where: string, readonly before: string, readonly after: string }} Variant */
/** @typedef {{ readonly file: string, readonly message: string }} Complaint */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pyright: { type: "string" },
    mypy: { type: "string" },
    black: { type: "string" },
    isort: { type: "string" },
    "of-a-project": { type: "string", default: "80" },
    salt: { type: "string", default: "" },
  },
});
const folders = positionals.map((folder) => path.resolve(folder));
const missing = folders.find((folder) => !fs.existsSync(folder));
if (folders.length === 0 || missing !== undefined) {
  console.error(
    missing === undefined
      ? "npm run check:fixes -- FOLDER...: each folder is one project"
      : `${missing}: there is no such folder`,
  );
  process.exit(2);
}

let faults = 0;
for (const folder of folders) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "check-fixes-"));
  try {
    const { said, variants } = check(folder, path.join(work, path.basename(folder)));
    faults += said.length;
    console.log(`${path.basename(folder)}: ${variants} changed files, ${said.length} faults`);
    for (const one of said) console.log(`  ${one}`);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
process.exitCode = faults === 0 ? 0 : 1;

/**
 * @param {string} folder
 * @param {string} copy
 */
function check(folder, copy) {
  copyPython(folder, copy);
  const said = [];
  const alone = [...offeredFixes(copy)]
    .sort((a, b) => hashOf(a, values.salt) - hashOf(b, values.salt))
    .slice(0, Number(values["of-a-project"]));
  /** @type {Variant[]} */
  const variants = alone.map(({ file, row, rule, fix, before, after }, i) => ({
    same: file.replace(/\.py$/, "__same.py"),
    copy: file.replace(/\.py$/, `__fix${i}.py`),
    where: `${path.relative(copy, file)}:${row} ${rule} "${fix.message}" (${fix.applicability})`,
    before,
    after,
  }));
  for (const kind of ["safe", "all"]) {
    const fixed = `${copy}.${kind}`;
    copyPython(folder, fixed);
    fixAll(fixed, kind);
    const once = textsIn(fixed);
    fixAll(fixed, kind);
    for (const [name, text] of textsIn(fixed)) {
      if (once.get(name) !== text) said.push(`${name}: a second run with ${kind} fixes changes it`);
    }
    for (const [name, text] of once) {
      const before = fs.readFileSync(path.join(folder, name), "utf8");
      if (text === before) continue;
      const of = path.join(copy, name);
      variants.push({
        same: of.replace(/\.py$/, "__same.py"),
        copy: of.replace(/\.py$/, `__${kind}.py`),
        where: `${name}, ${kind} fixes`,
        before,
        after: text,
      });
    }
  }
  for (const { copy: name, same, before, after } of variants) {
    fs.writeFileSync(name, after);
    // What stands beside its module imports it in a circle, as the changed ones do.
    fs.writeFileSync(same, before);
  }
  said.push(...judged(variants), ...typed(variants, copy), ...formatted(variants, copy));
  return { said, variants: variants.length };
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyPython(from, to) {
  fs.cpSync(from, to, {
    recursive: true,
    filter: (name) => !/\.(?:git|svg|png|jpg|js|ipynb)$|node_modules/.test(name),
  });
}

/** @param {string} folder */
function textsIn(folder) {
  const names = /** @type {string[]} */ (fs.readdirSync(folder, { recursive: true })).filter((name) =>
    name.endsWith(".py"),
  );
  const files = names.filter((name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile());
  return new Map(files.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]));
}

/**
 * @param {string} folder
 * @param {string} kind
 */
function fixAll(folder, kind) {
  const args = ["check", "--no-cache", "--exit-zero", "--fix", ...(kind === "all" ? ["--unsafe-fixes"] : []), "."];
  spawnSync(process.execPath, [path.join(dist, "cli.js"), ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * What CPython holds against them.
 * @param {readonly Variant[]} variants
 */
function judged(variants) {
  const input = `${JSON.stringify({ ask: "judge", of: variants.map(({ before, after }) => ({ before, after: [after] })) })}\n`;
  const { stdout } = spawnSync("python3", [path.join(root, "test/support/judge.py")], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const { answers } = /** @type {{ answers: (string[][] | null)[] }} */ (JSON.parse(stdout));
  return variants.flatMap(({ where }, i) => (answers[i]?.[0] ?? []).map((problem) => `${where}: ${problem}`));
}

/**
 * What type checkers find in them that they don't find in the originals.
 * @param {readonly Variant[]} variants
 * @param {string} folder
 */
function typed(variants, folder) {
  const files = [...new Set(variants.flatMap(({ same, copy }) => [same, copy]))];
  const tools = [
    { name: "pyright", command: values.pyright, args: ["--outputjson"], read: readPyright },
    {
      name: "mypy",
      command: values.mypy,
      args: ["--no-error-summary", "--hide-error-context", "--show-absolute-path", "--no-color-output"],
      read: readMypy,
    },
  ];
  return tools.flatMap(({ name, command, args, read }) => {
    if (command === undefined || files.length === 0) return [];
    const complaints = read(output(command, [...args, ...files], folder));
    /** @type {Map<string, string[]>} */
    const of = new Map();
    for (const { file, message } of complaints)
      of.set(file, [...(of.get(file) ?? []), message.replaceAll(/__(?:fix\d+|safe|all|same)\b/g, "")]);
    return variants.flatMap(({ same, copy, where }) => {
      const before = [...(of.get(same) ?? [])];
      const added = (of.get(copy) ?? []).filter((message) => {
        const at = before.indexOf(message);
        if (at >= 0) before.splice(at, 1);
        return at < 0;
      });
      return added.map((message) => `${where}: ${name}: ${message}`);
    });
  });
}

/**
 * @param {string} text
 * @returns {readonly Complaint[]}
 */
function readPyright(text) {
  const { generalDiagnostics } =
    /** @type {{ generalDiagnostics: (Complaint & { severity: string, rule?: string })[] }} */ (JSON.parse(text));
  const counted = generalDiagnostics.filter(
    ({ severity, rule }) => severity === "error" && !/^reportMissing(?:Module)?(?:Imports|Source)/.test(rule ?? ""),
  );
  return counted.map(({ file, message, rule = "" }) => ({
    file,
    message: `${message.split("\n", 1)[0]?.replace(/ in function "\w+"$/, "")} (${rule})`,
  }));
}

/**
 * @param {string} text
 * @returns {readonly Complaint[]}
 */
function readMypy(text) {
  return [...text.matchAll(/^(.+?\.py):\d+(?::\d+)?: error: (.*)$/gm)].map(([, file = "", message = ""]) => ({
    file,
    message,
  }));
}

/**
 * What formatters would change, where they left the original alone.
 * @param {readonly Variant[]} variants
 * @param {string} folder
 */
function formatted(variants, folder) {
  const files = [...new Set(variants.flatMap(({ same, copy }) => [same, copy]))];
  const tools = [
    { name: "black", command: values.black, args: ["--check"], changed: /^would reformat (.*)$/gm },
    {
      name: "isort",
      command: values.isort,
      args: ["--check-only"],
      changed: /^ERROR: (.*?) Imports are incorrectly/gm,
    },
  ];
  return tools.flatMap(({ name, command, args, changed }) => {
    if (command === undefined || files.length === 0) return [];
    const would = new Set(
      [...output(command, [...args, ...files], folder).matchAll(changed)].map(([, file = ""]) =>
        path.resolve(folder, file),
      ),
    );
    return variants
      .filter(({ same, copy }) => would.has(copy) && !would.has(same))
      .map(({ where }) => `${where}: ${name} would change it`);
  });
}

/**
 * What a tool says, be it that it finds something.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function output(command, args, cwd) {
  const { stdout, stderr, error } = spawnSync("sh", ["-c", `${command} "$@"`, "sh", ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  return command === values.pyright ? stdout : stdout + stderr;
}

import * as fs from "node:fs";
import * as path from "node:path";

/** A rule's page, read: its metadata, its prose, and its examples. */
export interface Page {
  readonly file: string;
  readonly rule: string;
  readonly command: string;
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly fix: "safe" | "unsafe" | "none";
  /** Whether the rule runs also where others are selected. */
  readonly selected: "always" | undefined;
  readonly roles: { readonly test: RoleEffect; readonly command: RoleEffect; readonly script: RoleEffect };
  readonly peers: readonly string[];
  readonly summary: string;
  readonly docs: string;
  readonly violations: readonly Example[];
  readonly nonViolations: readonly Example[];
  /** Examples all of whose files are looked at, and changed by fixes. */
  readonly overFiles: readonly Example[];
}

export interface Example {
  readonly title: string;
  /** The line of the page (from 1) where its first block begins. */
  readonly line: number;
  readonly blocks: readonly Block[];
  /**
   * Other files of the project, by their paths: blocks that say of themselves which (`file="app/api.py"`), before the
   * first of the others. Over several files, all of them; the others show what fixes make of them.
   */
  readonly files: ReadonlyMap<string, string>;
}

/** A fenced block; `fix` holds the title of the fix whose result it shows. */
export interface Block {
  readonly language: string;
  readonly fix: string | undefined;
  /** Other words behind the language, like `python=3.12` or `refused`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** Lines of the page, from 0: the first of the text, and the one of the closing fence. */
  readonly from: number;
  readonly to: number;
}

const SEVERITIES = ["error", "warning", "information", "hint"] as const;
/** What a rule does in files of a role. */
export type RoleEffect = (typeof ROLE_EFFECTS)[number];
const ROLE_EFFECTS = ["full", "softer", "unattended", "silent"] as const;
const FIXES = ["safe", "unsafe", "none"] as const;

/** @throws with the file's name when a part is missing or unknown */
export function readPage(file: string): Page {
  const text = fs.readFileSync(file, "utf8");
  const lines = text.split("\n");
  const fail = (what: string): never => {
    throw new Error(`${file}: ${what}`);
  };
  if (lines[0] !== "---") fail("no front matter");
  const end = lines.indexOf("---", 1);
  const meta = new Map(
    lines.slice(1, end).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const get = (key: string): string => meta.get(key) ?? fail(`no ${key} in the front matter`);
  const rule = get("rule");
  if (rule !== path.basename(file, ".md")) fail("rule and file name differ");
  const severity = SEVERITIES.find((one) => one === get("severity")) ?? fail("unknown severity");
  const fix = FIXES.find((one) => one === get("fix")) ?? fail("unknown fix");
  const selected = meta.get("selected");
  if (selected !== undefined && selected !== "always") fail("selected can only be always");
  const [, test, script, command = script] =
    /^\{ test: (\w+), script: (\w+)(?:, command: (\w+))? \}$/.exec(get("roles")) ??
    fail(
      "roles are written { test: full|softer|unattended|silent, script: ... }, and command: ... where that differs from script",
    );
  const effect = (word: string | undefined): RoleEffect =>
    ROLE_EFFECTS.find((one) => one === word) ?? fail(`a rule is not ${word} in a role`);
  const body = lines.slice(end + 1);
  const cutAt = body.findIndex((line) => line === "## Violations");
  if (cutAt < 0) fail("no ## Violations");
  const docs = body.slice(0, cutAt).join("\n").trim();
  const finds = /## What it finds\n+([\s\S]*?)(?=\n\n|\n#|$)/.exec(docs)?.[1] ?? fail("no ## What it finds");
  const sections = readExamples(lines);
  return {
    file,
    rule,
    command: get("command"),
    severity,
    fix,
    selected: selected === "always" ? selected : undefined,
    roles: { test: effect(test), command: effect(command), script: effect(script) },
    peers: get("peers")
      .replace(/^\[|\]$/g, "")
      .split(",")
      .map((code) => code.trim())
      .filter((code) => code !== ""),
    summary: finds.replaceAll("\n", " ").trim(),
    docs,
    violations: sections.get("Violations") ?? [],
    nonViolations: sections.get("Not violations") ?? [],
    overFiles: sections.get("Over several files") ?? [],
  };
}

/** The examples of a page by the section that they stand in. */
export function readExamples(lines: readonly string[]): ReadonlyMap<string, readonly Example[]> {
  const sections = new Map<string, Example[]>();
  let section = "";
  let example: { title: string; line: number; blocks: Block[]; files: Map<string, string> } | undefined;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.startsWith("## ")) {
      section = line.slice(3).trim();
      example = undefined;
      sections.set(section, []);
    } else if (line.startsWith("### ")) {
      example = { title: line.slice(4).trim(), line: i + 1, blocks: [], files: new Map() };
      sections.get(section)?.push(example);
    } else if (line.startsWith("```") && line.length > 3) {
      const to = lines.indexOf("```", i + 1);
      if (to < 0) throw new Error(`line ${i + 1}: the block is not closed`);
      const [language = "", ...rest] = line.slice(3).split(" ");
      const attributes = Object.fromEntries(
        [...rest.join(" ").matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map((match) => [match[1]!, match[2] ?? ""]),
      );
      const text = lines
        .slice(i + 1, to)
        .map((one) => `${one}\n`)
        .join("");
      const file = attributes["file"];
      if (file === undefined || ["fix", "refused"].some((name) => name in attributes))
        example?.blocks.push({ language, fix: attributes["fix"], attributes, text, from: i + 1, to });
      else example?.files.set(file, text);
      i = to;
    }
  }
  return sections;
}

import * as fs from "node:fs";
import * as path from "node:path";
import { type Block, type Page, readPage } from "../../scripts/rule-page";
import { compileErrors } from "../support/python";
import { withoutCarets } from "../support/render";

const rulesDir = path.resolve(import.meta.dirname, "../../server/src/rules");

/** A violation of a rule's page: Python for CPython and for the settings that hold without a pyproject.toml. */
export interface Violation {
  readonly rule: string;
  readonly title: string;
  readonly text: string;
}

/**
 * The violations of all pages, without those that need settings of their own or a newer Python than the one at hand.
 */
export async function violations(): Promise<readonly Violation[]> {
  const pages = fs
    .readdirSync(rulesDir)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => readPage(path.join(rulesDir, name)));
  const all = pages.flatMap(violationsOf);
  const errors = await compileErrors(all.map(({ text }) => text));
  return all.filter((_, i) => errors[i] === null);
}

function violationsOf({ rule, violations }: Page): readonly Violation[] {
  return violations.flatMap(({ title, blocks: [block] }) =>
    block !== undefined && isPlain(block) ? [{ rule, title, text: withoutCarets(block.text) }] : [],
  );
}

function isPlain({ language, attributes, text }: Block): boolean {
  // What has to stand first in a file can't stand behind others.
  return language === "py" && Object.keys(attributes).length === 0 && !/ignore-file|from __future__|^#!/m.test(text);
}

/** Several texts as one file. */
export function asOneFile(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/\r\n?/g, "\n")).join("\n\n");
}

/** As one file with all imports at its head, each once. */
export function withImportsAbove(texts: readonly string[]): string {
  const imports = new Set<string>();
  const rest = texts.map((text) =>
    text.replace(/^(?:import|from) [^\n(\\]*(?:\([^)]*\))?[^\n]*\n/gm, (line) => {
      imports.add(line);
      return "";
    }),
  );
  return `${[...imports].sort().join("")}\n\n${asOneFile(rest.map((text) => text.trim() + "\n"))}`;
}

/** Finds every regular expression in TypeScript sources, by parsing them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseSync } from "oxc-parser";

export interface FoundRegex {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly flags: string;
}

/** A regular expression that is put together while the program runs: nobody can tell from the sources what it is. */
export interface MadeRegex {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

export interface Regexes {
  readonly written: readonly FoundRegex[];
  readonly made: readonly MadeRegex[];
}

/** Methods of strings that make a regular expression of a string. */
const MAKERS: ReadonlySet<string> = new Set(["match", "matchAll", "search"]);

/** The regular expressions in all TypeScript files below some folders. */
export function regexesIn(root: string, folders: readonly string[]): Regexes {
  const written: FoundRegex[] = [];
  const made: MadeRegex[] = [];
  for (const folder of folders) {
    for (const name of fs.readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).sort()) {
      if (!name.endsWith(".ts")) continue;
      const file = path.join(folder, name);
      const found = regexesOf(file, fs.readFileSync(path.join(root, file), "utf8"));
      written.push(...found.written);
      made.push(...found.made);
    }
  }
  return { written, made };
}

/** The regular expressions of one text; throws where it can't be parsed, so that none escapes. */
export function regexesOf(file: string, source: string): Regexes {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} can't be parsed: ${errors[0]!.message}`);
  const written: FoundRegex[] = [];
  const made: MadeRegex[] = [];
  const line = (offset: number): number => source.slice(0, offset).split("\n").length;
  const pending: unknown[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== "object" || node === null) continue;
    if (isRegexLiteral(node)) {
      written.push({ file, line: line(node.start), pattern: node.regex.pattern, flags: node.regex.flags });
      continue;
    }
    if (isMaker(node)) made.push({ file, line: line(node.start), code: source.slice(node.start, node.end) });
    pending.push(...(Array.isArray(node) ? (node as unknown[]) : Object.values(node)));
  }
  return { written, made };
}

interface Placed {
  readonly start: number;
  readonly end: number;
}

function isRegexLiteral(
  node: object,
): node is Placed & { readonly regex: { readonly pattern: string; readonly flags: string } } {
  return "type" in node && node.type === "Literal" && "regex" in node;
}

/** Any mention of `RegExp` as a value, and a call of a string's method that would make one of what isn't a literal. */
function isMaker(node: object): node is Placed {
  if (!("type" in node)) return false;
  if (node.type === "NewExpression" || node.type === "CallExpression") {
    const { callee, arguments: args } = node as unknown as {
      readonly callee: Record<string, unknown>;
      readonly arguments: readonly object[];
    };
    if (callee["type"] === "Identifier" && callee["name"] === "RegExp") return true;
    const property = callee["type"] === "MemberExpression" ? publicName(callee["property"] as object) : undefined;
    return (
      property !== undefined &&
      MAKERS.has(property) &&
      args.length > 0 &&
      !isRegexLiteral(args[0]!) &&
      !isName(args[0]!)
    );
  }
  return false;
}

/** A constant in capitals holds a literal, which is found where it stands; or one of two such. */
function isName(node: object): boolean {
  if ("type" in node && node.type === "ConditionalExpression") {
    const { consequent, alternate } = node as unknown as { readonly consequent: object; readonly alternate: object };
    return isName(consequent) && isName(alternate);
  }
  return (
    "type" in node &&
    node.type === "Identifier" &&
    /^[A-Z_]+$/.test((node as unknown as { readonly name: string }).name)
  );
}

function publicName(property: object): string | undefined {
  return "type" in property && property.type === "Identifier"
    ? (property as unknown as { readonly name: string }).name
    : undefined;
}

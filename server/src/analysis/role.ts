import { SCRIPT_MODULES, TEST_MODULES } from "../model/library/modules";
import type { Module } from "../model/module";
import type { PathRole, Role } from "../config/roles";
import type { Segment } from "../syntax/document";
import { pageOf } from "./pages";
import type { RoleEffect } from "../rules/contract";

/** Words without which a segment imports none of these. */
const MAY_IMPORT = new RegExp(
  `\\b(?:${[...TEST_MODULES, ...SCRIPT_MODULES].map((name) => name.split(".")[0]).join("|")})\\b`,
);
const MAY_START = /^if\b.*\b__name__\b/m;

/** What a segment says about the role of its file. */
type Sign = "imports tests" | "imports scripts" | "starts itself";

/** The role of one file: what its path says, joined with what it imports. Follows the coming and going of segments. */
export class RoleOfFile {
  readonly #module: Module;
  readonly #speaking = new Map<Segment, readonly Sign[]>();

  constructor(module: Module) {
    this.#module = module;
  }

  add(segment: Segment): void {
    const signs = signsIn(segment, this.#module);
    if (signs.length > 0) this.#speaking.set(segment, signs);
  }

  remove(segment: Segment): void {
    this.#speaking.delete(segment);
  }

  /** @param path what the file's path says */
  given(path: PathRole | undefined): Role {
    // A program that happens to be called like a test is none.
    if (path?.role === "test" && path.by === "name" && this.#says("starts itself") && !this.#says("imports tests"))
      return "command";
    if (path !== undefined) return path.role;
    if (this.#says("imports tests")) return "test";
    return this.#says("imports scripts") ? "command" : "application";
  }

  #says(sign: Sign): boolean {
    for (const signs of this.#speaking.values()) if (signs.includes(sign)) return true;
    return false;
  }
}

function signsIn(segment: Segment, module: Module): readonly Sign[] {
  const { text } = segment;
  const imported = MAY_IMPORT.test(text) ? module.importsIn(segment) : [];
  const holds = (names: readonly string[]): boolean =>
    imported.some((one) => names.some((name) => one === name || one.startsWith(`${name}.`)));
  return [
    ...(holds(TEST_MODULES) ? ["imports tests" as const] : []),
    ...(holds(SCRIPT_MODULES) ? ["imports scripts" as const] : []),
    ...(MAY_START.test(text) && startsItself(segment) ? ["starts itself" as const] : []),
  ];
}

/** `if __name__ == "__main__":` */
function startsItself({ piece, tree }: Segment): boolean {
  return (
    piece.indent === 0 &&
    tree.root.named.some(
      (node) => node.kind === "if_statement" && /\b__name__\b/.test(node.child("condition")?.text ?? ""),
    )
  );
}

/** What a rule does in a file of this role. */
export function effectOf(rule: string, role: Role): RoleEffect {
  return role === "application" ? "full" : pageOf(rule).roles[role];
}

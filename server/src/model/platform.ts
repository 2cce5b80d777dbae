import type { Node } from "../syntax/tree";
import { decisionsOn } from "./conditions";

/** Where hardly any server runs. */
export type Platform = "Windows" | "macOS";

const SAID: ReadonlyMap<string, Platform> = new Map([
  ["win32", "Windows"],
  ["win", "Windows"],
  ["cygwin", "Windows"],
  ["nt", "Windows"],
  ["Windows", "Windows"],
  ["windows", "Windows"],
  ["darwin", "macOS"],
  ["Darwin", "macOS"],
]);

/** What is compared with such a name: `sys.platform`, `os.name`, `platform.system()`, `system`. */
const ASKED = /(?:^|[._])(?:platform|name|system)(?:\(\))?(?:\.lower\(\))?$/;

/** What a flag or function is called that answers it: `IS_WINDOWS`, `on_macos()`. */
const FLAG = /^_*(?:(?:is|on)_?)?(windows|win32|win|macos|mac|darwin|osx)(?:\(\))?$/i;

/**
 * The one platform on which a place of a function is reached: `if sys.platform == "win32":`; undefined where it is
 * reached on others.
 */
export function platformOf(node: Node, function_: Node): Platform | undefined {
  for (const { condition, met } of decisionsOn(node, function_)) {
    const platform = askedIn(condition, met);
    if (platform !== undefined) return platform;
  }
  return undefined;
}

function askedIn(condition: Node | undefined, met: boolean): Platform | undefined {
  switch (condition?.kind) {
    case "not_operator":
      return askedIn(condition.named[0], !met);
    case "parenthesized_expression":
      return askedIn(condition.named[0], met);
    case "boolean_operator":
      return condition.hasToken(met ? "and" : "or")
        ? (askedIn(condition.named[0], met) ?? askedIn(condition.named[1], met))
        : undefined;
    case "comparison_operator": {
      const [asked, said] = condition.named;
      const equal = condition.hasToken("==") ? met : condition.hasToken("!=") && !met;
      return equal && asked !== undefined && ASKED.test(asked.text) ? saidBy(said) : undefined;
    }
    case "call": {
      const callee = condition.child("function");
      const isPrefix =
        callee?.child("attribute")?.text === "startswith" && ASKED.test(callee.child("object")?.text ?? "");
      return met && isPrefix ? saidBy(condition.child("arguments")?.named[0]) : ofFlag(condition, met);
    }
    case "identifier":
    case "attribute":
      return ofFlag(condition, met);
    default:
      return undefined;
  }
}

function saidBy(literal: Node | undefined): Platform | undefined {
  return literal?.kind === "string"
    ? SAID.get(literal.named.find((part) => part.kind === "string_content")?.text ?? "")
    : undefined;
}

/** A short name says it as a constant alone: `win` may be somebody who has won. */
function ofFlag(condition: Node, met: boolean): Platform | undefined {
  const name = condition.text.slice(condition.text.lastIndexOf(".") + 1);
  const said = met ? FLAG.exec(name)?.[1] : undefined;
  if (said === undefined || (said.length <= 3 && name !== name.toUpperCase())) return undefined;
  return /^win/i.test(said) ? "Windows" : "macOS";
}

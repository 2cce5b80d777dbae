import type { Node } from "../syntax/tree";
import type { Decision } from "./decisions";

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
 * Whether what is reached by some decisions runs nowhere that servers do: on one such platform, or on none like Linux.
 */
export function isAsideOfServers(decisions: readonly Decision[]): boolean {
  return decisions.some(
    ({ condition, met }) => platformAsked(condition, met) !== undefined || saysNoLinux(condition, met),
  );
}

const LIKE_LINUX = /^["'](?:linux2?|posix|Linux)["']$/;

function saysNoLinux(condition: Node, met: boolean): boolean {
  if (condition.kind === "comparison_operator") {
    const [asked, said] = condition.named;
    const differs = condition.hasToken("==") ? !met : condition.hasToken("!=") && met;
    return differs && asked !== undefined && ASKED.test(asked.text) && LIKE_LINUX.test(said?.text ?? "");
  }
  const callee = condition.kind === "call" ? condition.child("function") : undefined;
  const isPrefix = callee?.child("attribute")?.text === "startswith" && ASKED.test(callee.child("object")?.text ?? "");
  return !met && isPrefix && LIKE_LINUX.test(condition.child("arguments")?.named[0]?.text ?? "");
}

/** The one platform that has a condition met, or not. */
export function platformAsked(condition: Node | undefined, met: boolean): Platform | undefined {
  switch (condition?.kind) {
    case "not_operator":
      return platformAsked(condition.named[0], !met);
    case "parenthesized_expression":
      return platformAsked(condition.named[0], met);
    case "boolean_operator":
      return condition.hasToken(met ? "and" : "or")
        ? (platformAsked(condition.named[0], met) ?? platformAsked(condition.named[1], met))
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

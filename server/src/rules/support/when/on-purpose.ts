import { docstringOf } from "../../../model/definitions";
import { lineEnd, lineStart } from "../../../syntax/lines";
import type { Node } from "../../../syntax/tree";

/** Comments are not read any further up. */
const MOST_LINES = 6;
/** Statements between a comment and the call that it speaks of. */
const MOST_STATEMENTS = 4;
/** Characters behind a call within which its comment begins and ends; nobody reads on in a longer line. */
const MOST_BEHIND = 300;

/** Names of functions that are there to stop a loop: `block_event_loop`, `lock_main_runloop`. */
const STOPS_LOOP =
  /(?:^|_)(?:block|lock|stall|freeze|hang|stop)(?:s|ing)?_(?:the_)?(?:(?:main|event|io|asyncio|run|server)_?)*loop(?:_|$)/i;

/** How docstrings say that a function stops the loop, and how they say that it would, or doesn't. */
const SAYS_SO = /\b(?:blocks?|locks?|stalls?|freezes?|hangs?)\s(?:up\s)?(?:the|its|this|your)\b[^.]{0,60}\bloop\b/i;
const DENIES =
  /\b(?:without|not|never|avoid\w*|prevent\w*|would|may|might|could|can|cannot|if|instead|unless|whether)\b|n't\b/i;

/**
 * `noqa: ASYNC230`, `noqa: TRIO100` and `ruff:ignore[...]` are how other checkers are told that somebody has thought of
 * it.
 */
const TELLS_CHECKER = /\b(?:noqa|ignore)\b/i;
const CHECKED = /\b(?:ASYNC|TRIO)\d|\bfallible-context-manager\b/;
const PURPOSE =
  /\bon purpose\b|deliberate|intentional|\bnot (?:trio|anyio|asyncio)\.sleep|\bblock(?:s|ing)? (?:the )?(?:main|whole|entire) (?:coroutine|loop|thread|event loop|process)/i;
/** `# It is intended to use time.sleep`, `# time.sleep instead of asyncio.sleep: all is to be frozen` */
const MEANT =
  /(?<!\bnot |n't |\bnever )(?:\b(?:meant|inten[dt]ed) to (?:use time\.sleep|block|stall|freeze)\b|\buse time\.sleep (?:here )?instead of (?:asyncio|trio|anyio)\.sleep\b)/i;
/** `# We don't care about asyncio at this point`; what is said of a branch, is said of what begins it. */
const CARES_NOT =
  /\b(?:don't|do not|needn't|no need to) (?:really )?(?:care|bother|worry) (?:about|with) (?:asyncio|async|blocking|the (?:event )?loop)\b/i;
/** The synchronous way, and a reason for it further on in the sentence. */
const SYNCHRONOUS = /\b(?:synchronous|sync|blocking)\b/i;
const REASON = /\b(?:because|since|as asyncio|limitations?|fine|acceptable|ok|okay|good enough)\b/i;

/**
 * Whether a call is said to stop the loop on purpose: by the function's name or docstring, by a comment above it, above
 * what leads to it or at the head of its branch, or by the name that it was imported under.
 */
export function isOnPurpose(call: Node, function_: Node): boolean {
  const callee = call.child("function");
  if (callee?.kind === "identifier" && /sync|block/i.test(callee.text)) return true;
  const comment = `${commentAbove(call)} ${commentBehind(call)} ${commentBelow(call)}`;
  const around = `${comment} ${commentOfParagraph(call)} ${commentOfHead(call)}`;
  if (CARES_NOT.test(`${comment} ${commentOfBranch(call)}`)) return true;
  if (TELLS_CHECKER.test(comment) && CHECKED.test(comment)) return true;
  return (
    PURPOSE.test(around) ||
    MEANT.test(around) ||
    givesReason(comment) ||
    STOPS_LOOP.test(function_.child("name")?.text ?? "") ||
    isSaidIn(docstringOf(function_)?.text ?? "")
  );
}

/** Two searches, one behind the other: one search for both would start at each word anew. */
function givesReason(comment: string): boolean {
  return comment.split(/\.(?!\w)/).some((sentence) => {
    const way = SYNCHRONOUS.exec(sentence);
    return way !== null && REASON.test(sentence.slice(way.index + way[0].length));
  });
}

/** The comment at the end of the line that a call ends in. */
export function commentBehind(call: Node): string {
  const { text } = call.tree;
  const near = text.slice(call.end, call.end + MOST_BEHIND);
  const behind = near.slice(0, lineEnd(near, 0));
  const hash = behind.indexOf("#");
  return hash < 0 ? "" : inWords(behind.slice(hash + 1));
}

/** A comment without what it says to us: a rule's name in it tells nothing of what the code is meant to do. */
export function inWords(comment: string): string {
  const at = comment.indexOf("async-skill:");
  return at < 0 ? comment : comment.slice(0, at);
}

function isSaidIn(docstring: string): boolean {
  return docstring.split(/\.\s|\n\s*\n/).some((sentence) => {
    const said = SAYS_SO.exec(sentence.replace(/\s+/g, " "));
    return said !== null && !DENIES.test(said.input.slice(0, said.index));
  });
}

/** The comment above the branch whose first statement a call stands in. */
function commentOfBranch(call: Node): string {
  const branch = call.closest("if_statement", "function_definition");
  const first = branch?.child("consequence")?.named.find(({ kind }) => kind !== "comment");
  return branch?.kind === "if_statement" && first?.contains(call) === true ? commentAbove(branch) : "";
}

/** The comment above the statements that lead to a call: of its block, without a blank line in between. */
function commentOfParagraph(call: Node): string {
  const block = call.closest("block", "function_definition", "lambda");
  if (block?.kind !== "block") return "";
  const at = block.named.findIndex((statement) => statement.contains(call));
  for (let i = at; i >= Math.max(0, at - MOST_STATEMENTS); i--) {
    const statement = block.named[i]!;
    if (i < at && hasBlankLine(block.tree.text, statement.end, block.named[i + 1]!.start)) return "";
    const comment = commentAbove(statement);
    if (comment !== "") return comment;
  }
  return "";
}

function hasBlankLine(text: string, from: number, to: number): boolean {
  return /\n[ \t\r]*\n/.test(text.slice(from, to));
}

/** `else:  # the loop is to be blocked`, of a block that begins with what a call stands in. */
function commentOfHead(call: Node): string {
  const block = call.closest("block", "function_definition", "lambda");
  if (block?.kind !== "block" || block.named[0]?.contains(call) !== true) return "";
  const { text } = block.tree;
  const head = text.slice(Math.max(0, block.start - MOST_BEHIND), block.start).trimEnd();
  const line = head.slice(lineStart(head, head.length));
  const hash = line.indexOf("#");
  return hash < 0 ? "" : inWords(line.slice(hash + 1));
}

/** The comment that the body of a `with` begins with, whose head a call stands in. */
function commentBelow(call: Node): string {
  const with_ = call.closest("with_statement", "block", "function_definition", "lambda");
  const first = with_?.child("body")?.named.find(({ kind }) => kind !== "comment");
  if (with_?.kind !== "with_statement" || first === undefined) return "";
  const lines = with_.tree.text.slice(call.end, first.start).split("\n").slice(1, MOST_LINES);
  return lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith("#"))
    .map((line) => inWords(line.replace(/^#\s?/, "")))
    .join(" ");
}

/** The lines of comment right above the line that a call begins in. */
function commentAbove(call: Node): string {
  const { text } = call.tree;
  const above: string[] = [];
  let start = text.lastIndexOf("\n", call.start - 1) + 1;
  while (start > 0 && above.length < MOST_LINES - 1) {
    const before = text.lastIndexOf("\n", start - 2) + 1;
    const line = text.slice(before, start).trim();
    if (!line.startsWith("#")) break;
    above.unshift(inWords(line.replace(/^#\s?/, "")));
    start = before;
  }
  return above.join(" ");
}

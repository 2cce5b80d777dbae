import { awaited } from "../awaiting";
import { type NamedResult, namedResult } from "../named-result";
import { lineSpan } from "../text";
import type { Node } from "../../syntax/tree";
import type { Sent } from "./arguments";
import type { Moving } from "./moving";
import { isReadAsItIs } from "./response";

/** What a call is written with beside its arguments. */
export interface Written {
  /** The client that sends it, as it is named there. */
  readonly client: string;
  readonly drop: readonly Node[];
  readonly add: readonly string[];
  /** Whether it stands in what another call that is written is given: what stands before it is that one's. */
  readonly isGiven: boolean;
}

/** Rewrites a call to one of the client, its arguments laid out anew where they stood on one line. */
export function writeCall(sent: Sent, written: Written, moving: Moving): void {
  const { call, callee } = sent.request;
  const { rewriter } = moving;
  rewriter.replace(callee, `${written.client}.${sent.method}`);
  const list = call.child("arguments")!;
  const dropped = new Set(
    list.named.filter((argument) => sent.changes.get(argument)?.kind === "drop" || written.drop.includes(argument)),
  );
  const [before, after] = sent.streamed ? ["", ""] : (awaited(call, "\0").split("\0") as [string, string]);
  if (isOnLines(list, dropped)) {
    if (before !== "") rewriter.insertBefore(call, before);
    if (after !== "") rewriter.insertAfter(call, after);
    alignLines(sent, moving);
    return editLines(list, sent, written, dropped, moving);
  }
  const args = [
    ...(sent.lead === undefined ? [] : [sent.lead]),
    ...list.named.filter((argument) => !dropped.has(argument)).map((argument) => writeArgument(argument, sent, moving)),
    ...written.add,
  ];
  rewriter.forget(list.start, list.end);
  rewriter.replaceRange(list.start, list.end, `(${args.join(", ")})`);
  const awaiting = `await ${written.client}.${sent.method}(${args.join(", ")})`;
  const named =
    before === "" || !isReadAsItIs(call)
      ? undefined
      : namedResult(call, awaiting, rewriter.indentationAt(call.start).length, moving.context);
  if (named !== undefined && !written.isGiven && !moving.named.has(named.statement)) {
    moving.named.add(named.statement);
    return nameResult(call, named, moving);
  }
  if (before !== "") rewriter.insertBefore(call, before);
  if (after !== "") rewriter.insertAfter(call, after);
}

/** Gives the response a name on a line of its own, and the name to the statement that wanted it. */
function nameResult(call: Node, { statement, name, prefix }: NamedResult, { rewriter }: Moving): void {
  if (prefix !== "") rewriter.replaceRange(statement.start, call.start, `${name} = `);
  rewriter.insertBefore(call, prefix === "" ? `${name} = await ` : "await ");
  rewriter.insertAfter(call, `${rewriter.lineBreak}${rewriter.indentationAt(statement.start)}${prefix}${name}`);
}

/** Whether the arguments stand on lines of their own, whose layout (and comments) stays. */
function isOnLines(list: Node, dropped: ReadonlySet<Node>): boolean {
  const { text } = list.tree;
  if ([...list.descendants("comment")].length > 0) return true;
  const kept = list.named.filter((argument) => !dropped.has(argument));
  if (kept.some((argument) => /[\r\n]/.test(argument.text))) return true;
  // On one line, or all together on a line of their own: both are laid out anew, as are those of which some go.
  if (dropped.size > 0) return false;
  return list.named.some((argument, i) => i > 0 && /[\r\n]/.test(text.slice(list.named[i - 1]!.end, argument.start)));
}

function writeArgument(argument: Node, sent: Sent, { rewriter }: Moving): string {
  const change = sent.changes.get(argument);
  if (change?.kind !== "keep") return rewriter.peek(argument.start, argument.end);
  const isKeyword = argument.kind === "keyword_argument";
  const value = isKeyword ? argument.child("value")! : argument;
  const name =
    change.name ??
    (isKeyword && !(change.value !== undefined && argument.child("name")!.text === "url")
      ? argument.child("name")!.text
      : undefined);
  const text = change.value ?? rewriter.peek(value.start, value.end);
  return name === undefined ? text : `${name}=${text}`;
}

/** Arguments that are aligned with the opening bracket follow it to its new column. */
function alignLines(sent: Sent, { rewriter }: Moving): void {
  const { call } = sent.request;
  const list = call.child("arguments")!;
  const { text } = rewriter;
  const line = lineSpan(text, list.start, list.start);
  const first = list.named[0];
  if (first === undefined || /[\r\n]/.test(text.slice(list.start, first.start)) || line.start > call.start) return;
  const columns = rewriter.peek(line.start, list.start).length - (list.start - line.start);
  if (columns !== 0) rewriter.alignBy(list.start, list.end, columns);
}

function editLines(list: Node, sent: Sent, written: Written, dropped: ReadonlySet<Node>, moving: Moving): void {
  const { rewriter } = moving;
  const all = list.named;
  for (const argument of all) {
    if (dropped.has(argument)) {
      removeArgument(argument, all, dropped, list, moving);
      continue;
    }
    const change = sent.changes.get(argument);
    if (change?.kind !== "keep") continue;
    const value = argument.kind === "keyword_argument" ? argument.child("value")! : argument;
    if (change.value !== undefined) rewriter.forget(value.start, value.end).replace(value, change.value);
    if (change.name === undefined) continue;
    if (argument.kind === "keyword_argument") rewriter.replace(argument.child("name")!, change.name);
    else rewriter.insertBefore(value, `${change.name}=`);
  }
  const kept = all.filter((argument) => !dropped.has(argument));
  const first = kept[0]!;
  const last = kept.at(-1)!;
  const between = (at: number): string =>
    /[\r\n]/.test(list.tree.text.slice(list.start, at)) ? `${rewriter.lineBreak}${rewriter.indentationAt(at)}` : " ";
  if (sent.lead !== undefined) rewriter.insertBefore(first, `${sent.lead},${between(first.start)}`);
  const ownLine =
    /[\r\n]/.test(list.tree.text.slice((kept.at(-2) ?? list).start, last.start)) || kept.length === 1
      ? between(last.start)
      : " ";
  for (const added of written.add) rewriter.insertAfter(last, `,${ownLine}${added}`);
}

/** Takes an argument and its comma away, its line too where it stands alone; a comment behind it stays. */
function removeArgument(
  argument: Node,
  all: readonly Node[],
  dropped: ReadonlySet<Node>,
  list: Node,
  { rewriter }: Moving,
): void {
  const { text } = list.tree;
  rewriter.forget(argument.start, argument.end);
  const line = lineSpan(text, argument.start, argument.end);
  const behind = /^\s*,/.exec(text.slice(argument.end, list.end))?.[0].length ?? 0;
  const rest = text.slice(argument.end + behind, line.end);
  if (text.slice(line.start, argument.start).trim() === "" && /^[ \t]*(?:#|[\r\n])/.test(rest)) {
    const isBare = rest.trim() === "";
    rewriter.replaceRange(
      isBare ? line.start : argument.start,
      isBare ? line.end : argument.end + behind + /^[ \t]*/.exec(rest)![0].length,
      "",
    );
    return;
  }
  const next = all[all.indexOf(argument) + 1];
  const before = all[all.indexOf(argument) - 1];
  if (next !== undefined && !/[#\r\n]/.test(text.slice(argument.end, next.start)))
    rewriter.replaceRange(argument.start, next.start, "");
  else if (before !== undefined && !dropped.has(before) && !text.slice(before.end, argument.start).includes("#"))
    rewriter.replaceRange(before.end, argument.end, "");
  else rewriter.replaceRange(argument.start, argument.end + behind, "");
}

import type { RuleContext } from "../../contract";
import { dealsInDatagrams } from "../values/datagrams";
import { keywordNamed, type NetworkCall } from "./network-call";
import { bindingsOf } from "../values/origin";
import { isThisMachine, leadsToThisMachine } from "../values/this-machine";

/**
 * Whether a socket is connected to this machine, where one end takes the connection at once or refuses it; or is one of
 * datagrams, which nobody has to take.
 */
export function connectsAtOnce({ call, row, positional }: NetworkCall): boolean {
  if (!isConnection(row)) return false;
  const function_ = call.closest("function_definition");
  return isThisMachine(positional[0]) || (function_ !== undefined && dealsInDatagrams(function_));
}

/** What the address is called that a program listens on itself. */
const OWN_ADDRESS = /(?:^|_)(?:bind|console|listen|local|loopback|own)_?(?:addr|address|host|ip)$/;

/**
 * Whether a connection goes to what runs on this machine, at least where nothing else was said: the address is one that
 * is listened on here, or the function puts the one of this machine in its place.
 */
export function connectsToOwn({ row, positional, keywords }: NetworkCall, context: RuleContext): boolean {
  if (!isConnection(row)) return false;
  const named = keywords.find((keyword) => keyword.child("name")?.text === "host")?.child("value");
  // A protocol comes first where the loop is asked.
  const given = named ?? positional.find((one) => one.kind !== "lambda");
  const host = given?.kind === "tuple" ? given.named[0] : given;
  if (host === undefined) return false;
  if (OWN_ADDRESS.test((host.child("attribute") ?? host).text)) return true;
  if (host.kind === "attribute") return isOwnByDefault(host.child("attribute")!.text, context);
  if (host.kind !== "identifier") return false;
  return bindingsOf(host, context).some(({ source }) => source.kind === "expression" && isThisMachine(source.value));
}

/** `hostname: str = "127.0.0.1"`, a field in the file, which holds unless somebody says otherwise. */
function isOwnByDefault(field: string, { infer }: RuleContext): boolean {
  return [...infer.identifiersIfFew(field)].some(
    ({ field: place, parent }) =>
      place === "left" &&
      parent?.child("type") !== undefined &&
      parent.closest("function_definition") === undefined &&
      isThisMachine(parent.child("right")),
  );
}

function isConnection(row: NetworkCall["row"]): boolean {
  return row.unlimited === "connect" || row.unlimited === "socket" || row.waitsFor === "the connection";
}

/** Whether a request goes to a server on this machine, as its address says that nobody can change. */
export function asksOwnHost(call: NetworkCall, context: RuleContext): boolean {
  const url = keywordNamed(call, "url")?.child("value");
  return [url, ...call.positional.slice(0, 2)].some((one) => one !== undefined && leadsToThisMachine(one, context));
}

import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import type { Row } from "../../../model/library/index";
import type { Node } from "../../../syntax/tree";
import { byDefault } from "../values/by-default";
import { dealsInDatagrams } from "../values/datagrams";
import { isNonBlocking } from "../values/non-blocking";
import { isThisMachine } from "../values/this-machine";
import { bindingsOf } from "../values/origin";
import { callsBehind } from "../values/origin-chain";

/** Whether a network call goes out and waits, as far as the code shows. */
export function reachesNetwork(call: Node, row: Row, function_: Node, context: RuleContext): boolean {
  return (
    !sendsDatagram(row, function_) &&
    !connectsLater(call, row) &&
    !connectsWithin(call, row) &&
    !looksNothingUp(call, row, context) &&
    (!isOfSocket(call, context) || isBlockingSocket(call, function_, context))
  );
}

/** Whether a call gives a connection: all that is then done with it goes to the other side as well. */
export function opensConnection(row: Row): boolean {
  return (
    row.blocks === "network" &&
    row.lazy !== true &&
    (row.kind === "class" || row.returns !== undefined || row.unpacks !== undefined)
  );
}

const SENDS: ReadonlySet<string> = new Set(
  ["connect", "connect_ex", "send", "sendall", "sendmsg"].map((one) => `socket.socket.${one}`),
);

/** A datagram is given to the kernel, and waits for nobody. */
function sendsDatagram({ name }: Row, function_: Node): boolean {
  return name === "socket.socket.sendto" || (SENDS.has(name) && dealsInDatagrams(function_));
}

/** Clients that are made without a host connect when they are told to. */
function connectsLater(call: Node, row: Row): boolean {
  if (row.kind !== "class" || row.parameters?.includes("host") !== true) return false;
  const { values, complete } = matchArguments(call, row.parameters);
  return complete && !values.has("host");
}

const NUMERIC: ReadonlySet<string> = new Set(["socket.AI_NUMERICHOST", "socket.NI_NUMERICHOST"]);

/** With these flags a host is a number, and no name server is asked; they may stand in a constant. */
function looksNothingUp(call: Node, row: Row, context: RuleContext): boolean {
  const given = call.child("arguments");
  if (given === undefined) return false;
  if (row.waitsFor === "the name server" && asksForOwnHost(call)) return true;
  const isNumeric = (node: Node): boolean => NUMERIC.has(context.infer.name(node) ?? "");
  for (const part of given.descendants("attribute", "identifier")) {
    if (isNumeric(part)) return true;
    if (part.kind !== "identifier" || part.parent?.kind === "attribute") continue;
    for (const { source } of bindingsOf(part, context)) {
      if (source.kind === "expression" && [...source.value.descendants("attribute", "identifier")].some(isNumeric))
        return true;
    }
  }
  return false;
}

/** An address of a machine as a number. */
const NUMBER = /^["'](?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}|localhost|)["']$/i;

/**
 * Whether the host that is looked up is nearly always a number, of which no name server is asked: the address to listen
 * at, or one that is a number unless somebody says otherwise.
 */
export function looksUpNumber(call: Node, row: Row, context: RuleContext): boolean {
  if (row.waitsFor !== "the name server") return false;
  const given = call.child("arguments");
  const [host] = given?.named ?? [];
  if (given === undefined || host === undefined) return false;
  const standard = byDefault(host, "of parameters too", context);
  if (standard !== undefined && NUMBER.test(standard.text)) return true;
  for (const flag of given.descendants("attribute", "identifier"))
    if (context.infer.name(flag) === "socket.AI_PASSIVE") return true;
  return false;
}

/** `gethostbyname("localhost")`, also under `if host == "localhost"`. */
function asksForOwnHost(lookup: Node): boolean {
  const host = lookup.child("arguments")?.named[0];
  if (host === undefined) return false;
  if (isThisMachine(host)) return true;
  const condition = lookup.closest("if_statement", "function_definition")?.child("condition");
  if (condition?.kind !== "comparison_operator" || !condition.hasToken("==")) return false;
  return condition.named.some((part) => part.text === host.text) && condition.named.some(isThisMachine);
}

const SOCKETS: ReadonlySet<string> = new Set(["socket.socket", "ssl.SSLSocket"]);

function isOfSocket(call: Node, context: RuleContext): boolean {
  const object = call.child("function")?.child("object");
  return object !== undefined && SOCKETS.has(context.infer.instanceOf(object) ?? "");
}

/** Whether the function shows the socket being made, and nothing that keeps it from waiting. */
function isBlockingSocket(call: Node, function_: Node, context: RuleContext): boolean {
  const receiver = call.child("function")!.child("object")!;
  if (isNonBlocking(call, context)) return false;
  let made = false;
  for (const origin of callsBehind(receiver, context)) made ||= function_.contains(origin);
  if (!made) return false;
  for (const attribute of function_.descendants("attribute")) {
    const setter = attribute.child("attribute")?.text;
    const isSet = setter === "setblocking" || (setter === "settimeout" && !isSetToWait(attribute));
    if (isSet && attribute.child("object")?.text === receiver.text) return false;
  }
  return true;
}

/** From so many seconds on a socket with a limit is waited for: with none at all it doesn't wait. */
const WAITED_FOR = 0.1;

/** `sock.settimeout(3)`: everything on the loop waits up to that long. */
function isSetToWait(setter: Node): boolean {
  const [limit] = setter.parent?.child("arguments")?.named ?? [];
  return (limit?.kind === "integer" || limit?.kind === "float") && Number(limit.text) >= WAITED_FOR;
}

/** What connects a socket. */
const CONNECTS: ReadonlySet<string> = new Set(["connect", "connect_ex"].map((one) => `socket.socket.${one}`));

/** One end of a connection within this machine takes it at once, or refuses it. */
function connectsWithin(call: Node, { name }: Row): boolean {
  return CONNECTS.has(name) && isThisMachine(call.child("arguments")?.named[0]);
}

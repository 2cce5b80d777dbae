import { asyncLibraryAt } from "../../../fixes/async-library";
import { awaited, canAwait } from "../../../fixes/awaiting";
import { FixBuilder } from "../../../fixes/builder";
import type { Fix } from "../../../fixes/fix";
import { matchArguments } from "../../../model/arguments";
import type { Node } from "../../../syntax/tree";
import type { RuleContext } from "../../contract";

const LOOK_UP = "socket.getaddrinfo";

/** What the event loop's own takes by its keyword alone, with 0 where it isn't given. */
const OPTIONS = ["family", "type", "proto", "flags"] as const;

/**
 * `socket.getaddrinfo(host, 80)` becomes `await asyncio.get_running_loop().getaddrinfo(host, 80)`, which asks in a
 * thread by itself. Undefined for other calls, and where what is given isn't known.
 */
export function awaitLookUp(call: Node, context: RuleContext): Fix | undefined {
  const given = call.child("arguments")?.named ?? [];
  if (context.infer.callee(call) !== LOOK_UP || !canAwait(call) || asyncLibraryAt(context, call) !== "asyncio")
    return undefined;
  const { values } = matchArguments(call, ["host", "port", ...OPTIONS]);
  if (values.size !== given.length || /[\r\n#]/.test(given.map(({ text }) => text).join(""))) return undefined;
  const [host, port] = [values.get("host"), values.get("port")];
  if (host === undefined || port === undefined) return undefined;
  const builder = new FixBuilder(context);
  const running = builder.need("asyncio.get_running_loop", call);
  if (running === undefined) return undefined;
  const options = OPTIONS.flatMap((name) => {
    const value = values.get(name);
    return value === undefined || value.text === "0" ? [] : [`${name}=${value.text}`];
  });
  builder.goesToThread(call);
  builder.replace(call, awaited(call, `${running}().getaddrinfo(${[host.text, port.text, ...options].join(", ")})`));
  return builder.build({ title: "Await loop.getaddrinfo()", applicability: "safe" });
}

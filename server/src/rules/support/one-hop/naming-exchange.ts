import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";

/** What is done with another side, by the methods that do it: the first that one of the calls is. */
const EXCHANGES: readonly (readonly [name: string, methods: RegExp])[] = [
  ["send_mail", /^(?:sendmail|send_message)$/],
  ["upload_file", /^(?:stor\w+|upload\w*|put|putfo)$/],
  ["download_file", /^(?:retr\w+|download\w*|getfo)$/],
  ["run_command", /^(?:exec_command|invoke_shell)$/],
  ["fetch_mail", /^(?:fetch|retr|uidl)$/],
  ["list_folder", /^(?:nlst|mlsd|listdir)$/],
  ["send", /^(?:send\w*|write)$/],
  ["resolve_host", /^(?:getaddrinfo|gethostby\w+|getfqdn|getnameinfo)$/],
];

/** A name for a function of calls that go to another side; undefined where none of them does. */
export function exchangeName(
  calls: readonly Node[],
  verb: string | undefined,
  context: RuleContext,
): string | undefined {
  const asking = calls.filter((call) => context.infer.row(call)?.blocks === "http");
  if (asking.length > 0) return verb === "write" ? "download_file" : `send_request${asking.length === 1 ? "" : "s"}`;
  const first = calls.find((call) => context.infer.row(call)?.blocks === "network");
  if (first === undefined) return undefined;
  const methods = calls.map(methodOf);
  const found = EXCHANGES.find(([, names]) => methods.some((method) => names.test(method)))?.[0];
  if (methods.some((method) => method.startsWith("recv"))) return found === "send" ? "send_and_receive" : "receive";
  return found ?? (methodOf(first).includes("_") ? methodOf(first) : "ask_server");
}

function methodOf(call: Node): string {
  return (call.child("function")?.child("attribute") ?? call.child("function"))?.text ?? "";
}

import type { Rule } from "../analysis/rule";
import type { Node } from "../syntax/tree";
import { throughAsyncPath } from "./support/async-path";
import { blockingCall, blockingMessage } from "./support/blocking-call";
import { offersInThread } from "./support/in-thread";

const IN_MEMORY: ReadonlySet<string> = new Set(["io.BytesIO", "io.StringIO"]);

export const blockingFilesystemCall: Rule = {
  name: "blocking-filesystem-call",
  kinds: ["call"],
  check(call, context) {
    const blocking = blockingCall(call, context, "filesystem");
    if (blocking === undefined) return undefined;
    const given = call.child("arguments")?.named ?? [];
    const inMemory = (argument: Node): boolean => IN_MEMORY.has(context.infer.instanceOf(argument) ?? "");
    // Copied from one buffer to another, nothing reaches a disk.
    if (given.length > 1 && given.slice(0, 2).every(inMemory)) return undefined;
    return {
      at: call,
      message: blockingMessage(blocking.row),
      related: blocking.related,
      fixes: () => [throughAsyncPath(call, blocking.row, context) ?? [], offersInThread(blocking, context)].flat(),
    };
  },
};

import { modulesImportedIn } from "../syntax/import-lines";
import type { Node } from "../syntax/tree";
import type { Infer } from "./infer";

/** What a loop is told by how to make its tasks: another way may keep them until they are done. */
export const SETS_FACTORY = "set_task_factory";

/** `loop.set_task_factory(make)`; with None the loop makes them itself again. */
export function setsFactory(call: Node): boolean {
  const callee = call.child("function");
  const factory = call.child("arguments")?.named[0];
  return (
    (callee?.child("attribute") ?? callee)?.text === SETS_FACTORY && factory !== undefined && factory.kind !== "none"
  );
}

/** Whether the file, or one of the project's that it imports, has the loop make its tasks in a way of its own. */
export function hasTaskFactory(infer: Infer): boolean {
  return infer.ofFile("task factory", (ofFile) => {
    for (const id of ofFile.identifiers(SETS_FACTORY)) {
      const call = id.closest("call");
      if (call !== undefined && setsFactory(call)) return true;
    }
    return ofFile.makesTasksElsewhere(ofFile.module.document.segments.flatMap(modulesImportedIn));
  });
}

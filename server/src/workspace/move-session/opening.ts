import type { FixSettings } from "../../fixes/builder";
import type { FileId } from "../../project/files";
import type { Draft } from "../across-files/draft";
import { isObstacle } from "../across-files/obstacle";
import type { Held } from "./held";
import { openModule } from "./open-module";
import { openObjects } from "./open-objects";
import type { Use } from "./session-uses";
import { type NotOpened, Starting } from "./starting";

/** A project in which a session is made by what an application runs as it starts. */
export interface Opened {
  readonly kind: "opened";
  readonly draft: Draft;
  readonly notes: readonly string[];
}

/**
 * Has a session that is made at import made where an application starts instead, while its event loop runs; what is
 * made is the same as before.
 */
export function openAtStart(
  held: Held,
  uses: readonly Use[],
  files: readonly FileId[],
  draft: Draft,
  settings: FixSettings,
): Opened | NotOpened {
  const starting = new Starting(held, files, draft, settings);
  const failed =
    held.holder.kind === "variable"
      ? openModule(
          starting,
          uses.some(({ kind }) => kind === "close"),
        )
      : openObjects(starting, held.holder.owner);
  if (failed !== undefined) return failed;
  const built = starting.build();
  return isObstacle(built) ? built : { kind: "opened", draft: built, notes: starting.notes };
}

import { type Imports, NO_IMPORTS } from "../model/imports";

/** A question about other files that can be asked again, and how it was answered. */
interface Asked {
  readonly ask: (imports: Imports) => unknown;
  readonly answer: string;
}

/**
 * What a file asked about others when it was looked at. It has other findings where one of its questions is answered
 * otherwise: so a file of which nothing is kept needn't be read again to know that it is as it was.
 */
export class Questions {
  readonly #asked = new Map<string, Asked>();

  /** The same imports; what is asked of them is noted. */
  noting(imports: Imports): Imports {
    return imports === NO_IMPORTS ? imports : this.#noting(imports, (of) => of, "");
  }

  /** Whether all that was asked would be answered as it was. */
  areAnsweredAlike(imports: Imports): boolean {
    for (const { ask, answer } of this.#asked.values()) if (inWords(ask(imports)) !== answer) return false;
    return true;
  }

  /**
   * @param reach where in other imports the same is asked
   * @param where tells the questions from those that are asked in another place
   */
  #noting(imports: Imports, reach: (of: Imports) => Imports | undefined, where: string): Imports {
    const note = <Answer>(name: string, given: readonly unknown[], ask: (of: Imports) => Answer): Answer => {
      const answer = ask(imports);
      const askAgain = (all: Imports): Answer | undefined => {
        const of = reach(all);
        return of === undefined ? undefined : ask(of);
      };
      this.#asked.set(`${where}${name} ${JSON.stringify(given)}`, { ask: askAgain, answer: inWords(answer) });
      return answer;
    };
    const knowsStars = note("knowsStars", [], (of) => of.knowsStars);
    note("further", [], (of) => of.further !== undefined);
    return {
      knowsStars,
      value: (reference) => note("value", [reference], (of) => of.value(reference)),
      hidesLibrary: (module) => note("hidesLibrary", [module], (of) => of.hidesLibrary(module)),
      starred: (module, name) => note("starred", [module, name], (of) => of.starred(module, name)),
      blockingPath: (reference, way, given) =>
        note("blockingPath", [reference, way, given], (of) => of.blockingPath(reference, way, given)),
      decorates: (reference, made) => note("decorates", [reference, made], (of) => of.decorates(reference, made)),
      derivedElsewhere: (path) => note("derivedElsewhere", [path], (of) => of.derivedElsewhere(path)),
      runsAlone: (path) => note("runsAlone", [path], (of) => of.runsAlone(path)),
      isStepped: (path) => note("isStepped", [path], (of) => of.isStepped(path)),
      schedules: (names) => note("schedules", [names], (of) => of.schedules(names)),
      coroutine: (reference) => note("coroutine", [reference], (of) => of.coroutine(reference)),
      givesCoroutine: (reference) => note("givesCoroutine", [reference], (of) => of.givesCoroutine(reference)),
      // Asked for fixes, and never for a finding.
      callersTell: (path) => imports.callersTell(path),
      usedElsewhere: (path) => imports.usedElsewhere(path),
      saidByTakers: (names, words) => imports.saidByTakers(names, words),
      leftOpen: (reference) => note("leftOpen", [reference], (of) => of.leftOpen(reference)),
      threadWrapper: (reference) => note("threadWrapper", [reference], (of) => of.threadWrapper(reference)),
      // Asked for fixes, and never for a finding.
      helpersAt: (reference) => imports.helpersAt(reference),
      boundToThread: (reference) => imports.boundToThread(reference),
      keepsTask: (reference) => imports.keepsTask(reference),
      asyncTwin: (reference) => note("asyncTwin", [reference], (of) => of.asyncTwin(reference)),
      derivesFrom: (reference, classes) =>
        note("derivesFrom", [reference, classes], (of) => of.derivesFrom(reference, classes)),
      makesTasks: (modules) => note("makesTasks", [modules], (of) => of.makesTasks(modules)),
      has: (module) => note("has", [module], (of) => of.has(module)),
      further:
        imports.further === undefined
          ? undefined
          : this.#noting(imports.further, (all) => reach(all)?.further, `${where}further `),
    };
  }
}

function inWords(answer: unknown): string {
  return JSON.stringify(answer) ?? "";
}

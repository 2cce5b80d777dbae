import { Analyzer } from "../../server/src/analysis/analyzer";
import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { applyEdits, editsOf } from "../../server/src/fixes/apply";
import type { Fix, Offer } from "../../server/src/fixes/fix";
import { RULES } from "../../server/src/rules/index";
import { ProjectCallers } from "../../server/src/workspace/project-callers";
import { offeredInProject, workOut } from "../../server/src/workspace/project-fix";
import { hostOf, nameOf, pathOf, workspaceOf } from "../project/in-memory";
import { open } from "../support/engine";
import { withCarets } from "../support/render";

/** The texts of a project by their paths from its root. */
type Texts = ReadonlyMap<string, string>;

/** What is found in the files of a project, each asked what the others say, as an editor and the command line do. */
export class ProjectUnderTest {
  readonly #analyzers: ReadonlyMap<string, Analyzer>;
  readonly #settings: Settings;

  constructor(
    readonly texts: Texts,
    settings: Partial<Settings>,
  ) {
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
    const workspace = workspaceOf(texts);
    const callers = new ProjectCallers(hostOf(texts), open);
    const analyzerOf = (name: string, text: string): Analyzer => {
      const file = pathOf(name);
      const imports = {
        ...workspace.importsOf(file),
        ...callers.answersFor(file, text),
      };
      return new Analyzer(open(text), RULES, this.#settings, undefined, imports);
    };
    this.#analyzers = new Map(
      [...texts].flatMap(([name, text]) => (name.endsWith(".py") ? [[name, analyzerOf(name, text)] as const] : [])),
    );
  }

  /** The findings of a rule, or of all, by their files. */
  findings(rule?: string): ReadonlyMap<string, readonly Diagnostic[]> {
    return new Map(
      [...this.#analyzers].map(([name, analyzer]) => [
        name,
        analyzer.diagnostics().filter((one) => rule === undefined || one.rule === rule),
      ]),
    );
  }

  /** How many findings each rule has in all files. */
  get counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { rule } of [...this.findings().values()].flat()) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return counts;
  }

  /** A file with carets under a rule's findings, behind each of which the steps in other files are named. */
  annotated(name: string, rule: string): string {
    const analyzer = this.#analyzers.get(name);
    const text = this.texts.get(name)!;
    if (analyzer === undefined) return text;
    const findings = this.findings(rule).get(name)!;
    const told = findings.map((finding) => ({
      ...finding,
      message: [finding.message, ...finding.elsewhere.map(placeOfStep)].join(" <- "),
    }));
    return withCarets(text, analyzer.document, told);
  }

  /** All that is offered for a rule's findings, with the file that each is asked in. */
  offered(rule: string): readonly { readonly name: string; readonly offer: Offer }[] {
    return [...this.#analyzers].flatMap(([name, analyzer]) =>
      analyzer
        .repairs(0, analyzer.document.length, (one) => one === rule)
        .flatMap(({ diagnostic, offers }) =>
          offeredInProject(offers).map((offer) => ({
            name,
            offer:
              offer.kind === "project fix"
                ? workOut(
                    offer,
                    { file: pathOf(name), ...diagnostic },
                    { host: hostOf(this.texts), open, settings: this.#settings },
                  )
                : offer,
          })),
        ),
    );
  }

  /** The files that a fix changes, as it leaves them. */
  changed(name: string, fix: Fix): Texts {
    const own = editsOf(this.#analyzers.get(name)!.module, fix);
    const changed = new Map(own.length === 0 ? [] : [[name, applyEdits(this.texts.get(name)!, own)]]);
    for (const { file, text, edits } of fix.elsewhere ?? []) changed.set(nameOf(file), applyEdits(text, edits));
    return changed;
  }

  /** The lines, from 1, by which a finding comes to what blocks, with their files: the finding's own first. */
  way(name: string, finding: Diagnostic): readonly string[] {
    const { document } = this.#analyzers.get(name)!;
    const here = [finding.start, ...finding.related.map(({ start }) => start)];
    return [
      ...here.map((start) => `${name}:${document.positionAt(start).line + 1}`),
      ...finding.elsewhere.map(placeOfStep),
    ];
  }
}

function placeOfStep({ uri, range }: Diagnostic["elsewhere"][number]): string {
  return `${nameOf(uri)}:${range.start.line + 1}`;
}

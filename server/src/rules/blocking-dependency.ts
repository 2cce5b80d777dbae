import type { ProjectContext, ProjectFinding, Rule } from "./contract";
import { changeDependency, type DependencyChange, hasComment } from "../config/change-dependency";
import type { PyProject } from "../config/pyproject";
import type { Requirement } from "../config/requirements";
import type { Fix } from "../fixes/fix";
import { type Counterparts, counterpartsOf, distributionOf } from "../model/library/counterparts";

export const blockingDependency: Rule = {
  name: "blocking-dependency",
  kinds: [],
  needs: [],
  check: () => undefined,
  checkProject(project, context) {
    const declared = project.requirements ?? [];
    return declared.flatMap((requirement, i) => {
      const library = counterpartsOf(requirement.name);
      // Who declares it in several groups is told of the first.
      if (library === undefined || declared.findIndex(({ name }) => name === requirement.name) < i) return [];
      const dependency = { requirement, library, project, declared: namesIn(project, context) };
      return stalling(dependency, context) ?? outlived(dependency, context) ?? [];
    });
  },
};

/** A declared library whose calls block. */
interface Dependency {
  readonly requirement: Requirement;
  readonly library: Counterparts;
  readonly project: PyProject;
  /** All that the project declares. */
  readonly declared: ReadonlySet<string>;
}

function namesIn({ requirements }: PyProject, { settings }: ProjectContext): ReadonlySet<string> {
  return new Set([...(requirements ?? []).map(({ name }) => name), ...(settings.dependencies ?? [])]);
}

/** Async code waits for it, and the project has nothing else for that. */
function stalling(dependency: Dependency, context: ProjectContext): ProjectFinding | undefined {
  const { requirement, library, declared } = dependency;
  const { name, start, end } = requirement;
  if (library.twins.some((twin) => declared.has(distributionOf(twin)))) return undefined;
  const place = context.uses.stalledBy(library.module);
  if (place === undefined) return undefined;
  const twin = distributionOf(clientFor(library, context));
  return {
    start,
    end,
    message: `${name} keeps the event loop waiting in ${place.file}, line ${place.range.start.line + 1}; ${twin}, which would not, isn't declared`,
    elsewhere: [{ uri: place.uri, range: place.range, message: place.message }],
    fixes: () =>
      fixOf(
        dependency,
        { kind: "add", name: twin },
        {
          title: `Add ${twin} beside it`,
          annotation: `${twin} has to be installed, and the calls of ${name} are still to be moved to it`,
          differs: `${twin} must be installed`,
        },
      ),
  };
}

/** What the code uses already, what the settings want, or what is best. */
function clientFor({ twins, isHttpClient }: Counterparts, { settings, uses }: ProjectContext): string {
  const wanted = isHttpClient ? twins.find((twin) => twin === settings.httpClient) : undefined;
  return wanted ?? twins.find((twin) => uses.imports(twin) === true) ?? twins[0]!;
}

/**
 * Nobody imports it any more, and an async client is used in its place. A driver of a database is often found by its
 * name alone.
 */
function outlived(dependency: Dependency, { uses }: ProjectContext): ProjectFinding | undefined {
  const { requirement, library, project, declared } = dependency;
  const { name, group, start, end } = requirement;
  // What a program is tested with, or offers besides, may be for others to import; a comment may say what for.
  const isOfProgram = group === "project.dependencies" || group === "tool.poetry.dependencies";
  if (!library.isHttpClient || !isOfProgram || hasComment(project.file, requirement)) return undefined;
  // Its plugins ask for it.
  if ([...declared].some((other) => other.startsWith(`${name}-`)) || uses.says(library.module) !== false)
    return undefined;
  const twin = library.twins.find((one) => uses.imports(one) === true);
  if (twin === undefined) return undefined;
  const distribution = distributionOf(twin);
  const isDeclared = declared.has(distribution);
  return {
    start,
    end,
    severity: "hint",
    unnecessary: true,
    message: `No Python file names ${library.module} any more; ${isDeclared ? `${distribution} has taken its place` : `${distribution}, which is imported, isn't declared`}`,
    fixes: () =>
      fixOf(dependency, isDeclared ? { kind: "remove" } : { kind: "replace", name: distribution }, {
        title: isDeclared ? `Remove ${name}` : `Replace it with ${distribution}`,
        annotation: `Whatever isn't Python here, or relies on ${name} without naming it, no longer gets it`,
        differs: `${name} may go missing`,
      }),
  };
}

function fixOf(
  { requirement, project }: Dependency,
  change: DependencyChange,
  said: Pick<Fix, "title" | "annotation" | "differs">,
): readonly Fix[] {
  const edits = changeDependency(project.file, requirement, change);
  return edits === undefined ? [] : [{ kind: "fix", ...said, applicability: "unsafe", edits, needs: [] }];
}

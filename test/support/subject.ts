import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import { parseTOML } from "toml-eslint-parser";
import { TextDocument } from "vscode-languageserver-textdocument";
import { expect } from "vitest";
import type { Rule } from "../../server/src/rules/contract";
import { checkPyProject, NO_USES } from "../../server/src/analysis/project-check";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { applyEdits, areDisjoint, editsOf } from "../../server/src/fixes/apply";
import type { Fix, Offer, Remedy, TextEdit } from "../../server/src/fixes/fix";
import { readPyProject } from "../../server/src/config/pyproject";
import { RULES } from "../../server/src/rules/index";
import type { Position } from "../../server/src/syntax/places";
import { offeredInProject, workOut } from "../../server/src/workspace/project-fix";
import { UsesInFiles } from "../../server/src/workspace/project-uses";
import { hostOf, pathOf, placeOf } from "../project/in-memory";
import { analyze, diagnoseEverything, open } from "./engine";

export interface Offered {
  readonly diagnostic: Diagnostic;
  readonly offer: Offer;
}

export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A text under test: Python, or a pyproject.toml. */
export interface Subject {
  readonly text: string;
  readonly findings: readonly Diagnostic[];
  /** Also the findings that keep silent beside a more specific one. */
  readonly everything: readonly Diagnostic[];
  readonly comments: readonly Comment[];
  readonly positionAt: (offset: number) => Position;
  /** Everything that is offered for a rule's findings, in order. */
  readonly offered: (rule: string) => readonly Offered[];
  readonly edit: (fix: Fix) => string;
}

/** @param files the others of a pyproject.toml's project, by their paths */
export function subject(
  language: string,
  text: string,
  settings: Partial<Settings>,
  {
    rules = RULES,
    files = new Map(),
  }: { readonly rules?: readonly Rule[]; readonly files?: ReadonlyMap<string, string> } = {},
): Subject {
  return language === "toml" ? pyproject(text, settings, files) : python(text, settings, rules);
}

function python(text: string, settings: Partial<Settings>, rules: readonly Rule[]): Subject {
  const analyzer = analyze(text, settings, rules);
  const { document } = analyzer;
  return {
    text,
    findings: analyzer.diagnostics(),
    everything: diagnoseEverything(text, settings),
    comments: document.segments.flatMap((segment) =>
      [...segment.tree.root.descendants("comment")].map((comment) => ({
        text: comment.text,
        start: document.offsetOf(segment) + comment.start,
        end: document.offsetOf(segment) + comment.end,
      })),
    ),
    positionAt: (offset) => document.positionAt(offset),
    offered: (rule) =>
      analyzer
        .repairs(0, document.length, (name) => name === rule)
        .flatMap(({ diagnostic, offers }) =>
          offeredInProject(offers).map((offer) => ({
            diagnostic,
            offer: workedOut(offer, diagnostic, text, settings),
          })),
        ),
    edit: (fix) => applied(text, fix, editsOf(analyzer.module, fix)),
  };
}

function pyproject(text: string, given: Partial<Settings>, files: ReadonlyMap<string, string>): Subject {
  const project = readPyProject(text);
  const settings = { ...DEFAULT_SETTINGS, ...given };
  const uses = files.size === 0 ? NO_USES : new UsesInFiles(project, settings, placeOf("pyproject.toml", files));
  const found = checkPyProject(project, RULES, { settings, uses });
  const document = TextDocument.create("file:///pyproject.toml", "toml", 0, text);
  return {
    text,
    findings: found.map(({ diagnostic }) => diagnostic),
    everything: found.map(({ diagnostic }) => diagnostic),
    comments:
      project.problem !== undefined
        ? []
        : parseTOML(text).comments.map((comment) => ({
            text: `#${comment.value}`,
            start: comment.range[0],
            end: comment.range[1],
          })),
    positionAt: (offset) => document.positionAt(offset),
    offered: (rule) =>
      found
        .filter(({ diagnostic }) => diagnostic.rule === rule)
        .flatMap(({ diagnostic, offers }) =>
          offers().map((offer) => ({ diagnostic, offer: workedOut(offer, diagnostic, text, settings) })),
        ),
    edit: (fix) => applied(text, fix, fix.edits),
  };
}

/** What comes of an offer where the text is the only file of its project. */
function workedOut(offer: Remedy, { start, end }: Diagnostic, text: string, settings: Partial<Settings>): Offer {
  if (offer.kind !== "project fix") return offer;
  const host = hostOf(new Map([["app.py", text]]));
  return workOut(
    offer,
    { file: pathOf("app.py"), start, end },
    { host, open, settings: { ...DEFAULT_SETTINGS, ...settings } },
  );
}

function applied(text: string, fix: Fix, edits: readonly TextEdit[]): string {
  expect(areDisjoint(edits), `edits of "${fix.title}" overlap`).toBe(true);
  return applyEdits(text, edits);
}

import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import type { Finding, Rule } from "../../server/src/rules/contract";
import { Analyzer } from "../../server/src/analysis/analyzer";
import { DEFAULT_SETTINGS, type Settings } from "../../server/src/config/settings";
import { RULES } from "../../server/src/rules/index";
import { PythonDocument } from "../../server/src/syntax/document";
import { PythonParser } from "../../server/src/syntax/parser";

const require = createRequire(import.meta.url);

/** One parser for the whole test file. */
export const parser = await PythonParser.load({
  runtime: fs.readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
  grammar: fs.readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
});

export function open(text: string): PythonDocument {
  return new PythonDocument(parser, text);
}

export function analyze(text: string, settings: Partial<Settings> = {}, rules: readonly Rule[] = RULES): Analyzer {
  return new Analyzer(open(text), rules, { ...DEFAULT_SETTINGS, ...settings });
}

/**
 * As `analyze`, with each finding told by itself though several may be one act: for what asks something of each fix.
 */
export function analyzeEach(text: string, settings: Partial<Settings> = {}): Analyzer {
  return analyze(text, settings, EACH);
}

export function diagnose(text: string, settings: Partial<Settings> = {}): readonly Diagnostic[] {
  return analyze(text, settings).diagnostics();
}

/** The rules, none of whose findings is a part of an act. */
const EACH = RULES.map((rule): Rule => ({ ...rule, check: (node, context) => eachApart(rule.check(node, context)) }));

function eachApart(found: ReturnType<Rule["check"]>): ReturnType<Rule["check"]> {
  const each = found === undefined ? [] : Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  return each.map((finding) => {
    const { act, ...apart } = finding;
    return act === undefined ? finding : apart;
  });
}

/** Every rule, none of which keeps silent because another says more. */
const UNYIELDING = EACH.map((rule): Rule => ({ ...rule, yieldsTo: [] }));

/** All findings, also those that keep silent beside a more specific one. */
export function diagnoseEverything(text: string, settings: Partial<Settings> = {}): readonly Diagnostic[] {
  return new Analyzer(open(text), UNYIELDING, { ...DEFAULT_SETTINGS, ...settings }).diagnostics();
}

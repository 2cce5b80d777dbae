import type { CodeAction, Command, TextDocument } from "vscode";
import type { Middleware } from "vscode-languageclient";
import { wholeOrNone } from "./cancellation";

interface Origin {
  readonly document: TextDocument;
  readonly version: number;
}

/** How long an edit that was worked out may take to be applied, in milliseconds. */
const APPLIED_WITHIN = 500;

/**
 * Drops code actions whose text has changed while the server was at work. The protocol's versions do not survive the
 * way into VS Code, which takes every edit for one of the text as it is when the answer arrives.
 */
export function freshCodeActions(): Pick<Middleware, "provideCodeActions" | "resolveCodeAction"> {
  const origins = new WeakMap<CodeAction | Command, Origin>();
  const handedOut = new WeakMap<TextDocument, { readonly version: number; readonly at: number }>();
  // Of two edits for the same text the second would meet what the first has made of it.
  const isFirst = ({ document, version }: Origin): boolean => {
    const before = handedOut.get(document);
    if (before?.version === version && Date.now() - before.at < APPLIED_WITHIN) return false;
    handedOut.set(document, { version, at: Date.now() });
    return true;
  };
  const isFresh = ({ document, version }: Origin): boolean => document.version === version;
  return {
    provideCodeActions: async (document, range, context, token, next) => {
      const origin = { document, version: document.version };
      const actions = wholeOrNone(await next(document, range, context, token), token);
      if (!isFresh(origin)) return [];
      for (const action of actions ?? []) origins.set(action, origin);
      return actions;
    },
    resolveCodeAction: async (action, token, next) => {
      const resolved = wholeOrNone(await next(action, token), token);
      const origin = origins.get(action);
      return origin === undefined || (isFresh(origin) && isFirst(origin)) ? resolved : action;
    },
  };
}

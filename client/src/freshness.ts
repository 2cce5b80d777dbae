import type { CodeAction, Command, TextDocument } from "vscode";
import type { Middleware } from "vscode-languageclient";

interface Origin {
  readonly document: TextDocument;
  readonly version: number;
}

/**
 * Drops code actions whose text has changed while the server was at work. The protocol's versions do not survive the
 * way into VS Code, which takes every edit for one of the text as it is when the answer arrives.
 */
export function freshCodeActions(): Pick<Middleware, "provideCodeActions" | "resolveCodeAction"> {
  const origins = new WeakMap<CodeAction | Command, Origin>();
  const isFresh = ({ document, version }: Origin): boolean => document.version === version;
  return {
    provideCodeActions: async (document, range, context, token, next) => {
      const origin = { document, version: document.version };
      const actions = await next(document, range, context, token);
      if (!isFresh(origin)) return [];
      for (const action of actions ?? []) origins.set(action, origin);
      return actions;
    },
    resolveCodeAction: async (action, token, next) => {
      const resolved = await next(action, token);
      const origin = origins.get(action);
      return origin === undefined || isFresh(origin) ? resolved : action;
    },
  };
}

import { type Connection, type Disposable, SemanticTokensRegistrationType } from "vscode-languageserver";
import type { ClientFeatures } from "./features";
import type { Log } from "./log";

/** The kinds of tokens that are told, and what is said of them. */
export const SEMANTIC_TOKENS = {
  legend: { tokenTypes: ["function", "method"], tokenModifiers: ["blocking"] },
  full: true,
};

/**
 * Tells a client that tokens come, for as long as the settings of a document want them: one that isn't told takes them
 * of others.
 */
export class TokensRegistration {
  #registered: Promise<Disposable> | undefined;

  constructor(
    readonly connection: Connection,
    readonly features: ClientFeatures,
    readonly log: Log,
  ) {}

  /** To be called when settings are others. */
  update(documents: Iterable<{ readonly isHighlighted: boolean }>): void {
    if (!this.features.registersSemanticTokens) return;
    const wanted = [...documents].some(({ isHighlighted }) => isHighlighted);
    const before = this.#registered;
    if (wanted === (before !== undefined)) return;
    this.#registered = wanted ? this.#register() : undefined;
    before?.then((one) => one.dispose()).catch((error: unknown) => this.#refused(error));
  }

  #register(): Promise<Disposable> {
    const registered = this.connection.client.register(SemanticTokensRegistrationType.type, {
      documentSelector: null,
      ...SEMANTIC_TOKENS,
    });
    registered.catch((error: unknown) => this.#refused(error));
    return registered;
  }

  #refused(error: unknown): void {
    this.log.error("The client refused a registration", error);
  }
}

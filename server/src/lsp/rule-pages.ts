import type { Host } from "./host";

/** Where clients find the pages of rules. */
export class RulePages {
  readonly #given: GivenPages;
  readonly #shipped: Host["rulePage"];

  /**
   * @param given `initializationOptions.rulePages`: an address, or what a client does in several places; `{rule}` in it
   * stands for the rule's name
   */
  constructor(given: unknown, shipped: Host["rulePage"]) {
    this.#given = readGiven(given);
    this.#shipped = shipped;
  }

  /**
   * What a finding's code leads to: the client's address, or the page that ships with the server; undefined where there
   * is neither.
   */
  addressOf(rule: string): string | undefined {
    const { address } = this.#given;
    return address === undefined ? this.#shipped?.(rule) : filledIn(address, rule);
  }

  /** The same for Markdown that the client shows, where it follows other addresses. */
  linkOf(rule: string): string | undefined {
    const { link } = this.#given;
    return link === undefined ? this.addressOf(rule) : filledIn(link, rule);
  }

  /**
   * The client's command that shows a page, given the rule's name and, where there is one, the sentence of it that is
   * looked for.
   */
  get command(): string | undefined {
    return this.#given.command;
  }
}

interface GivenPages {
  readonly address?: string;
  readonly link?: string;
  readonly command?: string;
}

function readGiven(given: unknown): GivenPages {
  if (typeof given === "string") return { address: given };
  if (typeof given !== "object" || given === null) return {};
  const values = given as Readonly<Record<string, unknown>>;
  const said = (["address", "link", "command"] as const).filter((name) => typeof values[name] === "string");
  return Object.fromEntries(said.map((name) => [name, values[name]]));
}

function filledIn(address: string, rule: string): string {
  return address.replaceAll("{rule}", rule);
}

import type { ConfigurationStore } from "./configuration";
import type { OpenDocument } from "./document";
import type { Log } from "./log";
import { queueTaken } from "./schedule";

interface Round {
  readonly documents: Set<OpenDocument>;
  readonly done: Promise<void>;
}

/**
 * Asks what holds for documents, in rounds: one at a time, and for all that were named until it began. However many
 * notifications say that something has changed, the client and the disk are asked by the round, not by the
 * notification.
 */
export class Configuring {
  readonly #configurations: ConfigurationStore;
  readonly #log: Log;
  readonly #onChange: (changed: readonly OpenDocument[]) => void;
  /** The round that has not begun. */
  #next: Round | undefined;
  #last: Promise<void> = Promise.resolve();

  /** @param onChange told, at the end of a round, for which documents something else holds than before */
  constructor(configurations: ConfigurationStore, log: Log, onChange: (changed: readonly OpenDocument[]) => void) {
    this.#configurations = configurations;
    this.#log = log;
    this.#onChange = onChange;
  }

  /** Fulfilled once the documents go by what holds now; till then they stay as they are. */
  ask(documents: Iterable<OpenDocument>): Promise<void> {
    this.#next ??= this.#prepare();
    for (const document of documents) this.#next.documents.add(document);
    return this.#next.done;
  }

  #prepare(): Round {
    const documents = new Set<OpenDocument>();
    const done = this.#run(documents, this.#last);
    this.#last = done;
    return { documents, done };
  }

  async #run(named: ReadonlySet<OpenDocument>, previous: Promise<void>): Promise<void> {
    await previous;
    await queueTaken();
    this.#next = undefined;
    const documents = [...named];
    try {
      const found = await this.#configurations.of(documents.map(({ uri }) => uri));
      const changed = documents.filter((document, index) => document.configure(found[index]!));
      if (changed.length > 0) this.#onChange(changed);
    } catch (error) {
      this.#log.error("The settings are not known", error);
    }
  }
}

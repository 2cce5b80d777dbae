import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";

/** How a language server is started. */
export interface ServerCommand {
  /** What the tables call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly initializationOptions?: unknown;
}

/** An answer, and when its last byte had come (`performance.now()`): reading it is the client's time. */
export interface Answer<Result> {
  readonly result: Result;
  readonly at: number;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Change {
  readonly range: Range;
  readonly text: string;
}

export interface Diagnostic {
  readonly range: Range;
  readonly code?: string | number | null;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Heard = (message: Message, at: number) => void;

const HEADER_END = "\r\n\r\n";

/** A client that does as little as a client can, so that what is measured is the server. */
export class LspClient {
  readonly #process: ChildProcess;
  readonly #answers = new Map<number, Heard>();
  readonly #notifications = new Map<string, Heard>();
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor(readonly server: ServerCommand) {
    this.#process = spawn(server.command, server.args, {
      env: { ...process.env, ...server.env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#process.stdout!.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.once("exit", () => {
      for (const answer of this.#answers.values()) answer({ error: { message: `${server.name} has ended` } }, 0);
    });
  }

  /** Starts a server, to which diagnostics are pulled from as VS Code does, or which pushes them. */
  static async start(server: ServerCommand, folder: string, diagnostics: "pulled" | "pushed"): Promise<LspClient> {
    const client = new LspClient(server);
    const uri = `file://${folder}`;
    await client.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "bench" }],
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: { versionSupport: true, relatedInformation: true, codeDescriptionSupport: true },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
            dataSupport: true,
            resolveSupport: { properties: ["edit"] },
          },
          ...(diagnostics === "pulled" ? { diagnostic: {} } : {}),
        },
      },
      initializationOptions: server.initializationOptions,
    });
    client.notify("initialized", {});
    return client;
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  request<Result>(method: string, params: unknown): Promise<Answer<Result>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }, at) => {
        this.#answers.delete(id);
        if (error === undefined) resolve({ result: result as Result, at });
        else reject(new Error(`${this.server.name}: ${method}: ${error.message}`));
      });
      this.#send({ id, method, params });
    });
  }

  /** The next notification of a kind. */
  notified<Params>(method: string): Promise<Answer<Params>> {
    return new Promise((resolve) => {
      this.#notifications.set(method, ({ params }, at) => {
        this.#notifications.delete(method);
        resolve({ result: params as Params, at });
      });
    });
  }

  /** Every notification of a kind from now on. */
  each<Params>(method: string, heard: (answer: Answer<Params>) => void): void {
    this.#notifications.set(method, ({ params }, at) => heard({ result: params as Params, at }));
  }

  /** Bytes of memory that the server holds, and the most that it held; undefined where the system doesn't tell. */
  memory(): { readonly now: number; readonly most: number } | undefined {
    try {
      const status = fs.readFileSync(`/proc/${this.#process.pid}/status`, "utf8");
      const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
      return { now: kilobytes("VmRSS") * 1024, most: kilobytes("VmHWM") * 1024 };
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => {
      this.#process.once("exit", resolve);
    });
    await this.request("shutdown", null);
    this.notify("exit", null);
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), 2000);
    await exited;
    clearTimeout(timer);
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#process.stdin!.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}${HEADER_END}`), body]));
  }

  #receive(chunk: Buffer): void {
    const at = performance.now();
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    for (;;) {
      const header = this.#received.indexOf(HEADER_END);
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString("latin1", 0, header))?.[1]);
      const begin = header + HEADER_END.length;
      if (this.#received.length < begin + length) return;
      const message = JSON.parse(this.#received.toString("utf8", begin, begin + length)) as Message;
      this.#received = this.#received.subarray(begin + length);
      this.#hear(message, at);
    }
  }

  #hear(message: Message, at: number): void {
    const { id, method } = message;
    if (method === undefined) {
      if (id !== undefined) this.#answers.get(id)?.(message, at);
    } else if (id === undefined) this.#notifications.get(method)?.(message, at);
    else this.#answerServer(id, method, message.params);
  }

  /** Settings are asked for in lists; nothing else that servers ask matters here. */
  #answerServer(id: number, method: string, params: unknown): void {
    const items =
      method === "workspace/configuration"
        ? ((params as { readonly items?: readonly unknown[] }).items ?? [])
        : undefined;
    this.#send({ id, result: items?.map(() => null) ?? null });
  }
}

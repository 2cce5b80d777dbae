/** More than any editor says in a header. */
const MOST_HEADER = 8192;
/** More than a message can hold whose text a string can hold. */
const MOST_CONTENT = 512 * 1024 * 1024;

const END_OF_HEADER = "\r\n\r\n";

/**
 * Follows the frames of a stream of messages (`Content-Length: N`, an empty line, N bytes), and finds where they can't
 * be followed any more. Behind such a place no message can be told from another: who goes on reading waits for ever.
 */
export class Framing {
  /** What has come of a header; undefined within a message. */
  #header = "";
  /** Bytes of the message that are still to come. */
  #missing = 0;

  /** Takes the next bytes; returns what is wrong with the frame in them. */
  read(bytes: Buffer): string | undefined {
    for (let at = 0; at < bytes.length;) {
      if (this.#missing > 0) {
        const part = Math.min(this.#missing, bytes.length - at);
        this.#missing -= part;
        at += part;
        continue;
      }
      const before = this.#header.length;
      this.#header += bytes.toString("latin1", at, at + MOST_HEADER + END_OF_HEADER.length);
      const end = this.#header.indexOf(END_OF_HEADER, Math.max(0, before - END_OF_HEADER.length));
      if (end < 0) {
        return this.#header.length > MOST_HEADER ? "a header without an end" : undefined;
      }
      const length = contentLength(this.#header.slice(0, end));
      if (typeof length === "string") return length;
      at += end + END_OF_HEADER.length - before;
      this.#header = "";
      this.#missing = length;
    }
    return undefined;
  }
}

/** The length that a header gives, or what is wrong with it. */
function contentLength(header: string): number | string {
  const lines = header.split("\r\n");
  const stray = lines.find((line) => !line.includes(":"));
  if (stray !== undefined) return `a line in a header that is none: ${JSON.stringify(stray.slice(0, 100))}`;
  const value = lines.findLast((line) => /^content-length\s*:/i.test(line));
  if (value === undefined) return "a header without Content-Length";
  const digits = value.slice(value.indexOf(":") + 1).trim();
  if (!/^\d+$/.test(digits)) return `a Content-Length that is no number: ${JSON.stringify(digits.slice(0, 100))}`;
  const length = Number(digits);
  return length > MOST_CONTENT ? `a Content-Length of ${digits} bytes` : length;
}

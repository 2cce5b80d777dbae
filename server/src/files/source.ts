import { readRegularFile } from "./read";

export type Encoding = "utf-8" | "latin-1";

/** A file's text, with all that writing it back the same way needs. */
export interface Source {
  readonly text: string;
  readonly encoding: Encoding;
  /** The byte order mark that stood before the text, or nothing. */
  readonly mark: string;
  readonly bytes: Uint8Array;
}

const MARK = "\uFEFF";
/** PEP 263: a comment in the first two lines, with nothing but blank space or another comment before it. */
const COOKIE = /^(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\n|\r(?!\n)))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/;

/** @throws with a plain reason where the file can't be read as text */
export function readSource(file: string, limit: number): Source {
  return decodeSource(readRegularFile(file, limit));
}

/** @throws with a plain reason where the bytes are no text in the encoding that they name */
export function decodeSource(bytes: Uint8Array): Source {
  const encoding = encodingOf(bytes);
  if (encoding === "latin-1") return { text: Buffer.from(bytes).toString("latin1"), encoding, mark: "", bytes };
  const text = decodeUtf8(bytes);
  return text.startsWith(MARK)
    ? { text: text.slice(1), encoding, mark: MARK, bytes }
    : { text, encoding, mark: "", bytes };
}

/** @throws where the text holds a character that the file's encoding has not */
export function encodeSource(text: string, { encoding, mark }: Pick<Source, "encoding" | "mark">): Uint8Array {
  if (encoding === "utf-8") return Buffer.from(mark + text, "utf8");
  const bytes = Buffer.from(text, "latin1");
  if (bytes.toString("latin1") !== text) throw new Error("the fixed text can't be written in latin-1");
  return bytes;
}

function encodingOf(bytes: Uint8Array): Encoding {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString("latin1");
  const name = COOKIE.exec(head.replace(/^\xEF\xBB\xBF/, ""))?.[1];
  const encoding = name?.toLowerCase().replaceAll("_", "-") ?? "utf-8";
  if (/^(?:utf-?8(?:-.*)?|u8|(?:us-)?ascii)$/.test(encoding)) return "utf-8";
  if (/^(?:latin-?1|iso-?8859-1|l1)(?:-.*)?$/.test(encoding)) return "latin-1";
  throw new Error(`the encoding ${name} is not supported: only UTF-8 and latin-1 are`);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(
      `not UTF-8: byte ${firstBadByte(bytes)} begins no character, and no comment names another encoding`,
    );
  }
}

/** Counts from 0. */
function firstBadByte(bytes: Uint8Array): number {
  const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  for (let at = 0, i = 0; i < decoded.length; i++) {
    const char = decoded.codePointAt(i)!;
    const isReal = char !== 0xfffd || (bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);
    if (!isReal) return at;
    at += char < 0x80 ? 1 : char < 0x800 ? 2 : char < 0x10000 ? 3 : 4;
    if (char > 0xffff) i++;
  }
  return 0;
}

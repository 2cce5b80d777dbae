import { classes, functions } from "./define";
import type { Library, Row, Timeout } from "./row";

const LIBRARY = "https://docs.python.org/3/library";
const PARAMIKO = "https://docs.paramiko.org/en/stable/api/client.html";
const WEBSOCKET = "https://websocket-client.readthedocs.io/en/latest/core.html";

/** Sockets of the standard library wait for ever, unless `socket.setdefaulttimeout` says otherwise. */
const SOCKET_TIMEOUT: Timeout = { parameter: "timeout", default: "forever", globallyBy: "socket.setdefaulttimeout" };

const socketRows: readonly Row[] = [
  ...functions("socket", "create_connection", { parameters: ["address", "timeout", "source_address"], returns: "socket.socket", waitsFor: "the connection", timeout: SOCKET_TIMEOUT, source: `${LIBRARY}/socket.html` }),
  ...functions("socket", "setdefaulttimeout", { parameters: ["timeout"], source: `${LIBRARY}/socket.html` }),
  ...functions("ssl", "get_server_certificate", { parameters: ["addr", "ssl_version", "ca_certs", "timeout"], waitsFor: "the server", timeout: { ...SOCKET_TIMEOUT, since: [3, 10] }, source: `${LIBRARY}/ssl.html` }),
];

/** Clients that connect when they are made and keep the limit for all that they do. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  "smtplib.SMTP": ["host", "port", "local_hostname", "timeout", "source_address"],
  "smtplib.LMTP": ["host", "port", "local_hostname", "source_address", "timeout"],
  "ftplib.FTP": ["host", "user", "passwd", "acct", "timeout", "source_address"],
  "poplib.POP3": ["host", "port", "timeout"],
  "imaplib.IMAP4": ["host", "port", "timeout"],
  "telnetlib.Telnet": ["host", "port", "timeout"],
  "nntplib.NNTP": ["host", "port", "user", "password", "readermode", "usenetrc", "timeout"],
};

/** Those whose positions changed from one Python to another: only the first ones are sure. */
const TLS_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  "smtplib.SMTP_SSL": ["host", "port", "local_hostname"],
  "ftplib.FTP_TLS": ["host", "user", "passwd", "acct"],
  "poplib.POP3_SSL": ["host", "port"],
  "imaplib.IMAP4_SSL": ["host", "port"],
  "nntplib.NNTP_SSL": ["host", "port", "user", "password", "ssl_context", "readermode", "usenetrc", "timeout"],
};

/** What ends the connection of a client. */
const CLOSED_BY: Readonly<Record<string, string>> = { smtplib: "quit", ftplib: "quit", poplib: "quit", imaplib: "logout", telnetlib: "close", nntplib: "quit" };

const clientRows: readonly Row[] = Object.entries({ ...CLIENTS, ...TLS_CLIENTS }).map(([name, parameters]): Row => {
  const module = name.split(".")[0]!;
  const base = Object.keys(CLIENTS).find((other) => other !== name && name.startsWith(`${other}_`));
  return {
    name,
    is: "class",
    parameters,
    waitsFor: "the server",
    closedBy: CLOSED_BY[module]!,
    // Made without a host, they connect later, by a method that takes a timeout of its own.
    timeout: module === "ftplib" || module === "telnetlib" ? { ...SOCKET_TIMEOUT, needs: "host" } : module === "imaplib" ? { ...SOCKET_TIMEOUT, since: [3, 9] } : SOCKET_TIMEOUT,
    ...(base === undefined ? {} : { bases: [base] }),
    source: `${LIBRARY}/${module}.html#${name}`,
  };
});

const otherRows: readonly Row[] = [
  ...classes("paramiko", "SSHClient", { parameters: [], closedBy: "close", source: PARAMIKO }),
  ...functions("paramiko.SSHClient", "connect", { parameters: ["hostname", "port", "username", "password", "pkey", "key_filename", "timeout"], waitsFor: "the server", timeout: { parameter: "timeout", default: "forever", notWith: ["sock"] }, source: PARAMIKO }),
  ...functions("websocket", "create_connection", { parameters: ["url", "timeout"], returns: "websocket.WebSocket", waitsFor: "the server", timeout: { parameter: "timeout", default: "forever", globallyBy: "websocket.setdefaulttimeout" }, source: WEBSOCKET }),
  ...functions("websocket", "setdefaulttimeout", { parameters: ["timeout"], source: WEBSOCKET }),
];

export const networkRows: Library = {
  rows: [...socketRows, ...clientRows, ...otherRows],
  aliases: { "paramiko.client.SSHClient": "paramiko.SSHClient", "_socket": "socket" },
};

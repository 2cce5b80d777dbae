import { classes, functions } from "./define";
import type { Library, Row, Timeout } from "./row";

const LIBRARY = "https://docs.python.org/3/library";
const PARAMIKO = "https://docs.paramiko.org/en/stable/api/client.html";
const WEBSOCKET = "https://websocket-client.readthedocs.io/en/latest/core.html";

/** Sockets of the standard library wait for ever, unless `socket.setdefaulttimeout` says otherwise. */
const SOCKET_TIMEOUT: Timeout = { parameter: "timeout", default: "forever", globallyBy: "socket.setdefaulttimeout" };

const socketRows: readonly Row[] = [
  ...functions("socket", "create_connection", {
    blocks: "network",
    twins: ["asyncio.open_connection"],
    parameters: ["address", "timeout", "source_address"],
    returns: "socket.socket",
    waitsFor: "the connection",
    timeout: SOCKET_TIMEOUT,
    source: `${LIBRARY}/socket.html`,
  }),
  ...functions("socket", "setdefaulttimeout", { parameters: ["timeout"], source: `${LIBRARY}/socket.html` }),
  ...functions("ssl", "get_server_certificate", {
    blocks: "network",
    parameters: ["addr", "ssl_version", "ca_certs", "timeout"],
    waitsFor: "the server",
    timeout: { ...SOCKET_TIMEOUT, since: [3, 10] },
    source: `${LIBRARY}/ssl.html`,
  }),
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
const CLOSED_BY: Readonly<Record<string, string>> = {
  smtplib: "quit",
  ftplib: "quit",
  poplib: "quit",
  imaplib: "logout",
  telnetlib: "close",
  nntplib: "quit",
};

/** Their async counterparts. */
const TWINS: Readonly<Record<string, string>> = {
  smtplib: "aiosmtplib.SMTP",
  ftplib: "aioftp.Client",
  imaplib: "aioimaplib.IMAP4",
  telnetlib: "telnetlib3.open_connection",
};

/** What their clients do that goes to the server and back. */
const METHODS: Readonly<Record<string, string>> = {
  "smtplib.SMTP": "connect ehlo helo starttls login sendmail send_message noop quit rset verify",
  "ftplib.FTP":
    "connect login retrbinary retrlines storbinary storlines nlst mlsd dir cwd pwd mkd rmd rename delete size sendcmd voidcmd quit",
  "poplib.POP3": "user pass_ stat list retr dele top uidl noop quit stls",
  "imaplib.IMAP4":
    "login authenticate select search fetch store append copy uid list lsub create delete expunge noop starttls close logout",
  "telnetlib.Telnet": "read_until read_all expect interact write",
};

const methodRows: readonly Row[] = [
  ...Object.entries(METHODS).flatMap(([name, methods]) => {
    const module = name.split(".")[0]!;
    return functions(name, methods, {
      blocks: "network",
      waitsFor: "the server",
      ...(TWINS[module] === undefined ? {} : { twins: [TWINS[module]] }),
      source: `${LIBRARY}/${module}.html`,
    });
  }),
  ...functions("socket", "getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr getfqdn getnameinfo", {
    blocks: "network",
    waitsFor: "the name server",
    twins: ["asyncio.AbstractEventLoop.getaddrinfo"],
    source: `${LIBRARY}/socket.html`,
  }),
  ...classes("socket", "socket", { source: `${LIBRARY}/socket.html` }),
  ...functions(
    "socket.socket",
    "accept connect connect_ex recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into send sendall sendto sendmsg sendfile makefile",
    {
      blocks: "network",
      waitsFor: "the other side",
      source: `${LIBRARY}/socket.html`,
    },
  ),
  ...classes("ssl", "SSLContext SSLSocket", { source: `${LIBRARY}/ssl.html` }),
  ...functions("ssl.SSLContext", "wrap_socket", { returns: "ssl.SSLSocket", source: `${LIBRARY}/ssl.html` }),
  // Certificates are files, also those of the system's that are trusted when no others are given.
  ...functions("ssl", "create_default_context", {
    blocks: "filesystem",
    waitsFor: "the disk",
    notWith: ["cadata"],
    // Who serves asks nobody for a certificate, and so trusts none until he is told to.
    parameters: ["purpose"],
    nothingFor: { parameter: "purpose", is: "ssl.Purpose.CLIENT_AUTH", unless: ["cafile", "capath"] },
    returns: "ssl.SSLContext",
    source: `${LIBRARY}/ssl.html`,
  }),
  // A certificate and its key are a few kB; what is trusted are all of a system's.
  ...functions("ssl.SSLContext", "load_cert_chain", {
    blocks: "filesystem",
    brief: true,
    waitsFor: "the disk",
    source: `${LIBRARY}/ssl.html`,
  }),
  ...functions("ssl.SSLContext", "load_verify_locations load_default_certs set_default_verify_paths", {
    blocks: "filesystem",
    waitsFor: "the disk",
    notWith: ["cadata"],
    source: `${LIBRARY}/ssl.html`,
  }),
  ...functions("ssl.SSLSocket", "accept connect do_handshake read recv recv_into recvfrom send sendall sendto write", {
    blocks: "network",
    waitsFor: "the other side",
    source: `${LIBRARY}/ssl.html`,
  }),
];

/** RFC 5321, 4.5.3.2: who gives up sooner, once the mail was sent, sends it again. */
const SMTP_PATIENCE = 300;

const clientRows: readonly Row[] = Object.entries({ ...CLIENTS, ...TLS_CLIENTS }).map(([name, parameters]): Row => {
  const module = name.split(".")[0]!;
  const base = Object.keys(CLIENTS).find((other) => other !== name && name.startsWith(`${other}_`));
  return {
    name,
    kind: "class",
    parameters,
    blocks: "network",
    waitsFor: "the server",
    ...(TWINS[module] === undefined ? {} : { twins: [TWINS[module]] }),
    closedBy: CLOSED_BY[module]!,
    // Made without a host, they connect later, by a method that takes a timeout of its own.
    timeout:
      module === "ftplib" || module === "telnetlib"
        ? { ...SOCKET_TIMEOUT, needs: "host" }
        : module === "imaplib"
          ? { ...SOCKET_TIMEOUT, since: [3, 9] }
          : module === "smtplib"
            ? { ...SOCKET_TIMEOUT, patience: SMTP_PATIENCE }
            : SOCKET_TIMEOUT,
    ...(base === undefined ? {} : { bases: [base] }),
    source: `${LIBRARY}/${module}.html#${name}`,
  };
});

const otherRows: readonly Row[] = [
  ...classes("paramiko", "SSHClient", { parameters: [], closedBy: "close", source: PARAMIKO }),
  ...functions("paramiko.SSHClient", "connect", {
    blocks: "network",
    twins: ["asyncssh.connect"],
    parameters: ["hostname", "port", "username", "password", "pkey", "key_filename", "timeout"],
    waitsFor: "the server",
    // No wait for ever without its timeout: that is for the TCP connection alone, and banner, handshake and login have
    // limits of their own.
    source: PARAMIKO,
  }),
  ...functions("websocket", "create_connection", {
    blocks: "network",
    twins: ["websockets.connect"],
    parameters: ["url", "timeout"],
    returns: "websocket.WebSocket",
    waitsFor: "the server",
    timeout: { parameter: "timeout", default: "forever", globallyBy: "websocket.setdefaulttimeout" },
    source: WEBSOCKET,
  }),
  ...functions("websocket", "setdefaulttimeout", { parameters: ["timeout"], source: WEBSOCKET }),
];

const OPENAI = "https://github.com/openai/openai-python";
const ANTHROPIC = "https://github.com/anthropics/anthropic-sdk-python";
const SLACK = "https://tools.slack.dev/python-slack-sdk/web";
const ELASTICSEARCH = "https://elasticsearch-py.readthedocs.io/en/stable/async.html";
const PIKA = "https://pika.readthedocs.io/en/stable/modules/adapters/blocking.html";

/** A client of an API whose methods hang on attributes: `client.chat.completions.create(...)`. */
function resources(client: string, twin: string, paths: readonly string[], source: string): readonly Row[] {
  const rows = new Map<string, Row>([[client, { name: client, kind: "class", twins: [twin], source }]]);
  for (const path of paths) {
    const parts = path.split(".");
    parts.forEach((part, i) => {
      const owner = [client, ...parts.slice(0, i)].join(".");
      const name = `${owner}.${part}`;
      const last = i === parts.length - 1;
      rows.set(
        name,
        last
          ? { name, kind: "function", blocks: "network", waitsFor: "the server", twins: [twin], source }
          : { name, kind: "attribute", returns: name, source },
      );
    });
  }
  return [...rows.values()];
}

function paramikoOpens(method: string, gives: Pick<Row, "returns" | "unpacks">): readonly Row[] {
  return functions("paramiko.SSHClient", method, {
    blocks: "network",
    waitsFor: "the server",
    twins: ["asyncssh.connect"],
    ...gives,
    source: PARAMIKO,
  });
}

const sdkRows: readonly Row[] = [
  ...resources(
    "openai.OpenAI",
    "openai.AsyncOpenAI",
    [
      "chat.completions.create",
      "chat.completions.parse",
      "completions.create",
      "responses.create",
      "responses.parse",
      "embeddings.create",
      "images.generate",
      "images.edit",
      "moderations.create",
      "audio.transcriptions.create",
      "audio.speech.create",
      "files.create",
      "models.list",
    ],
    OPENAI,
  ),
  ...resources(
    "openai.AzureOpenAI",
    "openai.AsyncAzureOpenAI",
    ["chat.completions.create", "responses.create", "embeddings.create"],
    OPENAI,
  ),
  ...resources(
    "anthropic.Anthropic",
    "anthropic.AsyncAnthropic",
    ["messages.create", "messages.stream", "messages.count_tokens", "completions.create"],
    ANTHROPIC,
  ),
  ...classes("slack_sdk", "WebClient", { twins: ["slack_sdk.web.async_client.AsyncWebClient"], source: SLACK }),
  ...functions(
    "slack_sdk.WebClient",
    "api_call auth_test chat_postMessage chat_update chat_delete conversations_list conversations_history conversations_open files_upload_v2 users_info users_list reactions_add views_open views_publish",
    {
      blocks: "network",
      waitsFor: "the server",
      twins: ["slack_sdk.web.async_client.AsyncWebClient"],
      source: SLACK,
    },
  ),
  ...classes("elasticsearch", "Elasticsearch", { twins: ["elasticsearch.AsyncElasticsearch"], source: ELASTICSEARCH }),
  ...functions(
    "elasticsearch.Elasticsearch",
    "search index get mget create update delete bulk count exists msearch scroll ping info update_by_query delete_by_query reindex",
    {
      blocks: "network",
      waitsFor: "the server",
      twins: ["elasticsearch.AsyncElasticsearch"],
      source: ELASTICSEARCH,
    },
  ),
  ...classes("pika", "BlockingConnection", {
    blocks: "network",
    waitsFor: "the server",
    twins: ["aio_pika.connect"],
    source: PIKA,
  }),
  ...paramikoOpens("exec_command", { unpacks: Array<string>(3).fill("paramiko.channel.ChannelFile") }),
  ...paramikoOpens("open_sftp", { returns: "paramiko.SFTPClient" }),
  ...paramikoOpens("invoke_shell", { returns: "paramiko.Channel" }),
];

export const networkRows: Library = {
  rows: [...socketRows, ...methodRows, ...clientRows, ...otherRows, ...sdkRows],
  aliases: {
    "paramiko.client.SSHClient": "paramiko.SSHClient",
    _socket: "socket",
    "slack_sdk.web.WebClient": "slack_sdk.WebClient",
    "slack_sdk.web.client.WebClient": "slack_sdk.WebClient",
  },
};

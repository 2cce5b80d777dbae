/** Exceptions of requests and what httpx raises instead; several where one would be too little. */
export const EXCEPTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    RequestException: ["HTTPError"],
    HTTPError: ["HTTPStatusError"],
    // Connections that are refused, time out, or break before a response has come.
    ConnectionError: ["NetworkError", "ConnectTimeout", "RemoteProtocolError"],
    ConnectTimeout: ["ConnectTimeout"],
    ReadTimeout: ["ReadTimeout"],
    Timeout: ["TimeoutException"],
    SSLError: ["ConnectError"],
    ProxyError: ["ProxyError"],
    TooManyRedirects: ["TooManyRedirects"],
    MissingSchema: ["UnsupportedProtocol"],
    InvalidSchema: ["UnsupportedProtocol"],
    // A URL without a host, and in old versions any malformed one.
    InvalidURL: ["InvalidURL", "UnsupportedProtocol"],
    ChunkedEncodingError: ["RemoteProtocolError", "ReadError"],
    ContentDecodingError: ["DecodingError"],
    StreamConsumedError: ["StreamConsumed"],
  }),
);

export const EXCEPTION_MODULE = "requests.exceptions.";

/** Members of a response that read the same. */
export const SAME_MEMBERS: ReadonlySet<string> = new Set([
  "status_code",
  "headers",
  "text",
  "content",
  "json",
  "links",
  "elapsed",
  "cookies",
  "request",
]);

/** Members that only have another name. */
export const RENAMED_MEMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    reason: "reason_phrase",
    // httpx's is_redirect is true of every 3xx, requests' only of those that lead somewhere.
    is_redirect: "has_redirect_location",
  }),
);

/** What a session has that a client has under the same name. */
export const SAME_SESSION_MEMBERS: ReadonlySet<string> = new Set([
  "headers",
  "auth",
  "params",
  "cookies",
  "max_redirects",
]);

/** What httpx.Cookies has of what a session's cookies have. */
export const COOKIE_MEMBERS: ReadonlySet<string> = new Set([
  "set",
  "get",
  "update",
  "clear",
  "items",
  "keys",
  "values",
  "pop",
  "setdefault",
]);

/** What a session can be told later, and a client only when it is made. */
export const CLIENT_OPTIONS: ReadonlySet<string> = new Set(["verify", "cert", "proxies", "trust_env"]);

/** Methods whose httpx functions take no body. */
export const BODILESS: ReadonlySet<string> = new Set(["get", "options", "head", "delete"]);

/** The names that requests.codes and httpx.codes share. */
export const CODES: ReadonlySet<string> = new Set(
  `
continue switching_protocols processing ok created accepted non_authoritative_information no_content reset_content
partial_content multi_status already_reported im_used multiple_choices moved_permanently found see_other not_modified
use_proxy temporary_redirect permanent_redirect bad_request unauthorized payment_required forbidden not_found
method_not_allowed not_acceptable proxy_authentication_required request_timeout conflict gone length_required
precondition_failed request_entity_too_large unsupported_media_type requested_range_not_satisfiable expectation_failed
misdirected_request unprocessable_entity locked failed_dependency upgrade_required precondition_required
too_many_requests unavailable_for_legal_reasons internal_server_error not_implemented bad_gateway service_unavailable
gateway_timeout http_version_not_supported variant_also_negotiates insufficient_storage not_extended
network_authentication_required
`
    .trim()
    .split(/\s+/),
);

/** What sessions of requests and clients of httpx have besides. */
const OTHER_SESSION_MEMBERS: ReadonlySet<string> = new Set(
  `
get options head post put patch delete request send close hooks stream adapters mount get_adapter prepare_request
merge_environment_settings get_redirect_target resolve_redirects rebuild_auth rebuild_proxies rebuild_method
should_strip_auth base_url timeout follow_redirects event_hooks build_request is_closed
`
    .trim()
    .split(/\s+/),
);

/** Whether a session has a member of this name. */
export function isMemberOfSession(name: string): boolean {
  return (
    SAME_SESSION_MEMBERS.has(name) ||
    CLIENT_OPTIONS.has(name) ||
    OTHER_SESSION_MEMBERS.has(name) ||
    name.startsWith("__")
  );
}

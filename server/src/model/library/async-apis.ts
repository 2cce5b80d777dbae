import { attributes, classes, coroutines, functions } from "./define";
import type { Library, Row } from "./row";

const WEBSOCKETS = "https://websockets.readthedocs.io/en/stable/reference/asyncio/client.html";
const OPENAI = "https://github.com/openai/openai-python/blob/main/api.md";
const ANTHROPIC = "https://github.com/anthropics/anthropic-sdk-python/blob/main/api.md";
const DISCORD = "https://discordpy.readthedocs.io/en/stable/api.html";
const DISCORD_INTERACTIONS = "https://discordpy.readthedocs.io/en/stable/interactions/api.html";
const DISCORD_COMMANDS = "https://discordpy.readthedocs.io/en/stable/ext/commands/api.html";
const AIOGRAM = "https://docs.aiogram.dev/en/latest/api/bot.html";
const PLAYWRIGHT = "https://playwright.dev/python/docs/api";
const HTTPX = "https://www.python-httpx.org/api/#response";

const websockets: readonly Row[] = [
  ...functions("websockets", "connect", {
    returns: "websockets.ClientConnection",
    use: "await or async with",
    source: WEBSOCKETS,
  }),
  ...classes("websockets", "ClientConnection", { closedBy: "close", source: WEBSOCKETS }),
  ...coroutines("websockets.ClientConnection", "recv send close wait_closed ping pong", WEBSOCKETS),
  ...classes("websockets", "ServerConnection", { bases: ["websockets.ClientConnection"], source: WEBSOCKETS }),
];

/** The resources of a client of an API, from its attributes down to the coroutines: `chat.completions.create`. */
function resources(client: string, calls: string, source: string): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const path of calls.trim().split(/\s+/)) {
    const parts = path.split(".");
    parts.forEach((_, depth) => {
      const name = [client, ...parts.slice(0, depth + 1)].join(".");
      rows.set(
        name,
        depth === parts.length - 1
          ? { name, kind: "function", use: "await", source }
          : { name, kind: "attribute", returns: name, source },
      );
    });
  }
  return [...rows.values()];
}

const models: readonly Row[] = [
  ...classes("openai", "AsyncOpenAI", { source: OPENAI }),
  ...classes("openai", "AsyncAzureOpenAI", { bases: ["openai.AsyncOpenAI"], source: OPENAI }),
  ...resources(
    "openai.AsyncOpenAI",
    `chat.completions.create chat.completions.parse completions.create responses.create responses.parse responses.retrieve embeddings.create
     images.generate images.edit moderations.create audio.transcriptions.create audio.translations.create
     audio.speech.create files.create files.retrieve
     files.delete models.retrieve close`,
    OPENAI,
  ),
  ...classes("anthropic", "AsyncAnthropic", { source: ANTHROPIC }),
  ...resources(
    "anthropic.AsyncAnthropic",
    "messages.create messages.count_tokens completions.create models.retrieve beta.messages.create close",
    ANTHROPIC,
  ),
];

const discord: readonly Row[] = [
  ...classes("discord.abc", "Messageable", { source: DISCORD }),
  ...coroutines("discord.abc.Messageable", "send fetch_message trigger_typing", DISCORD),
  ...classes("discord", "TextChannel Thread DMChannel User Member VoiceChannel", {
    bases: ["discord.abc.Messageable"],
    source: DISCORD,
  }),
  ...coroutines(
    "discord.TextChannel",
    "edit delete purge delete_messages create_thread create_invite set_permissions clone",
    DISCORD,
  ),
  ...coroutines("discord.Thread", "edit delete purge delete_messages join leave add_user remove_user", DISCORD),
  ...coroutines("discord.Member", "ban unban kick edit move_to timeout add_roles remove_roles", DISCORD),
  ...functions("discord.VoiceChannel", "connect", { returns: "discord.VoiceClient", use: "await", source: DISCORD }),
  ...classes("discord", "VoiceClient Message Guild Client Interaction InteractionResponse Webhook", {
    source: DISCORD,
  }),
  ...coroutines("discord.VoiceClient", "disconnect move_to", DISCORD),
  ...coroutines(
    "discord.Message",
    "edit delete publish pin unpin reply add_reaction remove_reaction clear_reaction clear_reactions create_thread",
    DISCORD,
  ),
  ...attributes("discord.Message", "channel", { returns: "discord.abc.Messageable", source: DISCORD }),
  ...coroutines(
    "discord.Guild",
    "create_text_channel create_voice_channel create_category create_role ban unban kick leave edit fetch_member fetch_channels fetch_roles fetch_emojis chunk",
    DISCORD,
  ),
  ...coroutines(
    "discord.Client",
    "start login connect close wait_until_ready wait_for change_presence fetch_user fetch_channel fetch_guild application_info",
    DISCORD,
  ),
  ...classes("discord.ext.commands", "Bot", { bases: ["discord.Client"], source: DISCORD_COMMANDS }),
  // Extensions and cogs are loaded at once in forks and in versions before 2.
  ...coroutines("discord.ext.commands.Bot", "process_commands", DISCORD_COMMANDS),
  ...classes("discord.ext.commands", "Context", { bases: ["discord.abc.Messageable"], source: DISCORD_COMMANDS }),
  ...coroutines("discord.ext.commands.Context", "reply defer send_help invoke reinvoke", DISCORD_COMMANDS),
  ...attributes("discord.ext.commands.Context", "message", { returns: "discord.Message", source: DISCORD_COMMANDS }),
  ...attributes("discord.ext.commands.Context", "channel", {
    returns: "discord.abc.Messageable",
    source: DISCORD_COMMANDS,
  }),
  ...attributes("discord.Interaction", "response", {
    returns: "discord.InteractionResponse",
    source: DISCORD_INTERACTIONS,
  }),
  ...attributes("discord.Interaction", "followup", { returns: "discord.Webhook", source: DISCORD_INTERACTIONS }),
  ...coroutines(
    "discord.Interaction",
    "original_response edit_original_response delete_original_response",
    DISCORD_INTERACTIONS,
  ),
  ...coroutines(
    "discord.InteractionResponse",
    "defer pong send_message edit_message send_modal autocomplete",
    DISCORD_INTERACTIONS,
  ),
  ...coroutines("discord.Webhook", "send fetch edit delete fetch_message edit_message delete_message", DISCORD),
];

const aiogram: readonly Row[] = [
  ...classes("aiogram", "Bot", { source: AIOGRAM }),
  ...coroutines(
    "aiogram.Bot",
    `send_message send_photo send_document send_video send_audio send_voice send_sticker send_location send_poll send_chat_action send_media_group
     edit_message_text edit_message_reply_markup delete_message forward_message copy_message answer_callback_query
     pin_chat_message unpin_chat_message get_me get_chat get_chat_member get_file download_file set_my_commands
     set_webhook delete_webhook ban_chat_member unban_chat_member
     restrict_chat_member leave_chat`,
    AIOGRAM,
  ),
];

const ELEMENT = `click dblclick check uncheck fill focus hover press type tap select_option set_checked set_input_files inner_html inner_text text_content
  input_value get_attribute is_checked is_disabled is_editable is_enabled is_hidden is_visible dispatch_event`;

const playwright: readonly Row[] = [
  ...functions("playwright.async_api", "async_playwright", {
    returns: "playwright.async_api.PlaywrightContextManager",
    source: `${PLAYWRIGHT}/class-playwright`,
  }),
  ...classes("playwright.async_api", "PlaywrightContextManager", {
    enters: "playwright.async_api.Playwright",
    source: `${PLAYWRIGHT}/class-playwright`,
  }),
  ...functions("playwright.async_api.PlaywrightContextManager", "start", {
    returns: "playwright.async_api.Playwright",
    use: "await",
    source: `${PLAYWRIGHT}/class-playwright`,
  }),
  ...classes("playwright.async_api", "Playwright BrowserType Browser BrowserContext Page Frame Locator Response", {
    source: PLAYWRIGHT,
  }),
  ...attributes("playwright.async_api.Playwright", "chromium firefox webkit", {
    returns: "playwright.async_api.BrowserType",
    source: `${PLAYWRIGHT}/class-playwright`,
  }),
  ...coroutines("playwright.async_api.Playwright", "stop", `${PLAYWRIGHT}/class-playwright`),
  ...functions("playwright.async_api.BrowserType", "launch connect connect_over_cdp", {
    returns: "playwright.async_api.Browser",
    use: "await",
    source: `${PLAYWRIGHT}/class-browsertype`,
  }),
  ...functions("playwright.async_api.BrowserType", "launch_persistent_context", {
    returns: "playwright.async_api.BrowserContext",
    use: "await",
    source: `${PLAYWRIGHT}/class-browsertype`,
  }),
  ...functions("playwright.async_api.Browser", "new_context", {
    returns: "playwright.async_api.BrowserContext",
    use: "await",
    source: `${PLAYWRIGHT}/class-browser`,
  }),
  ...["Browser", "BrowserContext"].flatMap((name) =>
    functions(`playwright.async_api.${name}`, "new_page", {
      returns: "playwright.async_api.Page",
      use: "await",
      source: `${PLAYWRIGHT}/class-${name.toLowerCase()}`,
    }),
  ),
  ...coroutines("playwright.async_api.Browser", "close new_browser_cdp_session", `${PLAYWRIGHT}/class-browser`),
  ...coroutines(
    "playwright.async_api.BrowserContext",
    "close cookies add_cookies clear_cookies add_init_script route unroute storage_state grant_permissions set_offline",
    `${PLAYWRIGHT}/class-browsercontext`,
  ),
  ...["Page", "Frame"].flatMap((name) => [
    ...coroutines(
      `playwright.async_api.${name}`,
      `${ELEMENT} content set_content evaluate evaluate_handle eval_on_selector eval_on_selector_all query_selector
       query_selector_all title wait_for_function wait_for_load_state wait_for_selector wait_for_timeout wait_for_url
       add_script_tag add_style_tag
       drag_and_drop`,
      `${PLAYWRIGHT}/class-${name.toLowerCase()}`,
    ),
    ...functions(`playwright.async_api.${name}`, "goto", {
      returns: "playwright.async_api.Response",
      use: "await",
      source: `${PLAYWRIGHT}/class-${name.toLowerCase()}`,
    }),
    ...functions(
      `playwright.async_api.${name}`,
      "locator get_by_role get_by_text get_by_label get_by_placeholder get_by_alt_text get_by_title get_by_test_id",
      {
        returns: "playwright.async_api.Locator",
        source: `${PLAYWRIGHT}/class-${name.toLowerCase()}`,
      },
    ),
  ]),
  ...coroutines(
    "playwright.async_api.Page",
    `reload go_back go_forward close screenshot pdf bring_to_front route unroute set_viewport_size set_extra_http_headers expose_function
     expose_binding add_init_script emulate_media`,
    `${PLAYWRIGHT}/class-page`,
  ),
  ...coroutines(
    "playwright.async_api.Locator",
    `${ELEMENT} screenshot all all_inner_texts all_text_contents count clear blur bounding_box drag_to evaluate evaluate_all press_sequentially
     scroll_into_view_if_needed wait_for select_text`,
    `${PLAYWRIGHT}/class-locator`,
  ),
  ...functions(
    "playwright.async_api.Locator",
    "nth filter locator get_by_role get_by_text get_by_label get_by_placeholder get_by_test_id",
    {
      returns: "playwright.async_api.Locator",
      source: `${PLAYWRIGHT}/class-locator`,
    },
  ),
  ...attributes("playwright.async_api.Locator", "first last", {
    returns: "playwright.async_api.Locator",
    source: `${PLAYWRIGHT}/class-locator`,
  }),
  ...coroutines("playwright.async_api.Response", "body text json finished", `${PLAYWRIGHT}/class-response`),
];

const httpx: readonly Row[] = coroutines("httpx.Response", "aread aclose", HTTPX);

/** Async clients of services, bots and browsers. Where a method is no coroutine in every version, it has no row. */
export const asyncApiRows: Library = {
  rows: [...websockets, ...models, ...discord, ...aiogram, ...playwright, ...httpx],
  aliases: {
    "websockets.asyncio.client.connect": "websockets.connect",
    "websockets.client.connect": "websockets.connect",
    "websockets.legacy.client.connect": "websockets.connect",
    "websockets.asyncio.client.ClientConnection": "websockets.ClientConnection",
    "websockets.asyncio.server.ServerConnection": "websockets.ServerConnection",
    "websockets.client.WebSocketClientProtocol": "websockets.ClientConnection",
    "websockets.server.WebSocketServerProtocol": "websockets.ServerConnection",
    "websockets.WebSocketClientProtocol": "websockets.ClientConnection",
    "websockets.WebSocketServerProtocol": "websockets.ServerConnection",
  },
};

import { REDIS_COMMANDS } from "./redis";
import { classes, coroutines, functions } from "./define";
import type { Library, Row } from "./row";

const SESSION = "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html";
const SQLMODEL = "https://github.com/fastapi/sqlmodel/blob/main/sqlmodel/ext/asyncio/session.py";
const REDIS = "https://redis.readthedocs.io/en/stable/examples/asyncio_examples.html";
const ASYNCPG = "https://magicstack.github.io/asyncpg/current/api/index.html";
const AIOSQLITE = "https://aiosqlite.omnilib.dev/en/stable/api.html";
const PSYCOPG = "https://www.psycopg.org/psycopg3/docs/api/connections.html";
const PSYCOPG_POOL = "https://www.psycopg.org/psycopg3/docs/api/pool.html";
const PSYCOPG_CURSOR = "https://www.psycopg.org/psycopg3/docs/api/cursors.html";
const PYMONGO = "https://pymongo.readthedocs.io/en/stable/api/pymongo/asynchronous";
const AIOBOTOCORE = "https://aiobotocore.aio-libs.org/en/latest/tutorial.html";

const sqlalchemy: readonly Row[] = [
  ...functions("sqlalchemy.ext.asyncio", "create_async_engine async_engine_from_config", {
    returns: "sqlalchemy.ext.asyncio.AsyncEngine",
    source: SESSION,
  }),
  ...classes(
    "sqlalchemy.ext.asyncio",
    "AsyncEngine AsyncTransaction AsyncResult AsyncScalarResult async_sessionmaker",
    { source: SESSION },
  ),
  ...classes("sqlalchemy.ext.asyncio", "AsyncConnection", { source: SESSION }),
  ...classes("sqlalchemy.ext.asyncio", "AsyncSession", { parameters: ["bind"], source: SESSION }),
  ...functions("sqlalchemy.ext.asyncio.async_sessionmaker", "__call__", {
    returns: "sqlalchemy.ext.asyncio.AsyncSession",
    source: SESSION,
  }),
  ...functions("sqlalchemy.ext.asyncio.async_sessionmaker", "begin", {
    returns: "sqlalchemy.ext.asyncio.AsyncSession",
    use: "async with",
    source: SESSION,
  }),
  ...functions("sqlalchemy.ext.asyncio.AsyncEngine", "connect", {
    returns: "sqlalchemy.ext.asyncio.AsyncConnection",
    use: "await or async with",
    source: SESSION,
  }),
  ...functions("sqlalchemy.ext.asyncio.AsyncEngine", "begin", {
    returns: "sqlalchemy.ext.asyncio.AsyncConnection",
    use: "async with",
    source: SESSION,
  }),
  ...coroutines("sqlalchemy.ext.asyncio.AsyncEngine", "dispose raw_connection", SESSION),
  ...coroutines(
    "sqlalchemy.ext.asyncio.AsyncConnection",
    "execute scalar scalars exec_driver_sql commit rollback close invalidate get_raw_connection run_sync",
    SESSION,
  ),
  ...coroutines(
    "sqlalchemy.ext.asyncio.AsyncSession",
    "execute scalar scalars get get_one refresh run_sync delete merge flush connection commit rollback close aclose reset invalidate",
    SESSION,
  ),
  ...classes("sqlmodel.ext.asyncio.session", "AsyncSession", {
    bases: ["sqlalchemy.ext.asyncio.AsyncSession"],
    source: SQLMODEL,
  }),
  ...coroutines("sqlmodel.ext.asyncio.session.AsyncSession", "exec", SQLMODEL),
  ...functions("sqlalchemy.ext.asyncio.AsyncSession", "stream", {
    returns: "sqlalchemy.ext.asyncio.AsyncResult",
    use: "await",
    source: SESSION,
  }),
  ...functions("sqlalchemy.ext.asyncio.AsyncSession", "stream_scalars", {
    returns: "sqlalchemy.ext.asyncio.AsyncScalarResult",
    use: "await",
    source: SESSION,
  }),
  ...functions("sqlalchemy.ext.asyncio.AsyncSession", "begin begin_nested", {
    returns: "sqlalchemy.ext.asyncio.AsyncTransaction",
    use: "await or async with",
    source: SESSION,
  }),
  ...coroutines("sqlalchemy.ext.asyncio.AsyncTransaction", "commit rollback close", SESSION),
  ...coroutines(
    "sqlalchemy.ext.asyncio.AsyncResult",
    "fetchone fetchmany all first one one_or_none scalar scalar_one scalar_one_or_none close",
    SESSION,
  ),
  ...coroutines(
    "sqlalchemy.ext.asyncio.AsyncScalarResult",
    "fetchall fetchmany all first one one_or_none close",
    SESSION,
  ),
];

const redis: readonly Row[] = [
  ...classes("redis.asyncio", "Redis", { closedBy: "aclose", borrows: ["connection_pool"], source: REDIS }),
  ...classes("redis.asyncio", "RedisCluster", { bases: ["redis.asyncio.Redis"], source: REDIS }),
  ...functions("redis.asyncio", "from_url", { returns: "redis.asyncio.Redis", source: REDIS }),
  ...functions("redis.asyncio.Redis", "from_url", { returns: "redis.asyncio.Redis", source: REDIS }),
  ...coroutines("redis.asyncio.Redis", `${REDIS_COMMANDS} close aclose initialize`, REDIS),
  ...functions("redis.asyncio.Redis", "scan_iter hscan_iter sscan_iter zscan_iter", {
    use: "async for",
    source: REDIS,
  }),
  ...functions("redis.asyncio.Redis", "pipeline", { returns: "redis.asyncio.client.Pipeline", source: REDIS }),
  ...functions("redis.asyncio.Redis", "pubsub", { returns: "redis.asyncio.client.PubSub", source: REDIS }),
  ...functions("redis.asyncio.Redis", "lock", { returns: "redis.asyncio.lock.Lock", source: REDIS }),
  ...classes("redis.asyncio.client", "Pipeline PubSub", { source: REDIS }),
  // A pipeline's other methods only queue their command.
  ...coroutines("redis.asyncio.client.Pipeline", "execute watch unwatch discard reset", REDIS),
  ...coroutines(
    "redis.asyncio.client.PubSub",
    "subscribe psubscribe unsubscribe punsubscribe get_message ping run reset aclose",
    REDIS,
  ),
  ...functions("redis.asyncio.client.PubSub", "listen", { use: "async for", source: REDIS }),
  ...classes("redis.asyncio.lock", "Lock", { source: REDIS }),
  ...coroutines("redis.asyncio.lock.Lock", "acquire release extend reacquire locked owned", REDIS),
];

const asyncpg: readonly Row[] = [
  ...functions("asyncpg", "connect", { returns: "asyncpg.Connection", use: "await", source: ASYNCPG }),
  ...functions("asyncpg", "create_pool", { returns: "asyncpg.Pool", use: "await or async with", source: ASYNCPG }),
  ...classes("asyncpg", "Connection Pool", { closedBy: "close", source: ASYNCPG }),
  ...classes("asyncpg.prepared_stmt", "PreparedStatement", { source: ASYNCPG }),
  ...classes("asyncpg.transaction", "Transaction", { source: ASYNCPG }),
  ...["Connection", "Pool"].flatMap((name) =>
    coroutines(
      `asyncpg.${name}`,
      "execute executemany fetch fetchval fetchrow copy_from_table copy_from_query copy_to_table copy_records_to_table close",
      ASYNCPG,
    ),
  ),
  ...coroutines(
    "asyncpg.Connection",
    "add_listener remove_listener set_type_codec reset_type_codec set_builtin_type_codec reset reload_schema_state",
    ASYNCPG,
  ),
  ...functions("asyncpg.Connection", "prepare", {
    returns: "asyncpg.prepared_stmt.PreparedStatement",
    use: "await",
    source: ASYNCPG,
  }),
  ...functions("asyncpg.Connection", "transaction", { returns: "asyncpg.transaction.Transaction", source: ASYNCPG }),
  ...functions("asyncpg.Pool", "acquire", {
    returns: "asyncpg.Connection",
    use: "await or async with",
    source: ASYNCPG,
  }),
  ...coroutines("asyncpg.Pool", "release expire_connections", ASYNCPG),
  ...coroutines("asyncpg.prepared_stmt.PreparedStatement", "explain fetch fetchval fetchrow executemany", ASYNCPG),
  ...coroutines("asyncpg.transaction.Transaction", "start commit rollback", ASYNCPG),
];

const aiosqlite: readonly Row[] = [
  ...functions("aiosqlite", "connect", {
    returns: "aiosqlite.Connection",
    use: "await or async with",
    source: AIOSQLITE,
  }),
  ...classes("aiosqlite", "Connection", { closedBy: "close", source: AIOSQLITE }),
  ...classes("aiosqlite", "Cursor", { source: AIOSQLITE }),
  ...functions("aiosqlite.Connection", "cursor execute executemany executescript", {
    returns: "aiosqlite.Cursor",
    use: "await or async with",
    source: AIOSQLITE,
  }),
  ...coroutines(
    "aiosqlite.Connection",
    "commit rollback close interrupt create_function enable_load_extension load_extension set_progress_handler set_trace_callback backup",
    AIOSQLITE,
  ),
  ...functions("aiosqlite.Connection", "execute_insert execute_fetchall", {
    use: "await or async with",
    source: AIOSQLITE,
  }),
  ...coroutines("aiosqlite.Cursor", "execute executemany executescript fetchone fetchmany fetchall close", AIOSQLITE),
];

const psycopg: readonly Row[] = [
  ...functions("psycopg.AsyncConnection", "connect", {
    returns: "psycopg.AsyncConnection",
    use: "await",
    source: PSYCOPG,
  }),
  ...classes("psycopg", "AsyncConnection", { closedBy: "close", source: PSYCOPG }),
  ...functions("psycopg.AsyncConnection", "execute", { returns: "psycopg.AsyncCursor", use: "await", source: PSYCOPG }),
  ...functions("psycopg.AsyncConnection", "cursor", { returns: "psycopg.AsyncCursor", source: PSYCOPG }),
  ...coroutines(
    "psycopg.AsyncConnection",
    "commit rollback close set_autocommit set_isolation_level set_read_only set_deferrable",
    PSYCOPG,
  ),
  ...classes("psycopg", "AsyncCursor", { source: PSYCOPG_CURSOR }),
  ...functions("psycopg.AsyncCursor", "execute", {
    returns: "psycopg.AsyncCursor",
    use: "await",
    source: PSYCOPG_CURSOR,
  }),
  ...coroutines("psycopg.AsyncCursor", "executemany fetchone fetchmany fetchall scroll close", PSYCOPG_CURSOR),
  ...classes("psycopg_pool", "AsyncConnectionPool", { source: PSYCOPG_POOL }),
  ...functions("psycopg_pool.AsyncConnectionPool", "connection", {
    returns: "psycopg.AsyncConnection",
    use: "async with",
    source: PSYCOPG_POOL,
  }),
  ...functions("psycopg_pool.AsyncConnectionPool", "getconn", {
    returns: "psycopg.AsyncConnection",
    use: "await",
    source: PSYCOPG_POOL,
  }),
  ...coroutines("psycopg_pool.AsyncConnectionPool", "putconn open close wait resize check", PSYCOPG_POOL),
];

/** Motor's methods are left out: they give futures, which run without being awaited. */
const mongo: readonly Row[] = [
  ...classes("pymongo", "AsyncMongoClient", { source: `${PYMONGO}/mongo_client.html` }),
  ...classes("pymongo.asynchronous.database", "AsyncDatabase", { source: `${PYMONGO}/database.html` }),
  ...classes("pymongo.asynchronous.collection", "AsyncCollection", { source: `${PYMONGO}/collection.html` }),
  ...functions("pymongo.AsyncMongoClient", "get_database get_default_database __getitem__ __getattr__", {
    returns: "pymongo.asynchronous.database.AsyncDatabase",
    source: `${PYMONGO}/mongo_client.html`,
  }),
  ...coroutines(
    "pymongo.AsyncMongoClient",
    "list_database_names drop_database server_info aconnect close",
    `${PYMONGO}/mongo_client.html`,
  ),
  ...functions("pymongo.asynchronous.database.AsyncDatabase", "get_collection __getitem__ __getattr__", {
    returns: "pymongo.asynchronous.collection.AsyncCollection",
    source: `${PYMONGO}/database.html`,
  }),
  ...coroutines(
    "pymongo.asynchronous.database.AsyncDatabase",
    "command list_collection_names drop_collection create_collection aggregate",
    `${PYMONGO}/database.html`,
  ),
  ...coroutines(
    "pymongo.asynchronous.collection.AsyncCollection",
    `find_one insert_one insert_many update_one update_many replace_one delete_one delete_many count_documents estimated_document_count distinct
     find_one_and_update find_one_and_replace find_one_and_delete bulk_write create_index create_indexes drop_index drop rename index_information aggregate`,
    `${PYMONGO}/collection.html`,
  ),
];

const boto: readonly Row[] = [
  ...functions("aiobotocore.session", "get_session", {
    returns: "aiobotocore.session.AioSession",
    source: AIOBOTOCORE,
  }),
  ...classes("aiobotocore.session", "AioSession", { source: AIOBOTOCORE }),
  ...functions("aiobotocore.session.AioSession", "create_client", {
    returns: "aiobotocore.client.AioBaseClient",
    use: "async with",
    source: AIOBOTOCORE,
  }),
  ...classes("aioboto3", "Session", { source: "https://aioboto3.readthedocs.io/en/latest/usage.html" }),
  ...functions("aioboto3.Session", "client", {
    returns: "aiobotocore.client.AioBaseClient",
    use: "async with",
    source: "https://aioboto3.readthedocs.io/en/latest/usage.html",
  }),
  ...classes("aiobotocore.client", "AioBaseClient", { source: AIOBOTOCORE }),
  ...coroutines(
    "aiobotocore.client.AioBaseClient",
    `get_object put_object delete_object delete_objects head_object head_bucket copy_object list_objects list_objects_v2 list_buckets create_bucket
     upload_part create_multipart_upload complete_multipart_upload abort_multipart_upload generate_presigned_url
     send_message receive_message delete_message send_message_batch get_queue_url create_queue put_item get_item
     update_item delete_item query scan batch_get_item batch_write_item
     publish invoke get_secret_value get_parameter describe_instances`,
    AIOBOTOCORE,
  ),
];

/** Async drivers and clients of databases. Where a method is no coroutine in every version, it has no row. */
export const asyncDatabaseRows: Library = {
  rows: [...sqlalchemy, ...redis, ...asyncpg, ...aiosqlite, ...psycopg, ...mongo, ...boto],
  aliases: {
    "sqlalchemy.ext.asyncio.engine.AsyncEngine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.ext.asyncio.engine.AsyncConnection": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.engine.create_async_engine": "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlalchemy.ext.asyncio.session.AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.session.async_sessionmaker": "sqlalchemy.ext.asyncio.async_sessionmaker",
    "redis.asyncio.StrictRedis": "redis.asyncio.Redis",
    "redis.asyncio.client.Redis": "redis.asyncio.Redis",
    "redis.asyncio.client.StrictRedis": "redis.asyncio.Redis",
    "redis.asyncio.cluster.RedisCluster": "redis.asyncio.RedisCluster",
    "redis.asyncio.utils.from_url": "redis.asyncio.from_url",
    "asyncpg.connection.Connection": "asyncpg.Connection",
    "asyncpg.connection.connect": "asyncpg.connect",
    "asyncpg.pool.Pool": "asyncpg.Pool",
    "asyncpg.pool.PoolConnectionProxy": "asyncpg.Connection",
    "asyncpg.pool.create_pool": "asyncpg.create_pool",
    "aiosqlite.core.Connection": "aiosqlite.Connection",
    "aiosqlite.core.connect": "aiosqlite.connect",
    "aiosqlite.cursor.Cursor": "aiosqlite.Cursor",
    "pymongo.asynchronous.mongo_client.AsyncMongoClient": "pymongo.AsyncMongoClient",
  },
};

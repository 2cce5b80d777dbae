import { classes, functions } from "./define";
import type { Library } from "./row";

const SQLITE = "https://docs.python.org/3/library/sqlite3.html";
const DBAPI = "https://peps.python.org/pep-0249/";
const PSYCOPG2 = "https://www.psycopg.org/docs/module.html";
const PSYCOPG = "https://www.psycopg.org/psycopg3/docs/api/connections.html";
const PYMYSQL = "https://pymysql.readthedocs.io/en/latest/modules/connections.html";
const MYSQLCLIENT = "https://mysqlclient.readthedocs.io/user_guide.html";
const SQLALCHEMY = "https://docs.sqlalchemy.org/en/20/core/connections.html";
const SQLALCHEMY_ORM = "https://docs.sqlalchemy.org/en/20/orm/session_api.html";
const SQLMODEL = "https://github.com/fastapi/sqlmodel/blob/main/sqlmodel/orm/session.py";
const PEEWEE = "https://docs.peewee-orm.com/en/latest/peewee/api.html";

/** What is said of all that waits for a database. */
export const database = { blocks: "database", waitsFor: "the database" } as const;

const CURSOR_METHODS = "execute executemany fetchone fetchmany fetchall";

/** Drivers, clients and mappers that wait for their server, or for sqlite's file, in the thread that calls them. */
export const databaseRows: Library = {
  aliases: {
    "sqlite3.dbapi2": "sqlite3",
    "psycopg2.extensions.connection": "psycopg2.connection",
    "psycopg2.extensions.cursor": "psycopg2.cursor",
    "psycopg.Connection.connect": "psycopg.connect",
    "pymysql.connections.Connection": "pymysql.Connection",
    "pymysql.Connect": "pymysql.connect",
    "pymysql.cursors.Cursor": "pymysql.Cursor",
    "MySQLdb.connections.Connection": "MySQLdb.Connection",
    "MySQLdb.Connect": "MySQLdb.connect",
    "MySQLdb.cursors.Cursor": "MySQLdb.Cursor",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.engine.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.base.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.base.Connection": "sqlalchemy.Connection",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.query.Query": "sqlalchemy.orm.Query",
    "sqlmodel.orm.session.Session": "sqlmodel.Session",
    "playhouse.pool.PooledPostgresqlDatabase": "peewee.PostgresqlDatabase",
    "playhouse.pool.PooledMySQLDatabase": "peewee.MySQLDatabase",
    "playhouse.pool.PooledSqliteDatabase": "peewee.SqliteDatabase",
  },
  rows: [
    ...functions("sqlite3", "connect", {
      ...database,
      waitsFor: "the disk",
      parameters: ["database", "timeout", "detect_types", "isolation_level", "check_same_thread"],
      opens: ["database"],
      returns: "sqlite3.Connection",
      twins: ["aiosqlite.connect"],
      source: SQLITE,
    }),
    ...classes("sqlite3", "Connection", { threads: "its own", source: SQLITE }),
    ...classes("sqlite3", "Cursor", { threads: "its own", source: SQLITE }),
    ...functions("sqlite3.Connection", "execute executemany executescript", {
      ...database,
      waitsFor: "the disk",
      returns: "sqlite3.Cursor",
      twins: ["aiosqlite.connect"],
      source: SQLITE,
    }),
    ...functions("sqlite3.Connection", "commit rollback backup iterdump", {
      ...database,
      waitsFor: "the disk",
      twins: ["aiosqlite.connect"],
      source: SQLITE,
    }),
    ...functions("sqlite3.Connection", "cursor", { returns: "sqlite3.Cursor", source: SQLITE }),
    ...functions("sqlite3.Cursor", "execute executemany executescript", {
      ...database,
      waitsFor: "the disk",
      returns: "sqlite3.Cursor",
      twins: ["aiosqlite.connect"],
      source: SQLITE,
    }),
    ...functions("sqlite3.Cursor", "fetchone fetchmany fetchall", {
      ...database,
      waitsFor: "the disk",
      twins: ["aiosqlite.connect"],
      source: SQLITE,
    }),

    ...functions("psycopg2", "connect", {
      ...database,
      returns: "psycopg2.connection",
      twins: ["psycopg.AsyncConnection.connect", "asyncpg.connect"],
      source: PSYCOPG2,
    }),
    ...classes("psycopg2", "connection", { source: PSYCOPG2 }),
    ...classes("psycopg2", "cursor", { threads: "one at a time", source: PSYCOPG2 }),
    ...functions("psycopg2.connection", "commit rollback", {
      ...database,
      twins: ["psycopg.AsyncConnection"],
      source: PSYCOPG2,
    }),
    ...functions("psycopg2.connection", "cursor", { returns: "psycopg2.cursor", source: PSYCOPG2 }),
    ...functions("psycopg2.cursor", `${CURSOR_METHODS} callproc copy_from copy_to copy_expert`, {
      ...database,
      twins: ["psycopg.AsyncCursor"],
      source: PSYCOPG2,
    }),
    ...functions("psycopg2.extras", "execute_values execute_batch", {
      ...database,
      twins: ["psycopg.AsyncCursor.executemany"],
      source: "https://www.psycopg.org/docs/extras.html",
    }),

    ...functions("psycopg", "connect", {
      ...database,
      returns: "psycopg.Connection",
      twins: ["psycopg.AsyncConnection.connect"],
      source: PSYCOPG,
    }),
    ...classes("psycopg", "Connection", { source: PSYCOPG }),
    ...classes("psycopg", "Cursor", { threads: "one at a time", source: PSYCOPG }),
    ...functions("psycopg.Connection", "execute", {
      ...database,
      returns: "psycopg.Cursor",
      twins: ["psycopg.AsyncConnection.execute"],
      source: PSYCOPG,
    }),
    ...functions("psycopg.Connection", "commit rollback", {
      ...database,
      twins: ["psycopg.AsyncConnection"],
      source: PSYCOPG,
    }),
    ...functions("psycopg.Connection", "cursor", { returns: "psycopg.Cursor", source: PSYCOPG }),
    ...functions("psycopg.Cursor", "execute", {
      ...database,
      returns: "psycopg.Cursor",
      twins: ["psycopg.AsyncCursor.execute"],
      source: PSYCOPG,
    }),
    ...functions("psycopg.Cursor", "executemany fetchone fetchmany fetchall", {
      ...database,
      twins: ["psycopg.AsyncCursor"],
      source: PSYCOPG,
    }),

    ...functions("pymysql", "connect", {
      ...database,
      returns: "pymysql.Connection",
      twins: ["aiomysql.connect", "asyncmy.connect"],
      source: PYMYSQL,
    }),
    ...functions("MySQLdb", "connect", {
      ...database,
      returns: "MySQLdb.Connection",
      twins: ["aiomysql.connect", "asyncmy.connect"],
      source: MYSQLCLIENT,
    }),
    ...functions("mysql.connector", "connect", {
      ...database,
      returns: "mysql.connector.MySQLConnection",
      twins: ["mysql.connector.aio.connect"],
      source: "https://dev.mysql.com/doc/connector-python/en/",
    }),
    ...classes("pymysql", "Connection Cursor", { threads: "one at a time", source: PYMYSQL }),
    ...classes("MySQLdb", "Connection Cursor", { threads: "one at a time", source: MYSQLCLIENT }),
    ...classes("mysql.connector", "MySQLConnection MySQLCursor", {
      threads: "one at a time",
      source: "https://dev.mysql.com/doc/connector-python/en/",
    }),
    ...[
      {
        connection: "pymysql.Connection",
        cursor: "pymysql.Cursor",
        source: PYMYSQL,
        twins: ["aiomysql.connect", "asyncmy.connect"],
      },
      {
        connection: "MySQLdb.Connection",
        cursor: "MySQLdb.Cursor",
        source: MYSQLCLIENT,
        twins: ["aiomysql.connect", "asyncmy.connect"],
      },
      {
        connection: "mysql.connector.MySQLConnection",
        cursor: "mysql.connector.MySQLCursor",
        source: "https://dev.mysql.com/doc/connector-python/en/",
        twins: ["mysql.connector.aio.connect"],
      },
      {
        connection: "pyodbc.Connection",
        cursor: "pyodbc.Cursor",
        source: "https://github.com/mkleehammer/pyodbc/wiki",
        twins: ["aioodbc.connect"],
      },
    ].flatMap(({ connection, cursor, source, twins }) => [
      ...functions(connection, "cursor", { returns: cursor, source }),
      ...functions(connection, "commit rollback", { ...database, twins, source }),
      ...functions(cursor, `${CURSOR_METHODS} callproc`, { ...database, twins, source }),
    ]),
    ...functions("pyodbc", "connect", {
      ...database,
      returns: "pyodbc.Connection",
      twins: ["aioodbc.connect"],
      source: "https://github.com/mkleehammer/pyodbc/wiki",
    }),
    ...classes("pyodbc", "Connection Cursor", { threads: "one at a time", source: DBAPI }),

    ...functions("sqlalchemy", "create_engine", {
      parameters: ["url"],
      opens: ["url"],
      returns: "sqlalchemy.Engine",
      twins: ["sqlalchemy.ext.asyncio.create_async_engine"],
      source: SQLALCHEMY,
    }),
    ...classes("sqlalchemy", "Engine", { source: SQLALCHEMY }),
    ...classes("sqlalchemy", "Connection", { threads: "one at a time", source: SQLALCHEMY }),
    ...functions("sqlalchemy.Engine", "connect begin raw_connection", {
      ...database,
      returns: "sqlalchemy.Connection",
      twins: ["sqlalchemy.ext.asyncio.AsyncEngine"],
      source: SQLALCHEMY,
    }),
    ...functions("sqlalchemy.Connection", "execute scalar scalars exec_driver_sql commit rollback", {
      ...database,
      twins: ["sqlalchemy.ext.asyncio.AsyncConnection"],
      source: SQLALCHEMY,
    }),
    ...classes("sqlalchemy.orm", "sessionmaker", { parameters: ["bind"], opens: ["bind"], source: SQLALCHEMY_ORM }),
    ...classes("sqlalchemy.orm", "scoped_session", {
      parameters: ["session_factory"],
      opens: ["session_factory"],
      source: SQLALCHEMY_ORM,
    }),
    ...functions("sqlalchemy.orm.sessionmaker", "__call__ begin", {
      returns: "sqlalchemy.orm.Session",
      source: SQLALCHEMY_ORM,
    }),
    ...functions("sqlalchemy.orm.scoped_session", "__call__", {
      returns: "sqlalchemy.orm.Session",
      source: SQLALCHEMY_ORM,
    }),
    ...classes("sqlalchemy.orm", "Session", {
      parameters: ["bind"],
      opens: ["bind"],
      threads: "one at a time",
      twins: ["sqlalchemy.ext.asyncio.AsyncSession"],
      source: SQLALCHEMY_ORM,
    }),
    ...functions(
      "sqlalchemy.orm.Session",
      "execute scalar scalars get get_one refresh flush commit rollback merge bulk_save_objects bulk_insert_mappings",
      {
        ...database,
        twins: ["sqlalchemy.ext.asyncio.AsyncSession"],
        source: SQLALCHEMY_ORM,
      },
    ),
    ...classes("sqlmodel", "Session", {
      bases: ["sqlalchemy.orm.Session"],
      parameters: ["bind"],
      opens: ["bind"],
      threads: "one at a time",
      twins: ["sqlmodel.ext.asyncio.session.AsyncSession"],
      source: SQLMODEL,
    }),
    ...functions("sqlmodel.Session", "exec", {
      ...database,
      twins: ["sqlmodel.ext.asyncio.session.AsyncSession"],
      source: SQLMODEL,
    }),
    ...functions("sqlalchemy.orm.Session", "query", { returns: "sqlalchemy.orm.Query", source: SQLALCHEMY_ORM }),
    ...classes("sqlalchemy.orm", "Query", { threads: "one at a time", source: SQLALCHEMY_ORM }),
    ...functions(
      "sqlalchemy.orm.Query",
      "filter filter_by where order_by group_by having join outerjoin limit offset distinct options select_from with_for_update add_columns add_entity union execution_options",
      { returns: "sqlalchemy.orm.Query", source: SQLALCHEMY_ORM },
    ),
    ...functions("sqlalchemy.orm.Query", "all first one one_or_none scalar count get update delete", {
      ...database,
      twins: ["sqlalchemy.ext.asyncio.AsyncSession.execute"],
      source: SQLALCHEMY_ORM,
    }),

    ...classes("peewee", "Database", { threads: "its own", source: PEEWEE }),
    ...classes("peewee", "SqliteDatabase", {
      bases: ["peewee.Database"],
      parameters: ["database"],
      opens: ["database"],
      source: PEEWEE,
    }),
    ...classes("peewee", "PostgresqlDatabase MySQLDatabase", { bases: ["peewee.Database"], source: PEEWEE }),
    ...functions("peewee.Database", "connect execute_sql create_tables drop_tables commit rollback get_tables", {
      ...database,
      twins: ["peewee_async.AioModel"],
      source: PEEWEE,
    }),
    ...classes("peewee", "Model", { threads: "its own", source: PEEWEE }),
    ...functions(
      "peewee.Model",
      "create get get_or_none get_by_id get_or_create save delete_instance delete_by_id bulk_create bulk_update insert_many create_table",
      {
        ...database,
        twins: ["peewee_async.AioModel"],
        source: PEEWEE,
      },
    ),
  ],
};

import { classes, functions } from "./define";
import type { Library } from "./row";
import { database } from "./database";

const PYMONGO = "https://pymongo.readthedocs.io/en/stable/api/pymongo/mongo_client.html";
const MONGO_COLLECTION = "https://pymongo.readthedocs.io/en/stable/api/pymongo/collection.html";

export const pymongo: Library = {
  aliases: {
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "pymongo.collection.Collection": "pymongo.Collection",
    "pymongo.database.Database": "pymongo.Database",
    "pymongo.synchronous.collection.Collection": "pymongo.Collection",
    "pymongo.synchronous.database.Database": "pymongo.Database",
  },
  rows: [
    ...classes("pymongo", "MongoClient", { twins: ["pymongo.AsyncMongoClient"], source: PYMONGO }),
    ...classes("pymongo", "Database Collection", { source: MONGO_COLLECTION }),
    ...functions("pymongo.MongoClient", "get_database get_default_database __getitem__ __getattr__", {
      returns: "pymongo.Database",
      source: PYMONGO,
    }),
    ...functions("pymongo.MongoClient", "list_database_names drop_database server_info", {
      ...database,
      twins: ["pymongo.AsyncMongoClient"],
      source: PYMONGO,
    }),
    ...functions("pymongo.Database", "get_collection __getitem__ __getattr__", {
      returns: "pymongo.Collection",
      source: PYMONGO,
    }),
    ...functions("pymongo.Database", "command list_collection_names drop_collection create_collection", {
      ...database,
      twins: ["pymongo.AsyncMongoClient"],
      source: PYMONGO,
    }),
    ...functions("pymongo.Collection", "__getitem__ __getattr__", {
      returns: "pymongo.Collection",
      source: MONGO_COLLECTION,
    }),
    ...functions(
      "pymongo.Collection",
      `find_one insert_one insert_many update_one update_many replace_one delete_one delete_many count_documents estimated_document_count distinct
       find_one_and_update find_one_and_replace find_one_and_delete bulk_write create_index create_indexes drop_index drop rename index_information`,
      { ...database, twins: ["pymongo.AsyncMongoClient"], source: MONGO_COLLECTION },
    ),
    ...functions("pymongo.Collection", "find aggregate", {
      ...database,
      lazy: true,
      twins: ["pymongo.AsyncMongoClient"],
      source: MONGO_COLLECTION,
    }),
  ],
};

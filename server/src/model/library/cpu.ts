import { classes, functions } from "./define";
import type { Library } from "./row";

const REFERENCE = "https://docs.python.org/3/library";
const PANDAS = "https://pandas.pydata.org/docs/reference/io.html";
const NUMPY = "https://numpy.org/doc/stable/reference/routines.io.html";
const PILLOW = "https://pillow.readthedocs.io/en/stable/reference/Image.html";
const ARGON2 = "https://argon2-cffi.readthedocs.io/en/stable/api.html";
const PASSLIB = "https://passlib.readthedocs.io/en/stable/lib/passlib.context.html";

/** Deliberately slow: a key derivation that took no time would be of no use. */
const hashing = { blocks: "cpu", waitsFor: "a password hash", releasesGil: true, heavy: true } as const;
const compression = { blocks: "cpu", waitsFor: "the compression", releasesGil: true } as const;
const parsing = { blocks: "cpu", waitsFor: "the data to be parsed" } as const;
const writing = { blocks: "cpu", waitsFor: "the data to be written" } as const;
const image = { blocks: "cpu", waitsFor: "the image to be processed", releasesGil: true } as const;

/** Calls that keep a processor busy for long. */
export const cpuRows: Library = {
  rows: [
    ...functions("hashlib", "pbkdf2_hmac", {
      ...hashing,
      parameters: ["hash_name", "password", "salt", "iterations", "dklen"],
      source: `${REFERENCE}/hashlib.html`,
    }),
    ...functions("hashlib", "scrypt", { ...hashing, source: `${REFERENCE}/hashlib.html` }),
    ...functions("bcrypt", "hashpw checkpw kdf", { ...hashing, source: "https://github.com/pyca/bcrypt" }),
    ...classes("argon2", "PasswordHasher", { source: ARGON2 }),
    ...functions("argon2.PasswordHasher", "hash verify", { ...hashing, source: ARGON2 }),
    ...functions("argon2", "hash_password verify_password hash_password_raw", { ...hashing, source: ARGON2 }),
    ...functions("argon2.low_level", "hash_secret hash_secret_raw verify_secret", { ...hashing, source: ARGON2 }),
    ...classes("passlib.context", "CryptContext", { source: PASSLIB }),
    ...functions("passlib.context.CryptContext", "hash verify encrypt verify_and_update", {
      ...hashing,
      source: PASSLIB,
    }),
    ...["bcrypt", "argon2", "pbkdf2_sha256", "pbkdf2_sha512", "scrypt", "sha512_crypt", "sha256_crypt"].flatMap(
      (name) => functions(`passlib.hash.${name}`, "hash verify encrypt", { ...hashing, source: PASSLIB }),
    ),
    ...functions("werkzeug.security", "generate_password_hash check_password_hash", {
      ...hashing,
      source: "https://werkzeug.palletsprojects.com/en/stable/utils/",
    }),
    ...functions("django.contrib.auth.hashers", "make_password check_password", {
      ...hashing,
      source: "https://docs.djangoproject.com/en/stable/topics/auth/passwords/",
    }),

    ...functions("zlib", "compress decompress", { ...compression, source: `${REFERENCE}/zlib.html` }),
    ...functions("gzip", "compress decompress", { ...compression, source: `${REFERENCE}/gzip.html` }),
    ...functions("bz2", "compress decompress", { ...compression, source: `${REFERENCE}/bz2.html` }),
    ...functions("lzma", "compress decompress", { ...compression, source: `${REFERENCE}/lzma.html` }),

    ...functions("pandas", "read_csv read_table read_fwf read_json", {
      ...parsing,
      returns: "pandas.DataFrame",
      releasesGil: false,
      lightForText: true,
      ofAnySize: true,
      source: PANDAS,
    }),
    ...functions(
      "pandas",
      `read_excel read_parquet read_feather read_orc read_html read_xml read_hdf read_pickle read_sql read_sql_query
       read_sql_table read_stata read_sas`,
      { ...parsing, returns: "pandas.DataFrame", releasesGil: false, ofAnySize: true, source: PANDAS },
    ),
    ...classes("pandas", "DataFrame", { source: PANDAS }),
    ...functions("pandas.DataFrame", "to_excel to_parquet to_feather to_sql to_hdf to_pickle", {
      ...writing,
      source: PANDAS,
    }),
    ...functions("pandas.DataFrame", "to_csv to_json", { ...writing, lightForRows: true, source: PANDAS }),
    ...functions("polars", "read_csv read_parquet read_excel read_json read_ndjson read_database", {
      ...parsing,
      releasesGil: true,
      source: "https://docs.pola.rs/api/python/stable/reference/io.html",
    }),
    ...functions("numpy", "load loadtxt genfromtxt", { ...parsing, source: NUMPY }),
    ...functions("numpy", "save savetxt savez savez_compressed", { ...writing, source: NUMPY }),
    ...functions("openpyxl", "load_workbook", {
      ...parsing,
      releasesGil: false,
      ofAnySize: true,
      source: "https://openpyxl.readthedocs.io/en/stable/api/openpyxl.reader.excel.html",
    }),
    ...functions("xml.etree.ElementTree", "parse iterparse", {
      ...parsing,
      lightInMemory: true,
      source: `${REFERENCE}/xml.etree.elementtree.html`,
    }),

    ...functions("itertools", "count cycle", { endless: true, source: `${REFERENCE}/itertools.html` }),

    ...classes("PIL.Image", "Image", { source: PILLOW }),
    ...functions("PIL.Image", "open", { returns: "PIL.Image.Image", source: PILLOW }),
    ...functions("PIL.Image.Image", "resize rotate filter convert crop transpose", {
      ...image,
      returns: "PIL.Image.Image",
      source: PILLOW,
    }),
    ...functions("PIL.Image.Image", "save thumbnail load quantize", { ...image, source: PILLOW }),
  ],
};

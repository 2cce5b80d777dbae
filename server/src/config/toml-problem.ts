/** Why a text can't be read as TOML; the offset counts UTF-16 code units. */
export interface TomlProblem {
  readonly offset: number;
  readonly message: string;
}

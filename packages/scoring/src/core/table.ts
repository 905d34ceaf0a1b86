/** A folder of Parquet parts read as one table, in the order of the part names. Rows are not sorted by anything. */
export interface Table {
  /** Path of the folder, for messages. */
  readonly name: string;
  readonly length: number;
  /** The files of which it is made: none empty of bytes, some perhaps of rows. */
  readonly parts: readonly TablePart[];
  /** Top-level column names in stored order. */
  readonly columns: readonly string[];
  /**
   * A column of numbers by dotted path through structs, `nodeData.split.featureIndex`.
   * Fails with MODEL_DATA where it is absent, not numeric or holds a null.
   */
  numbers(path: string): ArrayLike<number>;
  /** A column of strings by dotted path; nulls fail as above. */
  strings(path: string): readonly string[];
  /** A column of number lists: list `i` is `values[offsets[i]]` to `values[offsets[i + 1]]`, end exclusive. */
  numberLists(path: string): NumberLists;
  /** Row `index` as plain values: struct -> object, list -> array, map -> Map, VectorUDT -> its struct. */
  row(index: number): { readonly [column: string]: unknown };
}

/** A file of a table: its rows, and its size in bytes. */
export interface TablePart {
  readonly rows: number;
  readonly bytes: number;
}

export interface NumberLists {
  readonly offsets: Int32Array;
  readonly values: Float64Array;
}

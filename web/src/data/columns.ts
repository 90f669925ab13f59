/** The API's answer, an Arrow stream, as columns of numbers: taken as they are, since nobody wants to wait for a parser. */

import { type Column, type Table, tableFromIPC } from "@uwdata/flechette";
import { Lists } from "./lists";
import type { AsOf, Vocabulary } from "./types";

export class Columns {
  readonly asOf: AsOf;
  readonly vocabulary: Vocabulary;
  readonly size: number;
  readonly #table: Table;

  /** Of the bytes of a stream with one batch; throws if they are none. */
  constructor(bytes: ArrayBuffer | Uint8Array) {
    this.#table = tableFromIPC(bytes);
    const metadata = this.#table.schema.metadata;
    this.asOf = JSON.parse(metadata!.get("as_of")!) as AsOf;
    this.vocabulary = JSON.parse(metadata!.get("vocabulary")!) as Vocabulary;
    this.size = this.#table.numRows;
  }

  /** The ids, each made into a string when it is asked for. */
  get ids(): Column<string> {
    return this.#table.getChild("id") as Column<string>;
  }

  /** A column of integers or days; `none` stands where there is no value. */
  integers(name: string, none = 0): Int32Array<ArrayBuffer> {
    return this.#filled(name, new Int32Array(this.size), none);
  }

  /** A column of fractions, NaN where there is no value. */
  fractions(name: string): Float32Array<ArrayBuffer> {
    return this.#filled(name, new Float32Array(this.size), NaN);
  }

  /** A column of lists of integers. */
  lists(name: string): Lists {
    const batch = this.#table.getChild(name)!.data[0];
    return batch ? new Lists(batch.offsets as Int32Array, batch.children[0]!.values as Int32Array) : new Lists();
  }

  #filled<T extends Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(name: string, filled: T, none: number): T {
    const batch = this.#table.getChild(name)!.data[0];
    if (!batch) return filled;
    // A batch's buffers are longer than it is: they are padded.
    filled.set((batch.values as T).subarray(0, this.size));
    if (batch.nullCount) for (let row = 0; row < filled.length; row += 1) if (!batch.isValid(row)) filled[row] = none;
    return filled;
  }
}

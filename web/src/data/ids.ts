/** The ids of the rows, and the rows of the ids. */

import type { Column } from "@uwdata/flechette";

export class Ids {
  readonly #more: string[] = [];
  readonly #told: number;
  #rows: Map<string, number> | null = null;

  /** Those of a column; more may come. */
  constructor(private readonly column: Column<string> | null = null) {
    this.#told = column?.length ?? 0;
  }

  /** The id of a row; null if there is no such row. */
  of(row: number): string | null {
    return row < this.#told ? (this.column?.at(row) ?? null) : (this.#more[row - this.#told] ?? null);
  }

  /** The row of an id; -1 if it is not here. */
  row(id: string): number {
    return this.#known().get(id) ?? -1;
  }

  /** Take one more. */
  add(id: string): void {
    this.#rows?.set(id, this.#told + this.#more.length);
    this.#more.push(id);
  }

  // Made when it is first asked for: to make fifty thousand strings takes longer than to draw them all.
  #known(): Map<string, number> {
    this.#rows ??= new Map([...(this.column ?? []), ...this.#more].map((id, row) => [id!, row]));
    return this.#rows;
  }
}

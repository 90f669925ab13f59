/** A column of lists of numbers: those that came with the API's answer lie in one array, those put in later beside it. */
export class Lists {
  readonly #own = new Map<number, readonly number[]>();

  /** The list of row `n` is `values` from `offsets[n]` to before `offsets[n + 1]`. */
  constructor(
    private readonly offsets: ArrayLike<number> = [0],
    private readonly values: ArrayLike<number> = [],
  ) {}

  /** Call `take` with each number of a row. */
  each(row: number, take: (value: number) => void): void {
    const own = this.#own.size ? this.#own.get(row) : undefined;
    if (own) return own.forEach(take);
    const end = this.offsets[row + 1] ?? 0;
    for (let at = this.offsets[row] ?? 0; at < end; at += 1) take(this.values[at]!);
  }

  /** Add to `counts` how many of these rows have each number. */
  count(rows: Int32Array, counts: Int32Array): void {
    const { offsets, values } = this;
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place]!;
      const own = this.#own.size ? this.#own.get(row) : undefined;
      if (own) for (const value of own) counts[value]! += 1;
      else for (let at = offsets[row] ?? 0, end = offsets[row + 1] ?? 0; at < end; at += 1) counts[values[at]!]! += 1;
    }
  }

  /** Whether a row has one of these numbers. */
  some(row: number, wanted: ReadonlySet<number>): boolean {
    let found = false;
    this.each(row, (value) => (found ||= wanted.has(value)));
    return found;
  }

  /** Put a list into a row. */
  put(row: number, list: readonly number[]): void {
    this.#own.set(row, list);
  }
}

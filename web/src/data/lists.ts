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

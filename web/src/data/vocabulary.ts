/** A growing list of words with a number for each: columns hold the numbers. */
export class Vocabulary {
  readonly words: string[];
  #numbers: Map<string, number> | null = null;

  constructor(words: readonly string[] = []) {
    this.words = [...words];
  }

  get size(): number {
    return this.words.length;
  }

  /** The number of a word, which is given one if it has none. */
  take(word: string): number {
    const found = this.find(word);
    if (found >= 0) return found;
    this.words.push(word);
    this.#known().set(word, this.words.length - 1);
    return this.words.length - 1;
  }

  /** The number of a word; -1 if it has none. */
  find(word: string): number {
    return this.#known().get(word) ?? -1;
  }

  /** The word of a number; null for -1. */
  word(number: number): string | null {
    return this.words[number] ?? null;
  }

  // Made when it is first asked for: a page with 50,000 incidents has some thousands of places.
  #known(): Map<string, number> {
    this.#numbers ??= new Map(this.words.map((word, number) => [word, number]));
    return this.#numbers;
  }
}

/** Server-sent events out of pieces of text, however they are cut. */

export interface Frame {
  event: string;
  data: string;
  /** The id that stands after it: where to go on from. */
  id: string;
}

/** Takes the text as it comes and gives the events that are whole; comments are heartbeats, and nothing. */
export class Frames {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | null = null;
  /** The newest id whose event is whole. */
  id = "";

  /** The events that these pieces of text complete. */
  take(text: string): Frame[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line) ?? []);
  }

  #line(line: string): Frame | null {
    if (line === "") return this.#end();
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === "event") this.#event = value!;
    if (name === "data") this.#data.push(value!);
    if (name === "id") this.#id = value!;
    return null;
  }

  #end(): Frame | null {
    this.id = this.#id ?? this.id;
    this.#id = null;
    const frame = { event: this.#event || "message", data: this.#data.join("\n"), id: this.id };
    const told = this.#data.length > 0;
    this.#event = "";
    this.#data = [];
    return told ? frame : null;
  }
}

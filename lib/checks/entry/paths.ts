import { push } from '../wiring/selector';

/** How something compares the path of a request. */
export type PathPattern =
  | { readonly kind: 'exact' | 'prefix'; readonly text: string }
  /** In another way, or not at all: it has to be asked each time. */
  | { readonly kind: 'other' };

/** Things that are about some paths, found by a path without a look at each of them: a gateway has thousands. */
export class PathIndex<T> {
  readonly #exact = new Map<string, number[]>();
  readonly #prefix = new Map<string, number[]>();
  readonly #other: number[] = [];
  readonly #all: T[] = [];

  /** Adds a thing that is about paths of any of these patterns. */
  public add(thing: T, patterns: readonly PathPattern[]): void {
    const index = this.#all.push(thing) - 1;
    for (const pattern of patterns) {
      if (pattern.kind === 'other') this.#other.push(index);
      else {
        push(pattern.kind === 'exact' ? this.#exact : this.#prefix, pattern.text, index);
      }
    }
  }

  /** What may be about a path, in the order in which it was added. */
  public about(path: string): readonly T[] {
    const prefixes = Array.from({ length: path.length + 1 }, (_, length) => path.slice(0, length));
    const indexes = [
      ...(this.#exact.get(path) ?? []),
      ...prefixes.flatMap((prefix) => this.#prefix.get(prefix) ?? []),
      ...this.#other,
    ];
    return [...new Set(indexes)].sort((first, second) => first - second).flatMap((index) => this.#all[index] ?? []);
  }
}

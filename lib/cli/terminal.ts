import picocolors from 'picocolors';

/** Where a command writes, and what may be written there. `bin/` knows; nothing else looks at the process. */
export interface Terminal {
  /** Writes to standard output: results, and nothing else. */
  readonly out: (text: string) => void;
  /** Writes to standard error: progress and complaints. */
  readonly err: (text: string) => void;
  /** Whether standard output takes colours. */
  readonly colours: boolean;
  /** Whether a person watches standard error, so that a line may be rewritten in place. */
  readonly interactive: boolean;
  /** How many characters fit on a line. */
  readonly width: number;
}

/** The colours of a terminal, which are none where it takes none. */
export type Paint = ReturnType<typeof picocolors.createColors>;

/** Paints for standard output. */
export const paintFor = ({ colours }: Pick<Terminal, 'colours'>): Paint => picocolors.createColors(colours);

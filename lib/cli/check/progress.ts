import type { Terminal } from '../terminal';

/** Tells a waiting person what is going on. */
export interface Progress {
  /** Something long begins: `rendering`. */
  doing(what: string): void;
  /** One of several things is done: `cfn-lint`. */
  done(what: string): void;
  /** All is done. Nothing of the progress remains on the screen. */
  stop(): void;
}

/** For pipes and files, `--quiet` and `--json`: nothing. */
export const SILENT: Progress = { doing: () => undefined, done: () => undefined, stop: () => undefined };

/** Moves the cursor to the start of the line and clears it (ECMA-48: CR, then EL 2). */
const CLEAR_LINE = '\r\u001b[2K';

/** One line on standard error, rewritten in place, where a person watches; else {@link SILENT}. */
export function progressOn({ interactive, err, width }: Terminal, wanted: boolean): Progress {
  if (!interactive || !wanted) return SILENT;
  let phase = '';
  let finished: readonly string[] = [];
  const show = (): void => {
    const line = `${phase} …${finished.length === 0 ? '' : ` done: ${finished.join(', ')}`}`;
    err(`${CLEAR_LINE}${line.slice(0, Math.max(0, width - 1))}`);
  };
  return {
    doing: (what) => {
      phase = what;
      show();
    },
    done: (what) => {
      finished = [...finished, what];
      show();
    },
    stop: () => err(CLEAR_LINE),
  };
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** An error as text for a person: what is wrong and what to do, and the stack only where it is wanted. */
export function explain(error: unknown, verbose: boolean, root: string): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (verbose) return `${stack ?? message}\n`;
  // Its message is written for the reader: nothing inside is broken.
  if (name === 'SpecError') return `${message}\n`;
  const origin = fileOfYours(error, root);
  const where = origin === undefined ? 'This came from inside the code' : `This came from a file of yours, ${origin}`;
  return `${message.trim()}\n${where}; to see all of it, run the same with --verbose first: bulkhead --verbose …\n`;
}

/**
 * The file of `environments/` that an error came from, with the line where that is known: `environments/dev.ts:12:3`;
 * `undefined` when it came from elsewhere. What cannot be loaded (a syntax error, a module that is not there) names its
 * file in the message; what is thrown names it in the stack, where the first frame of this project decides.
 */
export function fileOfYours(error: unknown, root: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [named] = ownFiles(error.message, root);
  if (isYours(named)) return named;
  const [thrower] = ownFiles(framesOf(error), root);
  return isYours(thrower) ? thrower : undefined;
}

const isYours = (file: string | undefined): boolean => file?.startsWith('environments/') === true;

/** The files of the project that a text names, relative to its root and without those of packages. */
function ownFiles(text: string, root: string): string[] {
  const roots = [join(root, '/'), pathToFileURL(join(root, '/')).href];
  return text
    .split(/[\s()'"]+/)
    .flatMap((word) => roots.filter((prefix) => word.startsWith(prefix)).map((prefix) => word.slice(prefix.length)))
    .map((file) => file.replace(/:$/, ''))
    .filter((file) => file !== '' && !file.startsWith('node_modules/'));
}

/** The stack without the message, which may quote anything. */
const framesOf = ({ stack = '' }: Error): string => (stack.match(/^\s+at .*$/gm) ?? []).join('\n');

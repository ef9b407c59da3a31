/** The errors whose message is written for the reader: nothing inside is broken. */
const FOR_THE_READER: ReadonlySet<string> = new Set(['SpecError', 'Refusal']);

/** Why a command cannot do what it was asked, in words for the person who asked. */
export class Refusal extends Error {
  public override readonly name = 'Refusal';
}

/** An error as text for a person: what is wrong and what to do, and the stack only where it is wanted. */
export function explain(error: unknown, verbose: boolean): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (verbose) return `${stack ?? message}\n`;
  if (FOR_THE_READER.has(name)) return `${message}\n`;
  return `${message.trim()}\nThis came from inside the code; to see where, run the same with --verbose first: bulkhead --verbose …\n`;
}

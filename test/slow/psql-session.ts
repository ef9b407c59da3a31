import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

const END = '-- end of answer:';

/** One session of psql that stays open, so that a transaction is one. */
export class Session {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;

  public constructor(args: readonly string[]) {
    this.process = spawn('psql', ['-X', '-A', '-t', '-q', ...args]);
    this.process.stderr.resume();
    this.reader = createInterface(this.process.stdout);
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** Runs one statement; gives its rows, or throws what the server says. */
  public async run(sql: string): Promise<string[]> {
    this.process.stdin.write(`${sql};\n\\echo '${END}' :ERROR :LAST_ERROR_MESSAGE\n`);
    const rows: string[] = [];
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done === true) throw new Error('psql has ended');
      if (value.startsWith(END)) {
        if (value.startsWith(`${END} true`)) throw new Error(value.slice(`${END} true`.length).trim());
        return rows;
      }
      if (value !== '') rows.push(value);
    }
  }

  /** Closes the session. */
  public end(): void {
    this.process.stdin.end();
    this.reader.close();
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ControlPlane, KubernetesObject } from './control-plane';
import { built, endWithThis } from './program';

/** Long enough for what has happened to be written down. */
const GRACE_MILLISECONDS = 1_000;

/** Notes every state that the objects of a kind are ever in, however short. */
export class Watch<T extends KubernetesObject = KubernetesObject> {
  /** Begins; what is there already is the first that is noted. There must be something. */
  public static async of<T extends KubernetesObject>(
    plane: ControlPlane,
    kind: string,
    namespace: string,
  ): Promise<Watch<T>> {
    const watch = new Watch<T>(plane, kind, namespace);
    while (watch.seen().length === 0) await wait(50);
    await wait(GRACE_MILLISECONDS);
    watch.skipped = watch.seen().length;
    return watch;
  }

  private readonly file: string;
  private readonly child: ChildProcess;
  private skipped = 0;

  private constructor(plane: ControlPlane, kind: string, namespace: string) {
    this.file = join(plane.folder, `${randomUUID()}.json`);
    const output = openSync(this.file, 'a');
    this.child = spawn(
      built('kubectl'),
      [`--kubeconfig=${plane.kubeconfig}`, 'get', kind, `--namespace=${namespace}`, '--watch', '--output=json'],
      { stdio: ['ignore', output, 'ignore'] },
    );
    closeSync(output);
    endWithThis(this.child);
  }

  private seen(): readonly T[] {
    const text = readFileSync(this.file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n}\n') + 3);
    return whole === '' ? [] : whole.split(/\n(?=\{)/).map((each) => JSON.parse(each) as T);
  }

  /** Every state since it began, in order. */
  public async states(): Promise<readonly T[]> {
    await wait(GRACE_MILLISECONDS);
    return this.seen().slice(this.skipped);
  }

  /** Ends, and returns every state since it began. */
  public async end(): Promise<readonly T[]> {
    const states = await this.states();
    this.child.kill();
    return states;
  }
}

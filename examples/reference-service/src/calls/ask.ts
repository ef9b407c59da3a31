import type { Answers } from '../http/router';
import type { Logger } from '../log';
import { dependencyNamed } from '../services';
import { type Caller, CallFailure, type CallScope } from './caller';
import type { Dependency } from './dependency';

/** Asks every dependency at once. One that may be missing is answered without; any other fails the request. */
export async function askAll(
  caller: Caller,
  dependencies: readonly Dependency[],
  subject: string,
  scope: CallScope,
  log: Logger,
): Promise<Answers> {
  const answers = await Promise.all(
    dependencies.map(async (dependency) => {
      const { asked, mayBeMissing } = dependencyNamed(dependency.name);
      try {
        return [dependency.name, await caller.call(dependency, asked(subject), scope)] as const;
      } catch (error) {
        const over = scope.deadline.signal.aborted;
        if (!(error instanceof CallFailure) || !mayBeMissing || over) throw error;
        log.warn('answered without a dependency', { 'peer.service': error.dependency, why: error.message });
        return [dependency.name, 'unavailable'] as const;
      }
    }),
  );
  return Object.fromEntries(answers);
}

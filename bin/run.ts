import { spawn } from 'node:child_process';
import type { Run } from '../lib/checks/tools';

/** There is no such program, or nobody may execute what has its name. */
const UNSTARTABLE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES']);

/** Runs a program of this machine to its end and keeps what it says. */
export const run: Run = (command, args, { cwd, env = {}, shell = false }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      UNSTARTABLE.has(error.code ?? '') ? resolve(undefined) : reject(error),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });

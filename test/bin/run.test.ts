import { run } from '../../bin/run';

const print = (expression: string): readonly string[] => ['-e', `process.stdout.write(String(${expression}))`];

describe('running a program', () => {
  it('keeps what it says and how it ends', async () => {
    const script = "process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3";
    expect(await run(process.execPath, ['-e', script], { cwd: '/' })).toEqual({
      code: 3,
      stdout: 'out',
      stderr: 'err',
    });
  });

  it('says when there is no such program', async () => {
    expect(await run('no-such-program', [], { cwd: '/' })).toBeUndefined();
  });

  it('adds to the environment and keeps the rest', async () => {
    const ran = await run(process.execPath, print('[process.env.TZ, process.env.PATH !== undefined]'), {
      cwd: '/',
      env: { TZ: 'Pacific/Chatham' },
    });
    expect(ran?.stdout).toBe('Pacific/Chatham,true');
  });

  it('takes a line for the shell', async () => {
    expect(await run('echo one && echo two', [], { cwd: '/', shell: true })).toMatchObject({ stdout: 'one\ntwo\n' });
  });
});

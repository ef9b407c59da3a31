// Writes the go.mod and go.sum of each program from programs.mjs: `node test/cluster/pin.mjs`, after a version has changed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, GO, PROGRAMS } from './programs.mjs';

for (const program of PROGRAMS) {
  const folder = folderOf(program);
  mkdirSync(folder, { recursive: true });
  const go = (...args) =>
    execFileSync('go', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  rmSync(join(folder, 'go.sum'), { force: true });
  writeFileSync(join(folder, 'go.mod'), [head(program), `require ${program.module} ${program.version}\n`].join('\n'));
  const downloaded = JSON.parse(go('mod', 'download', '-json', program.module));
  if (program.packages.length === 0) continue; // only files are taken from it: nothing to tidy
  writeFileSync(
    join(folder, 'go.mod'),
    [
      head(program),
      tools(program),
      `require ${program.module} ${program.version}\n`,
      replaces(program, downloaded),
    ].join('\n'),
  );
  go('mod', 'tidy');
  console.log(`${program.folder}: ${program.module} ${program.version}`);
}

function head({ folder }) {
  return `// Written by pin.mjs.\nmodule bulkhead.test/cluster/${folder}\n\ngo ${GO}\n`;
}

/** Go knows programs that a module uses without importing them as its tools. */
function tools({ packages }) {
  return `tool (\n${packages.map((name) => `\t${name}`).join('\n')}\n)\n`;
}

function replaces({ replaces: wanted }, { GoMod }) {
  if (wanted === undefined) return '';
  const text = readFileSync(GoMod, 'utf8');
  const lines = [...text.matchAll(/^(?:replace\s+|\t)(\S+(?: \S+)? => \S+(?: \S+)?)$/gm)].map(([, line]) => line);
  return `replace (\n${lines
    .map((line) => `\t${line.replace(/=> \.\/staging\/src\/(\S+)$/, `=> $1 ${wanted.staging}`)}`)
    .join('\n')}\n)\n`;
}

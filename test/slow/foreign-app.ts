import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** The package.json of this repository. */
export const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Versions of the CDK to install beside the library. */
export interface CdkVersions {
  readonly 'aws-cdk-lib': string;
  readonly constructs: string;
}

/** The resources of a synthesized stack, by logical id. */
export type Resources = Readonly<Record<string, { readonly Type: string }>>;

/** Somebody else's CDK app, in a folder of its own, with the packed library installed as npm installs it. */
export class ForeignApp {
  /** The folder. */
  public readonly folder: string;
  /** The files of the tarball. */
  public readonly packed: readonly string[];

  public constructor(cdk: CdkVersions) {
    this.folder = mkdtempSync(join(tmpdir(), 'bulkhead-foreign-'));
    const tarball = this.pack();
    this.packed = tarball.files;
    cpSync(join(__dirname, 'foreign'), this.folder, { recursive: true });
    writeFileSync(
      join(this.folder, 'package.json'),
      JSON.stringify({
        name: 'shop',
        private: true,
        dependencies: { ...cdk, bulkhead: `file:${tarball.filename}` },
        devDependencies: {
          typescript: manifest.devDependencies['typescript'],
          '@types/node': manifest.devDependencies['@types/node'],
        },
      }),
    );
    this.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  }

  private pack(): { readonly filename: string; readonly files: readonly string[] } {
    const text = run(ROOT, 'npm', ['pack', '--json', '--pack-destination', this.folder]);
    // The build may print before the JSON.
    const [tarball] = JSON.parse(text.slice(text.indexOf('[\n'))) as [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ];
    return { filename: tarball.filename, files: tarball.files.map(({ path }) => path).sort() };
  }

  /** Runs a program in the folder and returns what it printed; a failure throws with all of it. */
  public run(program: string, ...args: readonly string[]): string {
    return run(this.folder, program, args);
  }

  /** Compiles the app with the options given on top of its tsconfig.json. */
  public compile(...options: readonly string[]): void {
    this.run('npx', 'tsc', '--project', '.', ...options);
  }

  /** Evaluates a piece of JavaScript in the folder and returns what it printed. */
  public evaluate(kind: 'commonjs' | 'module', code: string): string {
    return this.run(process.execPath, `--input-type=${kind}`, '--eval', code).trim();
  }

  /** Runs a compiled program, `network.js`, and returns the resources of the one stack that it synthesizes. */
  public synthesize(program: string): Resources {
    this.run(process.execPath, join('out', program));
    const assembly = join(this.folder, 'synth', program.replace(/\..*$/, ''));
    const template = readdirSync(assembly).find((name) => name.endsWith('.template.json'));
    if (template === undefined) throw new Error(`${program} synthesized no stack`);
    return (JSON.parse(readFileSync(join(assembly, template), 'utf8')) as { Resources: Resources }).Resources;
  }

  /** The version of a package that was really installed. */
  public installed(name: string): string {
    const text = readFileSync(join(this.folder, 'node_modules', name, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }

  /** Removes the folder. */
  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(cwd: string, program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${[program, ...args].join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

/** How many resources of each type there are, for the types asked for. */
export function count(resources: Resources, ...types: readonly string[]): Record<string, number> {
  const all = Object.values(resources);
  return Object.fromEntries(types.map((type) => [type, all.filter(({ Type }) => Type === type).length]));
}

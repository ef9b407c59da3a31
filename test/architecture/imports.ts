import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { importsOf, offence, type Offence, type Source } from './sources';

/** What the packages of package.json are, as far as a rule about imports needs to know. */
export interface Packages {
  /** Installed with the library: `dependencies` and `peerDependencies`. */
  readonly published: readonly string[];
}

/** A part of the tree, and the parts that it may import besides itself. The first part whose folder fits is a file's. */
interface Layer {
  readonly folder: string;
  readonly mayImport: readonly string[];
}

const LAYERS: readonly Layer[] = [
  { folder: 'bin/', mayImport: ['environments/', 'services/', 'lib/', 'constructs/'] },
  { folder: 'environments/', mayImport: ['services/', 'lib/', 'constructs/'] },
  { folder: 'services/', mayImport: ['lib/', 'constructs/'] },
  { folder: 'lib/', mayImport: ['constructs/'] },
  { folder: 'constructs/aws/', mayImport: ['constructs/'] },
  { folder: 'constructs/kubernetes/', mayImport: ['constructs/'] },
  { folder: 'constructs/', mayImport: [] },
];

/** The folders of constructs/ that render with an engine: neither each other's business nor the pure parts'. */
const ENGINE_FOLDERS = ['constructs/aws/', 'constructs/kubernetes/'];

/** What the pure parts may load: they work on plain data, so neither an engine nor the machine is among it. */
const PURE_PACKAGES = ['zod', 'fastest-levenshtein'];

/** Imports that point the wrong way, and packages that the published part must not need. */
export function importOffences(source: Source, packages: Packages): Offence[] {
  return importsOf(source).flatMap(({ name, node }) => {
    const wrong = name.startsWith('.') ? wrongFolder(source.path, name) : wrongPackage(source.path, name, packages);
    return wrong === undefined ? [] : [offence(source, node, wrong)];
  });
}

function wrongFolder(path: string, name: string): string | undefined {
  const target = posix.join(posix.dirname(path), name);
  const own = layerOf(path);
  const other = layerOf(target);
  if (own === undefined) return undefined;
  if (other === undefined) return `imports '${target}', which is in no layer`;
  if (isPure(path) && !isPure(target)) return `imports '${target}': the pure parts import no engine`;
  if (own.folder !== other.folder && ENGINE_FOLDERS.includes(own.folder) && ENGINE_FOLDERS.includes(other.folder)) {
    return `imports '${target}': one engine does not import another`;
  }
  const allowed = own.folder === other.folder || own.mayImport.some((folder) => isIn(folder, target));
  return allowed ? undefined : `imports '${target}': ${own.folder} may import ${list(own.mayImport)} only`;
}

function wrongPackage(path: string, name: string, { published }: Packages): string | undefined {
  if (!path.startsWith('constructs/')) return undefined;
  const builtin = name.startsWith('node:') || builtinModules.includes(name);
  const root = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
  if (isPure(path)) {
    return PURE_PACKAGES.includes(root)
      ? undefined
      : `imports '${name}': the pure parts load only ${list(PURE_PACKAGES)}`;
  }
  if (builtin || published.includes(root)) return undefined;
  return `imports '${name}', which is neither a dependency nor a peer dependency of the published package`;
}

/** A path may name a folder itself, as in `import … from '../environments'`. */
const isIn = (folder: string, path: string): boolean => `${path}/`.startsWith(folder);

const layerOf = (path: string): Layer | undefined => LAYERS.find(({ folder }) => isIn(folder, path));

const isPure = (path: string): boolean =>
  isIn('constructs/', path) && !ENGINE_FOLDERS.some((folder) => isIn(folder, path));

const list = (words: readonly string[]): string => (words.length === 0 ? 'itself' : words.join(', '));

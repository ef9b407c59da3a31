import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Who somebody is in the mesh, and the proof. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  /** Who vouches for it. */
  readonly ca: string;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/O=test'];

/** Vouches for identities, as the mesh's control plane does. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'mesh-ca-'));

  public constructor() {
    this.openssl('req', '-x509', ...EC, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '1');
  }

  /** The identity of a service account: `spiffe://cluster.local/ns/trip/sa/trip`. */
  public identity(uri: string): Identity {
    this.openssl(
      'req',
      ...EC,
      '-keyout',
      'own.key',
      '-out',
      'own.csr',
      '-addext',
      `subjectAltName=critical,URI:${uri}`,
    );
    const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-copy_extensions', 'copy', '-days', '1', '-out', 'own.crt'];
    this.openssl('x509', '-req', '-in', 'own.csr', ...signed);
    return { key: this.read('own.key'), cert: this.read('own.crt'), ca: this.read('ca.crt') };
  }

  public forget(): void {
    rmSync(this.folder, { recursive: true });
  }

  private openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }

  private readonly read = (name: string): string => readFileSync(join(this.folder, name), 'utf8');
}

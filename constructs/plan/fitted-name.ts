/**
 * A name no longer than `limit`: itself if it fits, else its beginning and eight hexadecimal digits that stand for the
 * whole, so that two long names with one beginning stay two names.
 *
 * @example fittedName('bulkhead-prod-ledger', 63) // 'bulkhead-prod-ledger'
 */
export function fittedName(name: string, limit: number): string {
  if (name.length <= limit) return name;
  const beginning = name.slice(0, limit - DIGITS - 1).replace(/-+$/, '');
  return `${beginning}-${fingerprint(name)}`;
}

const DIGITS = 8;

/** FNV-1a, 32 bits: short, and the same on every machine. It separates names; it protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(DIGITS, '0');
}

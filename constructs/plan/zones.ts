/**
 * The name of a zone of a region: `eu-west-1a`, `us-gov-west-1b`. Local zones (`us-west-2-lax-1a`) and Wavelength zones
 * (`us-east-1-wl1-bos-wlz-1`) have more parts.
 */
const ZONE = /^([a-z]+(?:-[a-z]+)+-\d+)([a-z])$/;

/** A zone's letter, its stable identity: `a` of `eu-west-1a`. Names and addresses follow from it, never from a list position. */
export function zoneLetter(zone: string): string {
  return zone.slice(-1);
}

/** A zone's place in the alphabet: 0 for `eu-west-1a`, 2 for `eu-west-1c`, whichever zones are used. */
export function zoneIndex(zone: string): number {
  return zoneLetter(zone).charCodeAt(0) - 'a'.charCodeAt(0);
}

/** The region that a zone's name says it lies in; `undefined` when it is no name of an availability zone. */
export function zoneRegion(zone: string): string | undefined {
  return ZONE.exec(zone)?.[1];
}

/** An attribute's value; one that is `undefined` is left out. */
export type Value = string | number | undefined;

/** The attributes of an element, in the order in which they are written. */
export type Attributes = Readonly<Record<string, Value>>;

/** Text as XML holds it. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** An element of SVG. Its children are elements, or text that has been escaped. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(typeof value === 'number' ? rounded(value) : String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** A group that moves its children and gives them their look, one child on a line. */
export function group(attributes: Attributes, children: readonly string[]): string {
  return element('g', attributes, '\n', children.join('\n'), '\n');
}

/** A tenth of a pixel is more than anybody sees. */
const rounded = (value: number): string => String(Math.round(value * 10) / 10);

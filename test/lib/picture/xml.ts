/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly inside it, with entities resolved. */
  readonly content: string;
}

const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const ATTRIBUTE = String.raw`\s+(${NAME})="([^"<]*)"`;
const TOKEN = new RegExp(String.raw`<(/?)(${NAME})((?:${ATTRIBUTE})*)\s*(/?)>|([^<]+)|(<)`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The elements of a document in the order of their opening tags. It throws where the document is not well-formed. */
export function elementsOf(xml: string): readonly XmlElement[] {
  const elements: { name: string; attributes: Record<string, string>; content: string }[] = [];
  const open: typeof elements = [];
  let closed = false;
  for (const match of xml.matchAll(TOKEN)) {
    const [token, closing, name = '', attributes = ''] = match;
    const [self, text] = match.slice(-3);
    if (name === '') {
      if (text === undefined) throw new SyntaxError(`not well-formed at ${xml.slice(match.index, match.index + 40)}`);
      const parent = open.at(-1);
      if (parent !== undefined) parent.content += resolved(text);
      else if (text.trim() !== '') throw new SyntaxError(`text outside the root: ${text.trim()}`);
      continue;
    }
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new SyntaxError(`${token} closes what is not open`);
      closed ||= open.length === 0;
      continue;
    }
    if (closed) throw new SyntaxError(`${token} is a second root`);
    const element = { name, attributes: attributesOf(attributes, token), content: '' };
    elements.push(element);
    if (self !== '/') open.push(element);
  }
  if (open.length > 0) throw new SyntaxError(`<${open.at(-1)?.name}> is never closed`);
  return elements;
}

function attributesOf(written: string, token: string): Record<string, string> {
  const pairs = [...written.matchAll(new RegExp(ATTRIBUTE, 'g'))].map(
    ([, key = '', value = '']) => [key, resolved(value)] as const,
  );
  const attributes = Object.fromEntries(pairs);
  if (Object.keys(attributes).length !== pairs.length) throw new SyntaxError(`${token} has an attribute twice`);
  return attributes;
}

function resolved(text: string): string {
  return text.replaceAll(/&(\w*;?)/g, (whole, entity: string) => {
    const character = ENTITIES[entity.replace(';', '')];
    if (character === undefined || !entity.endsWith(';')) throw new SyntaxError(`unknown entity ${whole}`);
    return character;
  });
}

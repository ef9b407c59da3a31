const TOKEN = /<(\/?)([a-z]+)((?: [a-zA-Z][a-zA-Z0-9:-]*="[^"<]*")*)(\/?)>|[^<]+/gy;
const ENTITY = /&(?!(?:amp|lt|gt|quot);)/;

/** What keeps a text from being well-formed XML, as far as pictures use it; nothing when it is. */
export function xmlFlaws(text: string): string[] {
  const open: string[] = [];
  const flaws: string[] = [];
  let end = 0;
  for (const [token, closing, name, attributes = '', empty] of text.matchAll(TOKEN)) {
    end += token.length;
    const names = [...attributes.matchAll(/ ([a-zA-Z][a-zA-Z0-9:-]*)=/g)].map(([, attribute]) => attribute);
    if (ENTITY.test(token)) flaws.push(`a bare & in ${token}`);
    if (new Set(names).size < names.length) flaws.push(`an attribute twice in ${token}`);
    if (closing === '/' && open.pop() !== name) flaws.push(`${token} closes something else`);
    if (name !== undefined && closing === '' && empty === '') open.push(name);
    if (open.length === 0 && name === undefined && token.trim() !== '') flaws.push(`${token} outside`);
  }
  if (end < text.length) flaws.push(`no XML: ${text.slice(end, end + 60)}`);
  return [...flaws, ...open.map((name) => `${name} is never closed`)];
}

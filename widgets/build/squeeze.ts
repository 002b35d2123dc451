import type { Plugin } from 'vite';

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Line breaks and indents in a template help only the reader of its source. */
function squeeze(tag: string, text: string): string {
  if (tag === 'html')
    return (
      text
        .replace(/>\s*\n\s*</g, '><')
        .replace(/\s*\n\s*/g, ' ')
        .replace(/ >/g, '>')
        // Quotes that HTML does not need.
        .replace(/="([\w-]+)"(?=[ >])/g, '=$1')
    );
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};>]) ?/g, '$1')
    .replace(/ ([/!]) ?/g, '$1')
    .replace(/\b0\./g, '.')
    .replace(/([:,]) /g, '$1')
    .replaceAll(';}', '}');
}

/** Squeezes the static texts of all html and css templates. */
export function squeezeTemplates(): Plugin {
  return {
    name: 'squeeze-templates',
    enforce: 'post',
    transform: {
      filter: { id: /widgets\/.*\.ts$/ },
      handler(code, id) {
        if (/\b(svg|mathml)`|lit\/directives\/(ref|live|async)/.test(code))
          throw new Error(`${id} needs a piece of Lit that build/lean-lit.ts has cut away`);
        const edits: { start: number; end: number; text: string }[] = [];
        const visit = (node: Node): void => {
          const { tag, quasi } = node as unknown as { tag?: { name?: string }; quasi?: { quasis: Node[] } };
          if (node.type === 'TaggedTemplateExpression' && (tag?.name === 'html' || tag?.name === 'css'))
            for (const { start, end } of quasi!.quasis)
              edits.push({ start, end, text: squeeze(tag.name, code.slice(start, end)) });
          for (const key of Object.keys(node)) {
            const value = node[key];
            for (const one of Array.isArray(value) ? value : [value])
              if (one && typeof (one as Node).type === 'string') visit(one as Node);
          }
        };
        visit(this.parse(code) as unknown as Node);
        edits.sort((one, other) => other.start - one.start);
        let result = code;
        for (const { start, end, text } of edits) result = result.slice(0, start) + text + result.slice(end);
        return { code: result, map: null };
      },
    },
  };
}

import type { Plugin } from 'vite';

/** In a file of Lit: what is there -> what is left of it. */
type Cut = readonly [found: string | RegExp, left: string];

const CUTS: Record<string, readonly Cut[]> = {
  // Every browser that understands our syntax has constructable style sheets.
  'css-tag': [
    [/e=t\.ShadowRoot&&.*?prototype,s=Symbol/, 's=Symbol'],
    [/if\(e\)(s\.adoptedStyleSheets=.*?);else for.*?(?=\},c=)/, '$1'],
    [/c=e\?(t=>t):.*?;export/, 'c=$1;export'],
    [/if\((this\._\$cssResult\$=!0),o!==s\).*?;/, '$1;'],
    [/if\(e&&void 0===t\)\{/, 'if(void 0===t){'],
    ['c as getCompatibleStyle,e as supportsAdoptingStyleSheets', 'c as getCompatibleStyle'],
  ],
  'reactive-element': [
    [',supportsAdoptingStyleSheets,', ','],
    // No property of ours is written back to an attribute, none is read from JSON, and decorators there are none.
    [/toAttribute\(t,s\)\{.*?return t\},from/, 'from'],
    [/case Object:case Array:try.*?(?=\}return i)/, ''],
    [/static addInitializer.*?\}(?=static get)/, ''],
    [/void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\),/, ''],
    [/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
    [/const t=this\[Symbol\.metadata\];.*?(?=this\._\$Eh=new Map)/, ''],
    [/Symbol\.metadata\?\?=[^,]*,\w+\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    [/_\$ET\(t,s\)\{.*?(?=_\$AK)/, ''],
    ['void 0!==e&&this._$Em!==e', 'void 0!==e'],
    [/this\._\$Em=e;const r=(.*?);this\[e\]=.*?,this\._\$Em=null/, 'this[e]=$1'],
    [',this._$Em=null', ''],
    [/"function"==typeof t\.converter\?.*?:u;/, 'u;'],
    [/\|\|i\.useDefault&&.*?(?=\)\)return;this\.C)/, ''],
    [
      /C\(t,s,\{.*?(?=\}async _\$EP)/,
      'C(t,s,{wrapped:h},r){this._$AL.has(t)||(this.hasUpdated||(s=void 0),this._$AL.set(t,s))',
    ],
    ['this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),', ''],
    [',reflect:!1,useDefault:!1', ''],
    [/removeController\(t\)\{.*?\}/, ''],
  ],
  'lit-html': [
    // Only whole elements are templates here, and no binding stands in a comment or in the text of a <textarea>.
    [/,l=2===i\?"<svg>".*?"",c=v/, ',l="",c=v'],
    [/\+\(2===i\?"<\/svg>".*?:""\)/, ''],
    [/,2===i\|\|3===i\)\{.*?\}for/, ');for'],
    [/if\(y\.test\(r\.tagName\)\)\{.*?\}\}\}else if\(8/, '}else if(8'],
    [/else\{let t=-1;for\(;-1!==.*?\}l\+\+/, 'l++'],
    [/\(y\.test\(u\[2\]\)&&\(n=RegExp\("<\/"\+u\[2\],"g"\)\),c=p\)/, '(c=p)'],
    ['c=n??v', 'c=v'],
    ['(c=p,n=void 0)', '(c=p)'],
    // Compiled templates and bindings on an element itself are for others.
    [/e="number"==typeof s\?(.*?):\(void 0===s\.el.*?\),s\);/, 'e=$1;'],
    ['}else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t))', '}'],
    [
      /2===r\.type\?i=(new k\(.*?\)):1===r\.type\?i=(new r\.ctor\(.*?\)):.*?,this\._\$AV/,
      'i=2===r.type?$1:$2,this._$AV',
    ],
    // Of what directives may borrow, ours take this.
    [/class Z\{.*?(?=const j)/, ''],
    [/const j=\{.*?\}/, 'const j={I:k}'],
  ],
  'lit-element': [],
};

/**
 * Lit's long sentences are for whoever writes a widget, and tests run with the Lit that says them. Its hooks for old
 * browsers and for pages that a server has rendered have nobody who would use them here, nor has what CUTS names.
 *
 * @throws Error when a cut finds nothing any more: another version of Lit
 */
export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform: {
      filter: { id: /node_modules[\\/].*[\\/](lit-html|lit-element|reactive-element|css-tag)\.js$/ },
      handler(code, id) {
        let lean = code
          .replace(/throw Error\([^)]*\)/g, 'throw Error("lit")')
          .replace(/\b\w+\.\w+(PolyfillSupport|HydrateSupport)\b/g, '(void 0)');
        for (const [found, left] of CUTS[/([\w-]+)\.js$/.exec(id)![1]!]!) {
          const cut = lean.replace(found, left);
          if (cut === lean) throw new Error(`${id} has nothing like ${found}`);
          lean = cut;
        }
        return { code: lean, map: null };
      },
    },
  };
}
